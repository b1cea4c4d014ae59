import type { RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { CoverageReport } from './coverage.ts'

/** What the model worker tells of a run's intervals or sets. */
export interface ConformalJobs {
  /**
   * How often the truth is inside on the test rows, from the predictions that were stored when they were opened; undefined
   * for a run without intervals or sets. `storage.missing` where its test predictions are not here.
   */
  readonly coverage: Job<{ readonly runId: RunId }, never, CoverageReport | undefined>
}
