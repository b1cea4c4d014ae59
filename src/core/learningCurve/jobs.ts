import type { RunId } from '../run/run.ts'
import type { TrainingsEvent } from '../run/trainingsEvent.ts'
import type { Job } from '../task.ts'
import type { LearningCurve } from './learningCurve.ts'

export interface LearningCurveJobs {
  /**
   * Trains the spec of the run whose learning curve is stored under `runId` on parts of its training rows, as many as are
   * not there yet, and commits each before the next begins. A stop keeps those that are done and returns normally with
   * status `stopped`.
   */
  readonly drawCurve: Job<{ readonly runId: RunId }, TrainingsEvent, LearningCurve>
}
