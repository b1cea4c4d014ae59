import { formatCount, formatUnits } from '../format/format.ts'
import { nameFolds } from './folds.ts'
import type { TrainEvent } from './jobs.ts'
import { type Progress, positionOf } from './pace.ts'
import type { EpochRecord, RunStart } from './run.ts'

/** Steps of an epoch that is worth following step by step. */
const LONG_EPOCH = 50

/** What a run tells while it trains; gone when that ends, as the record is what the job returns. */
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

/** Where it is, such as “epoch 3 of 40”, “try 15” or “the model is done; fold 2 of 5”. `counted` as `countedBy` has it. */
export function describeLive(live: LiveRun, counted: string): string {
  const { member, fold } = live
  if (fold) return `the model is done; ${nameFolds(fold)}`
  if (live.epochs === 0) return live.trainRows > 0 ? 'at work' : 'preparing the rows'
  if (member && (member.number < member.of || member.epoch < live.epochs - 1))
    return `network ${member.number} of ${member.of}, epoch ${formatCount(member.epoch)} of ${formatCount(live.epochs)}`
  if (live.history.length >= live.epochs) return `${formatUnits(live.epochs, counted)} done, scoring and saving`
  const within =
    live.step > 0 && live.stepsPerEpoch >= LONG_EPOCH
      ? `, step ${formatCount(live.step)} of ${formatCount(live.stepsPerEpoch)}`
      : ''
  return `${positionOf(live, counted)}${within}`
}

/** A run that goes on from a checkpoint tells its epochs again. */
function before(history: LiveRun['history'], epoch: number): LiveRun['history'] {
  return (history.at(-1)?.epoch ?? 0) < epoch ? history : history.filter((record) => record.epoch < epoch)
}
