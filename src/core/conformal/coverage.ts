import { binEdges, binOf } from '../metrics/calibration.ts'
import { type Interval, wilsonInterval } from '../metrics/interval.ts'
import { eachRow, fill, rowsAtOnce, type Work } from '../work.ts'
import { type Conformal, makesSets, setsOf } from './conformal.ts'

/** How often the truth was inside, and how much that took. */
export interface Coverage {
  readonly rows: number
  readonly covered: number
  /** Wilson's 95% interval of the share that was inside. */
  readonly interval: Interval
  /** Mean width of the intervals, or mean number of classes in the sets. */
  readonly size: number
}

/** Rows of one class, or whose prediction (of classes the probability of the likeliest) lies in one range, ends included. */
export type Slice =
  | { readonly by: 'class'; readonly index: number }
  | { readonly by: 'prediction'; readonly from: number; readonly to: number }

export interface CoverageReport {
  readonly all: Coverage
  readonly slices: readonly { readonly slice: Slice; readonly coverage: Coverage }[]
}

/** Ranges of the prediction that hold as many rows each, or as nearly as equal predictions allow. */
const RANGES = 5

interface CoverageInput {
  readonly conformal: Conformal
  /** Rows × classes, or one number a row. */
  readonly scores: Float32Array
  readonly width: number
  readonly actual: ArrayLike<number>
}

/**
 * Coverage of intervals or sets on rows that they were not fitted on, over all and slice by slice: what holds of all rows
 * together need not hold of each kind. Undefined for no rows.
 */
export function* measureCoverage({
  conformal,
  scores,
  width,
  actual,
}: CoverageInput): Work<CoverageReport | undefined> {
  const rows = actual.length
  if (rows === 0) return undefined
  const limit = conformal.bound ?? Number.POSITIVE_INFINITY
  const sets = makesSets(conformal) ? yield* setsOf(conformal, scores, width) : undefined
  const said = yield* fill(new Float64Array(rows), (row) => largestOf(scores, row * width, width), rowsAtOnce(width))
  const edges = binEdges(said, RANGES)
  yield
  const all = emptyTally()
  const classes = new Map<number, Tally>()
  const ranges = new Map<number, Tally>()
  yield* eachRow(
    rows,
    (row) => {
      let size = 2 * limit
      if (sets) {
        size = 0
        for (let place = row * width; place < (row + 1) * width; place++) size += sets[place]!
      }
      const isInside = sets ? sets[row * width + actual[row]!] === 1 : Math.abs(actual[row]! - scores[row]!) <= limit
      const own = [all, tallyOf(ranges, binOf(edges, said[row]!))]
      if (sets) own.push(tallyOf(classes, actual[row]!))
      for (const tally of own) {
        tally.rows++
        tally.covered += Number(isInside)
        tally.size += size
        tally.from = Math.min(tally.from, said[row]!)
        tally.to = Math.max(tally.to, said[row]!)
      }
    },
    rowsAtOnce(width),
  )
  return {
    all: coverageOf(all),
    slices: [
      ...ascending(classes).map(([index, tally]) => ({
        slice: { by: 'class' as const, index },
        coverage: coverageOf(tally),
      })),
      ...ascending(ranges).map(([, tally]) => ({
        slice: { by: 'prediction' as const, from: tally.from, to: tally.to },
        coverage: coverageOf(tally),
      })),
    ],
  }
}

/** What is counted of rows: how many, how many are covered, sizes together, and between what their predictions lie. */
interface Tally {
  rows: number
  covered: number
  size: number
  from: number
  to: number
}

function emptyTally(): Tally {
  return { rows: 0, covered: 0, size: 0, from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY }
}

function tallyOf(tallies: Map<number, Tally>, key: number): Tally {
  const tally = tallies.get(key) ?? emptyTally()
  tallies.set(key, tally)
  return tally
}

function ascending(tallies: ReadonlyMap<number, Tally>) {
  return [...tallies].sort(([a], [b]) => a - b)
}

function coverageOf({ rows, covered, size }: Tally): Coverage {
  return { rows, covered, interval: wilsonInterval(covered, rows)!, size: size / rows }
}

function largestOf(scores: Float32Array, from: number, width: number): number {
  let largest = scores[from]!
  for (let j = 1; j < width; j++) largest = Math.max(largest, scores[from + j]!)
  return largest
}
