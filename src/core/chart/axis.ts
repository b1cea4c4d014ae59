/** What an axis shows: its ends, and where its ticks are. */
export interface Axis {
  readonly min: number
  readonly max: number
  readonly ticks: readonly number[]
  /** Distance between ticks, by which they are rounded; a log axis has none. */
  readonly step: number | undefined
}

const MULTIPLES = [1, 2, 2.5, 5]
const MOST_TICKS = 5

/** Steps 1, 2, 2.5 and 5 times a power of ten, small to large, from well below `range` on. */
function* steps(range: number): Generator<number> {
  for (let power = Math.floor(Math.log10(range)) - 2; ; power++)
    for (const multiple of MULTIPLES) yield exact(multiple * 10 ** power)
}

/** Without what binary adds: .1 + .2 is .3. */
function exact(value: number): number {
  return Number(value.toPrecision(12))
}

function ticksOf(first: number, last: number, step: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => exact((first + i) * step))
}

/** Values nearer than this share of their size are one: ticks between them would be told apart by rounding only. */
const ONE_VALUE = 1e-8

/** An axis that begins and ends on a tick, with 3 to 5 of them; a single value gets room on both sides. */
export function snappedAxis(low: number, high: number): Axis {
  if (!(high - low > ONE_VALUE * Math.max(Math.abs(low), Math.abs(high)))) {
    const room = Math.abs(low) * 0.1 || 1
    return snappedAxis(low - room, low + room)
  }
  for (const step of steps(high - low)) {
    // A value that lies on a tick but for rounding needs no further one.
    const first = Math.floor(exact(low / step))
    const last = Math.ceil(exact(high / step))
    if (last - first < MOST_TICKS)
      return { min: exact(first * step), max: exact(last * step), ticks: ticksOf(first, last, step), step }
  }
  throw new Error('unreachable: steps never end')
}

/** An axis that begins and ends where it is told, with at most 6 ticks inside; whole ones where only those mean something. */
export function spanAxis(min: number, max: number, wholeOnly: boolean): Axis {
  if (!(max > min)) return { min, max: min + 1, ticks: [min], step: 1 }
  for (const step of steps(max - min)) {
    if (wholeOnly && !Number.isInteger(step)) continue
    const first = Math.ceil(exact(min / step))
    const last = Math.floor(exact(max / step))
    if (last - first <= MOST_TICKS) return { min, max, ticks: ticksOf(first, last, step), step }
  }
  throw new Error('unreachable: steps never end')
}

/** A log axis over positive values: ticks at 1, 2, 5 and their tens, at 1 and 5, or at powers of ten, whichever are few. */
export function logAxis(low: number, high: number): Axis {
  // The logarithm of what lies just below a power of ten is rounded up to it.
  const from = Math.floor(Math.log10(low)) - 1
  const to = Math.ceil(Math.log10(high)) + 1
  const powers = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  let shown: readonly number[] = []
  for (const multiples of [[1, 2, 5], [1, 5], [1]]) {
    const marks = powers.flatMap((power) => multiples.map((multiple) => exact(multiple * 10 ** power)))
    const first = marks.findLastIndex((mark) => mark <= low)
    const last = marks.findIndex((mark, i) => mark >= high && i > first)
    shown = marks.slice(first, last + 1)
    if (shown.length <= MOST_TICKS) break
  }
  const every = Math.ceil(shown.length / MOST_TICKS)
  return { min: shown[0]!, max: shown.at(-1)!, ticks: shown.filter((_, i) => i % every === 0), step: undefined }
}
