import { MOST_STEPS } from './buffers.ts'

/** Work handed over in one submit: short enough that a stop is heard and no driver's watchdog wakes. */
const CHUNK_MS = 25
/** What the first chunk goes by: multiply-adds that any device does in a millisecond, and milliseconds that a step takes beside. */
const LEAST_WORK = 5e4
const STEP_MS = 0.2

/**
 * How many steps the next chunk has: as many as the device does in `CHUNK_MS`. Two chunks are under way at most, so that
 * the device never waits for the page and a stop never waits for more than two.
 * @param stepWork Multiply-adds of one step, of all members.
 */
export function startPace(stepWork: number) {
  const fit = (count: number) => Math.min(MOST_STEPS, Math.max(1, Math.round(count)))
  let steps = fit(CHUNK_MS / (STEP_MS + stepWork / LEAST_WORK))
  let under: Promise<void> = Promise.resolve()
  let doneAt = performance.now()
  return {
    next: () => steps,
    /** `count` steps, or 0 for work of another kind, which teaches nothing. */
    async handedOver(count: number, done: Promise<void>): Promise<void> {
      const before = under
      const handedAt = performance.now()
      under = done.then(() => {
        const now = performance.now()
        const passed = now - Math.max(doneAt, handedAt)
        doneAt = now
        if (count >= steps / 2) steps = Math.min(4 * steps, fit((CHUNK_MS * count) / passed))
      })
      under.catch(() => {})
      await before
    },
    settled: () => under.catch(() => {}),
  }
}
