import { meanAndStd } from '../centre.ts'
import { inSlices, ROWS_AT_ONCE, type Work } from '../work.ts'
import { piecesOf } from './nearest.ts'
import { type Points, takePoints } from './points.ts'
import { type OpenSearch, openPlainSearch } from './search.ts'

/** Rows whose gaps are looked for together: their answers take some megabytes. */
const ROWS_TOGETHER = 8_192

/** What gaps are filled from. Cells stand row after row, as many columns as there are `means`; NaN is a gap. */
export interface Donors {
  readonly cells: Float64Array
  /** Of each column: what fills a gap where no donor is near. */
  readonly means: readonly number[]
}

/**
 * Fills the gaps among the cells of rows in place, as scikit-learn's KNNImputer (uniform weights): by the mean of the column
 * over the `k` nearest donors that have a number there, near by `nanEuclidean`. Only donors that share a number with the row
 * count; where there is none, it is the column's mean. (scikit-learn lets donors without a shared number in where fewer than
 * `k` others are left.) A row that is itself a donor cannot be its own neighbour, since it lacks the number.
 */
export function* fillGaps(
  cells: Float64Array,
  { cells: given, means }: Donors,
  k: number,
  open: OpenSearch = openPlainSearch,
): Work<void> {
  const width = means.length
  const unit = yield* unitOf(given, means)
  const points = yield* toPoints(given, means, unit)
  for (let from = 0; from < cells.length; from += ROWS_TOGETHER * width) {
    const rows = cells.subarray(from, from + ROWS_TOGETHER * width)
    yield* fillRows(rows, yield* toPoints(rows, means, unit), given, points, means, k, open)
  }
}

function* fillRows(
  cells: Float64Array,
  asked: Points,
  given: Float64Array,
  points: Points,
  means: readonly number[],
  k: number,
  open: OpenSearch,
): Work<void> {
  const width = means.length
  const gaps: number[] = []
  for (const [at, x] of cells.entries()) if (Number.isNaN(x)) gaps.push(at)
  if (gaps.length === 0) return
  const rows = Uint32Array.from(gaps, (at) => Math.floor(at / width))
  const present = Int32Array.from(gaps, (at) => at % width)
  const search = open({ points, queries: takePoints(asked, rows), k, hasGaps: true, present })
  yield
  for (const { start, end, from, to } of piecesOf(gaps.length, points.rows, width)) {
    search.compare(start, end, from, to)
    yield
  }
  const { indices } = search.found()
  yield* inSlices(gaps.length, (start, end) => {
    for (let i = start; i < end; i++) {
      const column = present[i]!
      const near = indices.subarray(i * k, (i + 1) * k).filter((donor) => donor >= 0)
      const known = Float64Array.from(near, (donor) => given[donor * width + column]!)
      cells[gaps[i]!] = near.length > 0 ? meanAndStd(known).mean : means[column]!
    }
  })
}

/** Half the farthest distance of a donor's cell from its column's mean. */
function* unitOf(given: Float64Array, means: readonly number[]): Work<number> {
  let unit = 0
  for (const [at, x] of given.entries()) {
    unit = Math.max(unit, Math.abs(x / 2 - means[at % means.length]! / 2) || 0)
    if (at % ROWS_AT_ONCE === 0) yield
  }
  return unit || 1
}

/**
 * Cells in single precision, in which distances are worked out: counted from the mean of their column and in one common
 * unit, which changes no order of distances and keeps the digits that matter.
 */
function* toPoints(cells: Float64Array, means: readonly number[], unit: number): Work<Points> {
  const width = means.length
  const values = new Float32Array(cells.length)
  yield* inSlices(cells.length, (start, end) => {
    for (let at = start; at < end; at++) values[at] = cells[at]! / unit - means[at % width]! / unit
  })
  return { values, rows: width === 0 ? 0 : cells.length / width, width }
}
