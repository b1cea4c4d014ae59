import type { Question } from '../experiment/experiment.ts'
import type { Job } from '../task.ts'
import type { LeakReport } from './leak.ts'

/** What is looked through for leaks: every column, whatever part it plays. Rows are dealt by one seed. */
export interface LeaksInput {
  readonly question: Pick<Question, 'datasetId' | 'target' | 'task' | 'classes' | 'split'>
  readonly seed: number
}

/** Columns looked at, of all. */
export interface LeaksEvent {
  readonly done: number
  readonly total: number
}

export interface LeakJobs {
  /** Looks for ways in which the answer slips into the inputs, or training into the test. What was found is kept. */
  readonly leaks: Job<LeaksInput, LeaksEvent, LeakReport>
}
