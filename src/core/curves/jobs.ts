import type { Evaluation, RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { TimeBin } from './errorOverTime.ts'
import type { RunCurves } from './runCurves.ts'

interface PartOfRun {
  readonly runId: RunId
  readonly part: Evaluation['part']
}

/** Classes that are done, of several. */
interface CurveEvent {
  readonly done: number
  readonly total: number
}

/**
 * Jobs of the model worker on what a run said of its rows. All throw `storage.missing` where the part is not scored, or its
 * predictions are not in this browser (an imported run).
 */
export interface CurveJobs {
  readonly curves: Job<PartOfRun, CurveEvent, RunCurves>
  /** Mean errors, of classes the share called wrong, along a column of dates or numbers, which must be among the data in this browser. */
  readonly errorOverTime: Job<PartOfRun & { readonly column: string }, never, readonly TimeBin[]>
  /**
   * Has a pipeline of two classes call rows positive from another probability up, and scores every part that was scored anew
   * from the predictions that are stored: all in one transaction. Returns what those parts' evaluations are now.
   */
  readonly setThreshold: Job<{ readonly runId: RunId; readonly threshold: number }, never, readonly Evaluation[]>
}
