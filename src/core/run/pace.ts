import { formatCount } from '../format/format.ts'
import type { Learner } from '../learner/learner.ts'
import type { EpochRecord, RunResult } from './run.ts'

/** How far a run is. `step` is that of the epoch in progress, 0 between epochs. */
export interface Progress {
  readonly history: readonly EpochRecord[]
  readonly epochs: number
  readonly step: number
  readonly stepsPerEpoch: number
  readonly stepsPerSecond: number
  /** Of an ensemble whose members train one after the other, which one does, and how far it is. */
  readonly member?: { readonly number: number; readonly of: number; readonly epoch: number } | undefined
  /** How long it may take: it ends then, after however many epochs. */
  readonly limitMs?: number | undefined
}

/** The latest epochs tell the pace; the first ones compile kernels and are slower. */
const PACE_EPOCHS = 5

/** Epochs done, with the part of the one in progress. */
export function epochsDone({ history, step, stepsPerEpoch }: Progress): number {
  return history.length + (stepsPerEpoch > 0 ? Math.min(1, step / stepsPerEpoch) : 0)
}

/** The epoch in progress, from 1; the last one once all are done. */
export function currentEpoch({ history, epochs }: Pick<Progress, 'history' | 'epochs'>): number {
  return Math.min(epochs, history.length + 1)
}

/** Where it is, such as "epoch 3 of 40"; "try 15" where time ends it, not a count. `counted` as `countedBy` has it. */
export function positionOf(progress: Pick<Progress, 'history' | 'epochs' | 'limitMs'>, counted: string): string {
  const { epochs, limitMs } = progress
  return `${counted} ${formatCount(currentEpoch(progress))}${limitMs === undefined ? ` of ${formatCount(epochs)}` : ''}`
}

/** Share of all that is to be trained, or of the time for it, should nothing stop early. */
export function shareDone(progress: Progress): number {
  const { member, epochs, history, limitMs } = progress
  if (member) return (member.number - 1 + member.epoch / epochs) / member.of
  const ofTime = limitMs === undefined ? 0 : Math.min(1, (history.at(-1)?.elapsedMs ?? 0) / limitMs)
  return Math.max(ofTime, epochsDone(progress) / epochs)
}

/** Milliseconds to the last epoch, or to the end of its time, should training not stop early; undefined while nothing tells the pace. */
export function timeLeft(progress: Progress): number | undefined {
  const rest = timeByPace(progress)
  if (progress.limitMs === undefined) return rest
  return Math.min(rest ?? Infinity, Math.max(0, progress.limitMs - (progress.history.at(-1)?.elapsedMs ?? 0)))
}

function timeByPace(progress: Progress): number | undefined {
  const { history, epochs, stepsPerEpoch, stepsPerSecond } = progress
  const { member } = progress
  const left = member ? (1 - shareDone(progress)) * member.of * epochs : epochs - epochsDone(progress)
  const last = history.at(-1)
  if (last) {
    const from = history[Math.max(0, history.length - 1 - PACE_EPOCHS)]!
    const perEpoch =
      last === from ? last.elapsedMs / last.epoch : (last.elapsedMs - from.elapsedMs) / (last.epoch - from.epoch)
    return Math.max(0, left * perEpoch)
  }
  return stepsPerSecond > 0 && stepsPerEpoch > 0 ? (left * stepsPerEpoch * 1_000) / stepsPerSecond : undefined
}

/** A run that ended, as far as it tells how long another will take. */
export interface Precedent {
  readonly learner: Learner
  readonly result: Pick<RunResult, 'history' | 'timings'>
}

/**
 * At most how long a learner will take, from the latest run whose steps cost the same (same kind, layers, batch, leaves …);
 * undefined where there is none.
 */
export function estimateDuration(learner: Learner, precedents: readonly Precedent[]): number | undefined {
  const precedent = precedents.findLast((past) => costOf(past.learner) === costOf(learner))
  if (!precedent) return undefined
  const { history, timings } = precedent.result
  const around = timings.prepareMs + timings.evaluateMs
  const limitMs = limitOf(learner)
  if (limitMs !== undefined) return limitMs
  const most = mostOf(learner)
  if (most === undefined) return around + timings.trainMs
  return history.length > 0 ? around + (timings.trainMs / history.length) * most : undefined
}

/** Milliseconds that training may take, where it is time that ends it. */
export function limitOf(learner: Learner): number | undefined {
  return learner.kind === 'auto' && learner.options.tries === undefined ? 1_000 * learner.options.budgetS : undefined
}

/** Epochs, rounds or trees that a learner makes at most; undefined where its options do not say. */
export function mostOf(learner: Learner): number | undefined {
  switch (learner.kind) {
    case 'linear':
    case 'network':
      return learner.options.epochs
    case 'boosting':
      return learner.options.rounds
    case 'forest':
      return learner.options.trees
    case 'auto':
      return learner.options.tries
    case 'baseline':
    case 'glm':
    case 'neighbours':
      return undefined
  }
}

/** What decides how long one step takes. */
function costOf(learner: Learner): string {
  switch (learner.kind) {
    case 'linear':
      return `linear ${learner.options.batchSize}`
    case 'network': {
      const { batchSize, hidden, members = 1 } = learner.options
      return `network ${batchSize} ${hidden.join()} ${members}`
    }
    case 'boosting': {
      const { leaves, rowShare, columnShare } = learner.options
      return `boosting ${leaves} ${rowShare} ${columnShare}`
    }
    case 'forest': {
      const { depth, minRows, columnShare } = learner.options
      return `forest ${depth} ${minRows} ${columnShare}`
    }
    case 'glm':
      return `glm ${learner.options.penalty ?? 'ridge'} ${learner.options.strength === undefined}`
    case 'auto':
    case 'baseline':
    case 'neighbours':
      return learner.kind
  }
}
