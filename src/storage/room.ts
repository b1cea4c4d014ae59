import type { StoragePort } from '@/core/ports.ts'

/** What the browser says of the room it gives this site. Its figures are estimates, padded on purpose by some browsers. */
export function openStorageFacts(): StoragePort {
  return {
    async facts() {
      const [persisted, { usage = 0, quota = 0 }] = await Promise.all([
        navigator.storage.persisted(),
        navigator.storage.estimate(),
      ])
      return { persisted, usedBytes: usage, quotaBytes: quota }
    },
    askToPersist: () => navigator.storage.persist(),
  }
}
