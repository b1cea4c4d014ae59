import type { Condition } from '../dataset/view.ts'
import type { Progress } from '../pipeline/jobs.ts'
import type { Evaluation, RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { SliceCheck } from './confirm.ts'
import type { WeakSlices } from './report.ts'

/** What counts as the error of a row: of classes whether it is wrong, or its log loss; of numbers how far off it is. */
export type SliceError = 'wrong' | 'loss' | 'off'

interface OfRun {
  readonly runId: RunId
  readonly part: Evaluation['part']
  readonly error: SliceError
}

/** Jobs of the model worker on the rows that a model does badly on. */
export interface SliceJobs {
  /** @throws AssayError `storage.missing` where the part is not scored, or its predictions or rows are not here. */
  readonly findWeakSlices: Job<OfRun & { readonly budgetMs?: number | undefined }, Progress, WeakSlices>
  /** How a slice that a person named does on all rows of the part; undefined where it has fewer than two rows, or all. */
  readonly checkSlice: Job<OfRun & { readonly conditions: readonly Condition[] }, Progress, SliceCheck | undefined>
  /** Places in the data of the rows that the run trained on and that meet all conditions. */
  readonly trainingRowsLike: Job<
    { readonly runId: RunId; readonly conditions: readonly Condition[] },
    never,
    Uint32Array
  >
}
