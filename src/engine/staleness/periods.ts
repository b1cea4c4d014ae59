import { findColumn, takeRows } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import type { RunQuestion } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import { type AgeingPeriod, originsOf, periodsFor } from '@/core/staleness/ageing.ts'
import { assignRows, type Frames, type PartRows } from '../prepare.ts'

/** The rows of a run that do not test, by time. */
export interface Timeline {
  readonly periods: readonly AgeingPeriod[]
  /** Rows that every training is given. */
  readonly windowRows: number
  /** The rows of a period, ascending. */
  period(place: number): PartRows
  /** The latest `windowRows` rows before a period, with their first and last time. */
  before(origin: number): { readonly rows: Uint32Array; readonly from: number; readonly to: number }
}

/**
 * Cuts the rows that do not test in periods of about as many rows; rows of one time are never parted, and those without a time
 * are left out.
 * @throws AssayError `split.empty` where there are too few times for four trainings.
 */
export function openTimeline(question: RunQuestion, seed: number, frames: Frames, column: string): Timeline {
  const { frame } = frames
  const { part } = assignRows(question, seed, frames)
  const actual = new Float64Array(frame.rows).fill(Number.NaN)
  for (const name of ['train', 'validation'] as const) {
    const its = part(name)
    for (const [i, row] of its.rows.entries()) actual[row] = its.actual[i]!
  }
  const vector = findColumn(frame, column)?.vector
  if (vector?.kind !== 'numeric')
    throw new AssayError(
      'dataset.unknownColumn',
      `There is no column of times called “${column}”. Choose another one.`,
      {
        column,
      },
    )
  const times = vector.values
  const ordered = Uint32Array.from({ length: frame.rows }, (_, row) => row)
    .filter((row) => !Number.isNaN(actual[row]!) && !Number.isNaN(times[row]!))
    .sort((a, b) => times[a]! - times[b]! || a - b)
  const ends = cut(ordered, times, periodsFor(ordered.length))
  const origins = originsOf(ends.length)
  if (origins.length < LEAST_ORIGINS)
    throw new AssayError(
      'split.empty',
      `${column} makes ${formatUnits(ends.length, 'period')} of these rows; six are needed. Choose a column with more different times.`,
      { column },
    )
  const startOf = (place: number) => (place === 0 ? 0 : ends[place - 1]!)
  const timeAt = (place: number) => times[ordered[place]!]!
  const windowRows = startOf(origins[0]!)
  return {
    periods: ends.map((end, place) => ({
      from: timeAt(startOf(place)),
      to: timeAt(end - 1),
      rows: end - startOf(place),
    })),
    windowRows,
    period(place) {
      const rows = ordered.slice(startOf(place), ends[place]!).sort()
      return { rows, frame: takeRows(frame, rows), actual: Float64Array.from(rows, (row) => actual[row]!) }
    },
    before(origin) {
      const end = startOf(origin)
      const rows = ordered.slice(end - windowRows, end)
      return { rows: rows.sort(), from: timeAt(end - windowRows), to: timeAt(end - 1) }
    },
  }
}

const LEAST_ORIGINS = 4

/** Where each period ends, as places in the order of time. */
function cut(ordered: Uint32Array, times: Float64Array, wanted: number): readonly number[] {
  const ends: number[] = []
  for (let start = 0; start < ordered.length; ) {
    // What is left is dealt evenly, so that a time of many rows leaves no period too short.
    let end = start + Math.max(1, Math.round((ordered.length - start) / Math.max(1, wanted - ends.length)))
    while (end < ordered.length && times[ordered[end]!] === times[ordered[end - 1]!]) end++
    ends.push(end)
    start = end
  }
  return ends
}
