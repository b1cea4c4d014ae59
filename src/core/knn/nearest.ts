import { breather, type Task } from '../task.ts'
import { type Metric, type Points, unitPoints } from './points.ts'
import { type OneHotBlock, type OpenSearch, openPlainSearch, POINT_STEP, type Search } from './search.ts'

/** How much is done, in queries that have met all points, of all. */
export interface NearestEvent {
  readonly done: number
  readonly total: number
}

/** The nearest points of each query, nearest first, `k` a query; −1 and Infinity where there are fewer. */
export interface Neighbours {
  readonly k: number
  readonly indices: Int32Array<ArrayBuffer>
  readonly distances: Float32Array<ArrayBuffer>
}

export interface NearestInput {
  readonly points: Points
  /** As wide as the points; each of the points, which is then no neighbour of its own, where absent. */
  readonly queries?: Points
  readonly k: number
  readonly metric: Metric
  /** Of euclidean distances. */
  readonly blocks?: readonly OneHotBlock[] | undefined
}

/** Differences summed between two breaths: some 10 ms where they are summed one by one. */
const WORK_AT_ONCE = 1 << 23
const QUERIES_AT_ONCE = 64

/**
 * Exact nearest neighbours, every query against every point (queries × points × width steps). Of equal distances the
 * lower point comes first. Hears a stop and reports after some milliseconds each.
 */
export async function nearest(
  { points, queries, k, metric, blocks }: NearestInput,
  task: Task<NearestEvent>,
  open: OpenSearch = openPlainSearch,
): Promise<Neighbours> {
  const both = metric === 'cosine' ? toUnits(points, queries) : { points, ...(queries && { queries }) }
  const known = metric === 'euclidean' ? { blocks } : {}
  const search = open({ ...both, ...known, k, hasGaps: metric === 'nanEuclidean' })
  await runSearch(search, (both.queries ?? both.points).rows, both.points, task)
  const { indices, squares } = search.found()
  const factor = metric === 'cosine' ? 0.5 : metric === 'nanEuclidean' ? points.width : 1
  const distances = squares.map((square) =>
    metric === 'cosine' ? square * factor : Math.sqrt(Math.fround(square * factor)),
  )
  return { k, indices, distances }
}

/** Points and queries scaled alike: a column for what has no direction is there for both or for neither. */
function toUnits(points: Points, queries: Points | undefined): { points: Points; queries?: Points } {
  if (!queries) return { points: unitPoints(points) }
  const { width } = points
  const joined = new Float32Array(points.values.length + queries.values.length)
  joined.set(points.values)
  joined.set(queries.values, points.values.length)
  const { values, width: wide } = unitPoints({ values: joined, rows: points.rows + queries.rows, width })
  return {
    points: { values: values.subarray(0, points.rows * wide), rows: points.rows, width: wide },
    queries: { values: values.subarray(points.rows * wide), rows: queries.rows, width: wide },
  }
}

/** Lets all queries meet all points, in pieces small enough for a stop to be heard. */
async function runSearch(
  search: Search,
  queries: number,
  { rows, width }: Points,
  task: Task<NearestEvent>,
): Promise<void> {
  const breathe = breather(task, 20)
  for (const { start, end, from, to } of piecesOf(queries, rows, search.effort ?? width)) {
    search.compare(start, end, from, to)
    if (to === rows) task.report({ done: search.isHalved ? halfDone(end, queries) : end, total: queries })
    await breathe()
  }
}

/** What it comes to that queries up to `end` were measured against those behind them: (1 − x)² of the pairs are left. */
function halfDone(end: number, queries: number): number {
  return Math.round(queries * (1 - (1 - end / queries) ** 2))
}

/** What of the queries is compared with which points at once, for some milliseconds each. */
export function* piecesOf(queries: number, rows: number, width: number) {
  const pointsAtOnce = Math.max(
    POINT_STEP,
    Math.floor(WORK_AT_ONCE / (QUERIES_AT_ONCE * Math.max(1, width) * POINT_STEP)) * POINT_STEP,
  )
  for (let start = 0; start < queries; start += QUERIES_AT_ONCE) {
    const end = Math.min(queries, start + QUERIES_AT_ONCE)
    for (let from = 0; from < rows; from += pointsAtOnce)
      yield { start, end, from, to: Math.min(rows, from + pointsAtOnce) }
  }
}
