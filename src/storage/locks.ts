import type { Locks } from '@/core/ports.ts'

/** Locks over all tabs and workers of this browser; one is let go when its work ends or its tab does. */
export function openLocks(): Locks {
  return {
    ifFree: async (name, work) =>
      navigator.locks.request(name, { ifAvailable: true }, async (lock) => (lock ? await work() : undefined)),
    async held() {
      const { held = [] } = await navigator.locks.query()
      return new Set(held.flatMap(({ name }) => (name === undefined ? [] : [name])))
    },
  }
}
