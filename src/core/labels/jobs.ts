import type { Verdict } from '../compare/comparison.ts'
import type { MetricName } from '../metrics/metric.ts'
import type { NoComparison, Progress } from '../pipeline/jobs.ts'
import type { Evaluation, RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { LabelCheck } from './labelCheck.ts'

/** How far a check of labels is; for display only. */
export interface CheckEvent {
  /** The fold that trains, from 1; of some that train side by side the first, and the last. */
  readonly number: number
  readonly last: number
  readonly of: number
  /** Folds that are done, and what is done of those that train. */
  readonly done: number
}

/** Jobs of the train worker. */
export interface LabelJobs {
  /**
   * Trains the spec of the run whose check is stored under `runId` on folds of its training and validation rows (never the
   * test rows), and finds the labels that models which never saw them doubt. Commits what it found before it returns. A
   * stop keeps what was found before and returns normally with status `stopped`. When the time is up no further fold is
   * trained, one at least is, and only the rows that were held out are checked.
   */
  readonly findLabels: Job<{ readonly runId: RunId; readonly budgetMs?: number | undefined }, CheckEvent, LabelCheck>
}

interface RepairInput {
  /** The run whose rows were repaired, and the same spec trained on the repaired version. */
  readonly before: RunId
  readonly after: RunId
  readonly part: Evaluation['part']
  readonly metric: MetricName
}

/** Before and after a repair on the rows of a part that it left as they were. */
export type RepairComparison = {
  /** Rows that both are compared on. */
  readonly rows: number
  /** Rows of the part that were relabelled or dropped, and so judge neither. */
  readonly leftOut: number
} & ({ readonly before: number; readonly after: number; readonly verdict: Verdict } | { readonly reason: NoComparison })

/** The parts that a row can be in, by the number that says so: none where it has no target, or where a gap parts the others. */
export const ROW_PARTS = [undefined, 'train', 'validation', 'test'] as const

/** Jobs of the model worker. */
export interface RepairJobs {
  /** For each row of the data that a run asks about the place of its part in {@link ROW_PARTS}. */
  readonly rowParts: Job<{ readonly runId: RunId }, never, Uint8Array>
  /** Matches rows by their keys; no row judges by a label that the repair changed. */
  readonly compareRepair: Job<RepairInput, Progress, RepairComparison>
}
