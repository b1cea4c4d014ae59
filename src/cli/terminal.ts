import { formatDuration } from '@/core/format/format.ts'

/** Least time between two lines of progress where nobody looks, and where someone does. */
const LOG_EVERY_MS = 5_000
const DRAW_EVERY_MS = 100

export interface Terminal {
  /** A line that stays, on standard error. */
  say(text: string): void
  /** How far the work is: drawn over itself where someone looks, else a line now and then. */
  progress(text: () => string): void
  /** What was asked for, on standard output. */
  answer(text: string): void
}

export function openTerminal(): Terminal {
  const { stderr, stdout } = process
  const startedAt = performance.now()
  let toldAt = Number.NEGATIVE_INFINITY
  let isDrawn = false
  const clear = () => {
    if (isDrawn) stderr.write('\r\u001b[K')
    isDrawn = false
  }
  return {
    say(text) {
      clear()
      stderr.write(`${text}\n`)
    },
    progress(text) {
      const now = performance.now()
      if (now - toldAt < (stderr.isTTY ? DRAW_EVERY_MS : LOG_EVERY_MS)) return
      // Work that is over at once needs no line in a log.
      if (!stderr.isTTY && toldAt < 0) {
        toldAt = now
        return
      }
      toldAt = now
      if (!stderr.isTTY) return void stderr.write(`${text()} (${formatDuration(now - startedAt)})\n`)
      clear()
      stderr.write(text().slice(0, Math.max(20, (stderr.columns ?? 80) - 1)))
      isDrawn = true
    },
    answer(text) {
      clear()
      stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    },
  }
}
