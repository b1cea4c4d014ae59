import type { RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { LearningCurve } from './learningCurve.ts'

/** What a learning curve tells while it is drawn; for display only, the record is what the job returns. */
export interface CurveEvent {
  readonly done: number
  readonly total: number
  /** Of the training under way. */
  readonly rows: number
}

export interface LearningCurveJobs {
  /**
   * Trains the spec of the run whose learning curve is stored under `runId` on parts of its training rows, as many as are
   * not there yet, and commits each before the next begins. A stop keeps those that are done and returns normally with
   * status `stopped`.
   */
  readonly drawCurve: Job<{ readonly runId: RunId }, CurveEvent, LearningCurve>
}
