import { MOST_STEPS } from './buffers.ts'

/** Work handed over in one submit: short enough that a stop is heard and no driver's watchdog wakes. */
const CHUNK_MS = 25

/**
 * How many steps the next chunk has: as many as the device does in `CHUNK_MS`. Two chunks are under way at most, so that
 * the device never waits for the page and a stop never waits for more than two.
 */
export function startPace() {
  let steps = 1
  let under: Promise<void> = Promise.resolve()
  let doneAt = performance.now()
  return {
    next: () => steps,
    async handedOver(count: number, done: Promise<void>): Promise<void> {
      const before = under
      const handedAt = performance.now()
      under = done.then(() => {
        const now = performance.now()
        const passed = now - Math.max(doneAt, handedAt)
        doneAt = now
        if (count >= steps / 2)
          steps = Math.min(MOST_STEPS, 4 * steps, Math.max(1, Math.round((CHUNK_MS * count) / passed)))
      })
      under.catch(() => {})
      await before
    },
    settled: () => under.catch(() => {}),
  }
}
