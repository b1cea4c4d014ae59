import type { RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { DropColumns } from './dropColumns.ts'

/** For display only, the record is what the job returns. */
export interface DropEvent {
  readonly done: number
  readonly total: number
  /** That is left out by the training under way. */
  readonly column: string
}

export interface DropJobs {
  /**
   * Trains the spec of the run whose record is stored under `runId` without each column that is left, and commits each
   * before the next begins. A stop keeps those that are done and returns normally with status `stopped`; once the budget is
   * spent it returns with status `done` and some left.
   */
  readonly dropColumns: Job<{ readonly runId: RunId; readonly budgetMs?: number | undefined }, DropEvent, DropColumns>
}
