import { isDrawable } from './scales.ts'

/** A point of a line. Without a finite `y` the line has a gap there. */
interface Point {
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

/** An unbroken stretch of a series; a series with gaps has several. */
export interface Stretch {
  /** Key of its values in the rows of the chart. */
  readonly key: string
  readonly series: Series
  readonly size: number
}

export type ChartRow = { x: number } & Record<string, number>

/**
 * Series as recharts wants them: one row for each x that any series has. Stretches rather than series, so that a gap
 * stays open while two series with different x's are each drawn unbroken.
 */
export function chartRows(
  series: readonly Series[],
  logY: boolean,
): { readonly rows: readonly ChartRow[]; readonly stretches: readonly Stretch[] } {
  const rows = new Map<number, ChartRow>()
  const stretches: Stretch[] = []
  for (const [index, line] of series.entries()) {
    let size = 0
    let key = `s${index}`
    const close = () => {
      if (size === 0) return
      stretches.push({ key, series: line, size })
      size = 0
      key = `s${index}_${stretches.length}`
    }
    for (const { x, y } of line.points) {
      if (!isDrawable(y, logY)) {
        close()
        continue
      }
      let row = rows.get(x)
      if (!row) {
        row = { x }
        rows.set(x, row)
      }
      row[key] = y
      size++
    }
    close()
  }
  return { rows: [...rows.values()].sort((a, b) => a.x - b.x), stretches }
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

export const LINE_WIDTHS: Readonly<Record<Role, number>> = {
  subject: 2.25,
  compared: 2,
  context: 1.25,
}

/** How a line is dashed, if at all, as attributes of its path. */
export function dashOf({ dashed }: Series): { strokeDasharray?: string } {
  return dashed ? { strokeDasharray: '6 3' } : {}
}
