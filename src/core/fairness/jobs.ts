import type { Progress } from '../pipeline/jobs.ts'
import type { Evaluation, RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { FairnessReport } from './report.ts'

/** Jobs of the model worker on how a run does by group. */
export interface FairnessJobs {
  /**
   * By group of a column of the data, which need be no feature. `positive` is the class that is asked about, of two always the
   * second. Progress counts resamples; when the time is up, those that were drawn are told. There is no report where a probability is not a number.
   * @throws AssayError `storage.missing` where the part is not scored, or its predictions or rows are not here.
   * @throws AssayError `dataset.unknownColumn` where there is no such column, or it makes no groups.
   */
  readonly reportFairness: Job<
    {
      readonly runId: RunId
      readonly part: Evaluation['part']
      readonly column: string
      readonly reference?: string | undefined
      readonly positive?: string | undefined
      readonly budgetMs?: number | undefined
    },
    Progress,
    { readonly report: FairnessReport | undefined }
  >
}
