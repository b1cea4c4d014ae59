import type { ResolvedDevice } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { Sweep, SweepId, Trial } from './sweep.ts'

/** What a sweep tells while it works; for display only, the record is what the job returns. */
export type SweepEvent =
  | { readonly kind: 'device'; readonly device: ResolvedDevice }
  /** Trials as they stand now, new ones among them. */
  | { readonly kind: 'trials'; readonly trials: readonly Trial[] }

export interface SweepJobs {
  /**
   * Trains the trials of the sweep whose record is stored under `sweepId`, until it has as many as it may; commits its
   * trials and status before it returns. A stop keeps the trials so far and returns normally with status `stopped`.
   */
  readonly search: Job<{ readonly sweepId: SweepId }, SweepEvent, Sweep>
}
