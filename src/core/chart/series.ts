import { type Axis, logAxis, snappedAxis, spanAxis } from './axis.ts'

/** A point of a line. Without a finite `y` the line has a gap there. */
export interface Point {
  readonly x: number
  readonly y: number | null
}

/** What a line is in its chart, which decides its width: 2.25 the subject, 2 compared, 1.25 context (training too). */
export type Role = 'subject' | 'compared' | 'context'

export interface Series {
  readonly id: string
  /** Name at the line's end, after its last value: "validation", "B network". */
  readonly label: string
  /** A CSS colour from the tokens, such as `runColourOf(run)`. */
  readonly colour: string
  readonly role: Role
  /** By ascending `x`. */
  readonly points: readonly Point[]
  /** As the run's mark, past the eighth run. */
  readonly dashed?: boolean | undefined
  /** As it was recorded, pale behind its smoothed self: no label, not under the pointer, but in the table. */
  readonly isFaint?: boolean | undefined
}

/** One value over the whole width, dotted: a finished run beside one that trains. */
export interface Reference {
  readonly id: string
  /** Stands before the value, at the right: "A". */
  readonly label: string
  readonly colour: string
  readonly y: number
}

/** The last point of a series that has a value. */
export function lastPoint({ points }: Series): { readonly x: number; readonly y: number } | undefined {
  for (let i = points.length - 1; i >= 0; i--) {
    const { x, y } = points[i]!
    if (y !== null && Number.isFinite(y)) return { x, y }
  }
  return undefined
}

/** What a series is worth at `x`: its point there, or between two points what its line says; null in a gap and beyond its ends. */
export function valueAt({ points }: Series, x: number): number | null {
  let [low, high] = [0, points.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (points[middle]!.x < x) low = middle + 1
    else high = middle
  }
  const after = points[low]
  if (after?.x === x) return after.y
  const before = points[low - 1]
  if (!before || !after || before.y === null || after.y === null) return null
  return before.y + ((after.y - before.y) * (x - before.x)) / (after.x - before.x)
}

/** What is drawn, as far as axes hang on it. */
interface Drawn {
  readonly series: readonly Series[]
  readonly references?: readonly Reference[] | undefined
  /** Where the axis ends when that is beyond the points. */
  readonly xMax?: number | undefined
  readonly logY?: boolean | undefined
}

/** Whether a value has a place on the value axis. */
export function isDrawable(y: number | null, logY = false): y is number {
  return y !== null && Number.isFinite(y) && (!logY || y > 0)
}

/** From 0 or the first point to the last point or beyond, with whole ticks where x counts something. */
export function xAxisOf({ series, xMax }: Drawn, first: number, last: number): Axis {
  const end = Math.max(last, xMax ?? last)
  const begin = first >= 0 && first <= end * 0.25 ? 0 : first
  const isWhole = series.every(({ points }) => points.every((point) => Number.isInteger(point.x)))
  return spanAxis(begin, end, isWhole && end - begin >= 1)
}

/** Around every value of lines and references. */
export function yAxisOf({ series, references = [], logY }: Drawn): Axis {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const points of [...series.map((line) => line.points), references])
    for (const { y } of points) {
      if (!isDrawable(y, logY)) continue
      low = Math.min(low, y)
      high = Math.max(high, y)
    }
  if (low > high) return snappedAxis(0, 1)
  return logY ? logAxis(low, high) : snappedAxis(low, high)
}

/** Room at the right for labels that begin at `x`; a line that ends midway has some of its own. */
export function rightMargin(
  labels: readonly { readonly x: number; readonly width: number }[],
  { min, max }: Axis,
  room: number,
): number {
  let margin = 16
  for (const { x, width } of labels) {
    const share = (x - min) / (max - min)
    if (share > 0) margin = Math.max(margin, (width - (1 - share) * room) / share)
  }
  return Math.min(margin, room / 2)
}
