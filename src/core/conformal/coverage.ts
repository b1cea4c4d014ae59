import { binEdges, binOf } from '../metrics/calibration.ts'
import { type Interval, wilsonInterval } from '../metrics/interval.ts'
import { type Conformal, setsOf, strangenessOf } from './conformal.ts'

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
export function measureCoverage({ conformal, scores, width, actual }: CoverageInput): CoverageReport | undefined {
  const rows = actual.length
  if (rows === 0) return undefined
  const isSets = conformal.kind !== 'residual'
  const limit = conformal.bound ?? Number.POSITIVE_INFINITY
  const sets = isSets ? setsOf(conformal, scores, width) : undefined
  const isInside = (row: number) =>
    sets ? sets[row * width + actual[row]!] === 1 : strangenessOf(conformal.kind, scores, row, 1, actual[row]!) <= limit
  const sizeOf = (row: number) =>
    sets ? sets.subarray(row * width, (row + 1) * width).reduce((sum, each) => sum + each, 0) : 2 * limit
  const coverageOf = (members: readonly number[]): Coverage => {
    const covered = members.filter(isInside).length
    return {
      rows: members.length,
      covered,
      interval: wilsonInterval(covered, members.length)!,
      size: members.reduce((sum, row) => sum + sizeOf(row), 0) / members.length,
    }
  }

  const places = Array.from({ length: rows }, (_, row) => row)
  const said = Float64Array.from(places, (row) => Math.max(...scores.subarray(row * width, (row + 1) * width)))
  const edges = binEdges(said, RANGES)
  const ranges = inGroups(rows, (row) => binOf(edges, said[row]!))
  const classes = isSets ? inGroups(rows, (row) => actual[row]!) : []
  return {
    all: coverageOf(places),
    slices: [
      ...classes.map(([index, members]) => ({
        slice: { by: 'class' as const, index },
        coverage: coverageOf(members),
      })),
      ...ranges.map(([, members]) => {
        const own = members.map((row) => said[row]!)
        return {
          slice: {
            by: 'prediction' as const,
            from: own.reduce((a, b) => Math.min(a, b)),
            to: own.reduce((a, b) => Math.max(a, b)),
          },
          coverage: coverageOf(members),
        }
      }),
    ],
  }
}

/** Places 0 up to `count` by what they have in common, in ascending order of it. */
function inGroups(count: number, keyOf: (place: number) => number): readonly (readonly [number, readonly number[]])[] {
  const groups = new Map<number, number[]>()
  for (let place = 0; place < count; place++) {
    const key = keyOf(place)
    const own = groups.get(key)
    if (own) own.push(place)
    else groups.set(key, [place])
  }
  return [...groups].sort(([a], [b]) => a - b)
}
