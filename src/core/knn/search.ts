import type { Points } from './points.ts'

/** Columns from one up to another of which each point has a 1 in one and 0 in all others, and each query at most one 1. */
export interface OneHotBlock {
  readonly from: number
  readonly to: number
}

/** What is looked for among points. */
export interface SearchInput {
  readonly points: Points
  /** From where to look; from each of the points, which is then no neighbour of its own, where absent. */
  readonly queries?: Points
  /** Neighbours wanted of each query; at least 1. */
  readonly k: number
  /**
   * Whether numbers may be missing: squares are then summed over the numbers that both points have and divided by how
   * many those are.
   */
  readonly hasGaps: boolean
  /** A column for each query (with `hasGaps` only): points that lack a number there are no neighbours of it. */
  readonly present?: Int32Array
  /** Ascending; what is known of columns makes a search faster, and no other. Not with `hasGaps`. */
  readonly blocks?: readonly OneHotBlock[] | undefined
}

/** What a search has found so far. Squared distances, nearest first; −1 and Infinity where there are fewer. */
interface Found {
  readonly indices: Int32Array<ArrayBuffer>
  readonly squares: Float32Array<ArrayBuffer>
}

/**
 * One search, in pieces. Each query meets the points in their order, so that of equal distances the lower point comes
 * first. Everything is added up in single precision and in the order of the columns: another implementation that does the
 * same has the same bits.
 */
export interface Search {
  /** Whether each pair is measured once, for both: later queries then have less to do. */
  readonly isHalved?: boolean
  /** How many columns a comparison of two comes to, where that is not the width of the points. */
  readonly effort?: number
  /**
   * Compares queries [start, end) with points [from, to). `start` and `from` are multiples of `POINT_STEP`, and queries
   * come in their order.
   */
  compare(start: number, end: number, from: number, to: number): void
  found(): Found
}

export type OpenSearch = (input: SearchInput) => Search

/** Points and queries are handed out in multiples of this. */
export const POINT_STEP = 8

const f = Math.fround

/** The search in plain TypeScript. */
export const openPlainSearch: OpenSearch = ({ points, queries, k, hasGaps, present }) => {
  const { values, width } = points
  const asked = queries ?? points
  const squares = new Float32Array(asked.rows * k).fill(Number.POSITIVE_INFINITY)
  const indices = new Int32Array(asked.rows * k).fill(-1)

  const offer = (query: number, point: number, square: number) => {
    const start = query * k
    let at = start + k - 1
    for (; at > start && squares[at - 1]! > square; at--) {
      squares[at] = squares[at - 1]!
      indices[at] = indices[at - 1]!
    }
    squares[at] = square
    indices[at] = point
  }

  return {
    compare(start, end, from, to) {
      for (let query = start; query < end; query++) {
        const last = query * k + k - 1
        const needed = present ? present[query]! : -1
        for (let point = from; point < to; point++) {
          if (!queries && point === query) continue
          if (needed >= 0 && Number.isNaN(values[point * width + needed]!)) continue
          const square = hasGaps
            ? sharedSquare(asked.values, query * width, values, point * width, width)
            : squareOf(asked.values, query * width, values, point * width, width)
          if (square < squares[last]!) offer(query, point, square)
        }
      }
    },
    found: () => ({ indices, squares }),
  }
}

function squareOf(a: Float32Array, i: number, b: Float32Array, j: number, width: number): number {
  let sum = f(0)
  for (let column = 0; column < width; column++) {
    const difference = f(a[i + column]! - b[j + column]!)
    sum = f(sum + f(difference * difference))
  }
  return sum
}

/** The mean square of the differences of numbers that both have; NaN where there are none. */
function sharedSquare(a: Float32Array, i: number, b: Float32Array, j: number, width: number): number {
  let sum = f(0)
  let shared = 0
  for (let column = 0; column < width; column++) {
    const difference = f(a[i + column]! - b[j + column]!)
    if (Number.isNaN(difference)) continue
    sum = f(sum + f(difference * difference))
    shared++
  }
  return f(sum / f(shared))
}
