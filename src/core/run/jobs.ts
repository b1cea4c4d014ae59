import type { LabelJobs } from '../labels/jobs.ts'
import type { Job } from '../task.ts'
import type { EpochRecord, ResolvedDevice, RunId, RunResult, RunStart } from './run.ts'

/** What a training run tells while it works; for display only, the record is what the job returns. */
export type TrainEvent =
  | { readonly kind: 'device'; readonly device: ResolvedDevice }
  | {
      readonly kind: 'prepared'
      readonly trainRows: number
      readonly validationRows: number
      readonly stepsPerEpoch: number
      readonly epochs: number
    }
  /** Whether it began from the model that its spec names, and what that comes to. */
  | { readonly kind: 'start'; readonly start: RunStart }
  | { readonly kind: 'step'; readonly epoch: number; readonly step: number; readonly stepsPerSecond: number }
  | { readonly kind: 'epoch'; readonly record: EpochRecord; readonly best: boolean }
  /** Which fold of a cross-validation trains, or which to which side by side; the model itself is done by then. */
  | {
      readonly kind: 'fold'
      readonly number: number
      readonly last: number
      readonly of: number
      /** Folds that are done, and what is done of those that train. */
      readonly done: number
    }
  /** Which member of an ensemble trains, where they do so one after the other. */
  | { readonly kind: 'member'; readonly number: number; readonly of: number; readonly epoch: number }

/** Jobs of the train worker. */
export interface TrainJobs extends LabelJobs {
  /**
   * Trains the run whose record is stored under `runId`; commits status, RunResult, Pipeline and validation Evaluation
   * before it returns. A stop keeps the best weights so far and returns normally with `ended: 'stopped'`.
   */
  readonly train: Job<{ readonly runId: RunId }, TrainEvent, RunResult>
  /** The device that `auto` would give, for the chip. */
  readonly probe: Job<Record<never, never>, never, ResolvedDevice>
}
