import { type Comparison, judgeTogether, type Verdict } from '../compare/comparison.ts'
import type { ErrorData } from '../errors.ts'
import type { MetricName } from '../metrics/metric.ts'
import type { RUN_STATUSES, RunId } from '../run/run.ts'

/** A run's spec trained anew without one column. */
export interface DroppedColumn {
  readonly column: string
  /** From the run to the model without the column, on the same validation rows; none where chance is unknown. */
  readonly comparison?: Comparison | undefined
  readonly trainMs: number
  /** Why it came to nothing. */
  readonly error?: string | undefined
}

/** What a run's spec does without each of its columns. */
export interface DropColumns {
  readonly schema: 1
  /** The run's id. */
  readonly id: RunId
  readonly status: (typeof RUN_STATUSES)[number]
  readonly metric: MetricName
  /** Those to be left out, one at a time, in this order. */
  readonly columns: readonly string[]
  /** In the order in which they were trained. */
  readonly done: readonly DroppedColumn[]
  readonly error?: ErrorData | undefined
  readonly createdAt: number
  readonly finishedAt?: number | undefined
}

/** Columns that nothing was trained without yet. */
export function columnsLeft({ columns, done }: Pick<DropColumns, 'columns' | 'done'>): readonly string[] {
  const known = new Set(done.map(({ column }) => column))
  return columns.filter((column) => !known.has(column))
}

/** What leaving a column out shows, by p-values adjusted for all columns that were left out. In the order given. */
export function judgeDrops(done: readonly DroppedColumn[]): (DroppedColumn & { readonly verdict?: Verdict })[] {
  const verdicts = judgeTogether(done.map(({ comparison }) => comparison))
  return done.map((each, i) => (verdicts[i] ? { ...each, verdict: verdicts[i] } : each))
}
