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

type Stream = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>

export function openTerminal({ stderr, stdout }: Readonly<Record<'stderr' | 'stdout', Stream>> = process): Terminal {
  const startedAt = performance.now()
  // Work that is over at once needs no line in a log.
  let toldAt = stderr.isTTY ? Number.NEGATIVE_INFINITY : startedAt
  let isDrawn = false
  let later: NodeJS.Timeout | undefined
  const clear = () => {
    clearTimeout(later)
    if (isDrawn) stderr.write('\r\u001b[K')
    isDrawn = false
  }
  const draw = (text: () => string) => {
    toldAt = performance.now()
    if (!stderr.isTTY) return void stderr.write(`${text()} (${formatDuration(toldAt - startedAt)})\n`)
    clear()
    stderr.write(text().slice(0, Math.max(20, (stderr.columns ?? 80) - 1)))
    isDrawn = true
  }
  return {
    say(text) {
      clear()
      stderr.write(`${text}\n`)
    },
    progress(text) {
      clearTimeout(later)
      const wait = toldAt + (stderr.isTTY ? DRAW_EVERY_MS : LOG_EVERY_MS) - performance.now()
      if (wait <= 0) draw(text)
      // What is told last may hold for long, as that a fold began.
      else later = setTimeout(draw, wait, text)
    },
    answer(text) {
      clear()
      stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    },
  }
}
