import type { TrainEvent } from '@/core/run/jobs.ts'
import type { Progress } from '@/core/run/pace.ts'
import type { EpochRecord, RunStart } from '@/core/run/run.ts'

/** What a run tells while it trains; gone when the tab is, as the record is what the job returns. */
export interface LiveRun {
  readonly history: readonly EpochRecord[]
  /** Of a spec that names a model to start from. */
  readonly start?: RunStart
  readonly bestEpoch: number
  readonly epochs: number
  readonly stepsPerEpoch: number
  readonly epoch: number
  readonly step: number
  readonly stepsPerSecond: number
  readonly trainRows: number
  readonly validationRows: number
  readonly stopping: boolean
  /** Of an ensemble whose members train one after the other, which one does. */
  readonly member?: Progress['member']
  readonly limitMs?: Progress['limitMs']
  /** Of a cross-validation, which folds train. */
  readonly fold?: Extract<TrainEvent, { kind: 'fold' }>
}

/** Before anything was told. */
export const freshLive: LiveRun = {
  history: [],
  bestEpoch: 0,
  epochs: 0,
  stepsPerEpoch: 0,
  epoch: 0,
  step: 0,
  stepsPerSecond: 0,
  trainRows: 0,
  validationRows: 0,
  stopping: false,
}

/** What is known after an event. */
export function follow(live: LiveRun, event: TrainEvent): LiveRun {
  switch (event.kind) {
    case 'device':
      return live
    case 'prepared':
      return { ...live, ...event }
    case 'start':
      return { ...live, start: event.start }
    case 'member':
      return { ...live, member: event }
    case 'fold':
      return { ...live, fold: event }
    case 'step':
      return { ...live, epoch: event.epoch, step: event.step, stepsPerSecond: event.stepsPerSecond }
    case 'epoch':
      return {
        ...live,
        epoch: event.record.epoch,
        step: 0,
        history: [...before(live.history, event.record.epoch), event.record],
        bestEpoch: event.best ? event.record.epoch : live.bestEpoch,
      }
  }
}

/** A run that goes on from a checkpoint tells its epochs again. */
function before(history: LiveRun['history'], epoch: number): LiveRun['history'] {
  return (history.at(-1)?.epoch ?? 0) < epoch ? history : history.filter((record) => record.epoch < epoch)
}
