import type { RunId } from '../run/run.ts'
import type { TrainingsEvent } from '../run/trainingsEvent.ts'
import type { Job } from '../task.ts'
import type { Ageing } from './ageing.ts'

export interface AgeingJobs {
  /**
   * Trains the spec of the run whose ageing is stored under `runId` on rows before each period, as many as are not there yet,
   * and commits each before the next begins. Test rows are left out. A stop keeps those that are done and returns normally
   * with status `stopped`. When the time is up no further training begins; one at least is done.
   */
  readonly drawAgeing: Job<{ readonly runId: RunId; readonly budgetMs?: number | undefined }, TrainingsEvent, Ageing>
}
