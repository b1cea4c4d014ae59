import type { MetricName } from '../metrics/metric.ts'
import type { Ranked } from './leaderboard.ts'
import type { FoldResult, RunId } from './run.ts'

/** A run as a row of the leaderboard: what its columns, its filter and its groups go by. */
export interface BoardRow extends Ranked {
  readonly tags: readonly string[]
  readonly notes: string
  readonly folds: readonly FoldResult[] | undefined
  /** Rows that it learned from. */
  readonly trainRows: number | undefined
  readonly featureCount: number | undefined
  readonly parameterCount: number | undefined
  /** The device that did the work. */
  readonly device: string | undefined
}

/** What runs can be put together by: their learner, each of their tags, their preparation, or all of the spec but the seed. */
export const GROUPINGS = ['learner', 'tag', 'recipe', 'spec'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** What a group shows of the values of its runs; `last` is of the run started last. */
export const GROUP_STATS = ['mean', 'best', 'min', 'max', 'last'] as const
export type GroupStat = (typeof GROUP_STATS)[number]

/** How a person looks at the runs of a question. It stands in the address, so that a link shows the same. */
export interface BoardView {
  /** The metric that ranks; the question's own where absent. */
  readonly by?: MetricName | undefined
  /** The quantile whose pinball losses are ranked, where runs aim at several; that of most of them where absent. */
  readonly quantile?: number | undefined
  /** The column that orders, `-` before it turning the order round; the metric that ranks where absent. */
  readonly sort?: string | undefined
  readonly group?: Grouping | undefined
  /** The mean where absent. */
  readonly stat?: GroupStat | undefined
  /** Groups whose runs are shown, by key; none where absent. */
  readonly open?: readonly string[] | undefined
  /** Which runs are shown, as it was typed (query.ts). */
  readonly query?: string | undefined
  /** Columns by key, in order; the usual ones where absent. */
  readonly columns?: readonly string[] | undefined
  /** The column whose values colour the runs; their own colours where absent. */
  readonly colour?: string | undefined
  /** Runs that stay at the top, whatever is filtered. */
  readonly pinned?: readonly RunId[] | undefined
  readonly hidden?: readonly RunId[] | undefined
}
