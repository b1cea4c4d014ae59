import type { LearnerOf } from '@/core/learner/learner.ts'
import type { NetworkShape } from './shape.ts'
import type { Standard } from './target.ts'

/** Rows of a prepared matrix with their target: a class index, or a number in its own units. */
export interface Examples {
  /** rows × width, row by row. */
  readonly x: Float32Array
  readonly y: Float64Array
}

/** The rows of a member, and the network that they ask for. Members of the same rows share the object. */
export interface MemberRows {
  readonly shape: NetworkShape
  readonly standard: Standard
  readonly train: Examples
  readonly validation: Examples
}

/** One configuration of a population, and the rows that it is trained on. */
export interface Member {
  readonly on: MemberRows
  readonly options: DescentOptionsOf
  readonly dropout: number
  readonly seed: number
  /** What each training row counts, 1 on average; 1 each where absent. */
  readonly weights?: Float64Array | undefined
  /** Parameters to start from, which answer in the target's own units; its own first ones where absent. */
  readonly start?: Float32Array | undefined
}

type DescentOptionsOf = LearnerOf<'linear'>['options']

export interface TrainerInput {
  /** At least one; all alike in layers behind the first, outputs, number of tables, batch size and steps of an epoch. */
  readonly members: readonly Member[]
}

export interface EpochPlan {
  /** Numbers of the members that train, ascending. */
  readonly active: readonly number[]
  /** For each active member the order of its own rows. */
  readonly orders: readonly Uint32Array[]
  /** Factor of the learning rate at the epoch's step `index` (from 0). */
  readonly rate: (index: number) => number
  /** Asked before each chunk of work. */
  readonly isStopped: () => boolean
  /** Whether an epoch that was stopped midway is to be validated all the same. */
  readonly wantsResult: boolean
  /** Told now and then how many steps of the epoch are done. */
  readonly onSteps: (steps: number) => void
}

export interface EpochOutcome {
  /** Steps that each active member made; fewer than the epoch has when it was stopped. */
  readonly steps: number
  /** For each active member; absent when the epoch was stopped and no result is wanted. */
  readonly results?: readonly {
    /** Sum over the rows seen of their losses as they were seen, each times its weight. */
    readonly lossSum: number
    /** Logits of the validation rows (rows × outputs) with the weights as they stand. */
    readonly logits: Float32Array
  }[]
}

/** What a member has come to between two epochs: enough to go on to the same bits on a device of the same kind. */
export interface Snapshot {
  /** Steps made so far. */
  readonly steps: number
  /** All in the order of the shape. */
  readonly parameters: Float32Array<ArrayBuffer>
  /** The weights that were put aside. */
  readonly best: Float32Array<ArrayBuffer>
  /** Adam's running moments. */
  readonly first: Float32Array<ArrayBuffer>
  readonly second: Float32Array<ArrayBuffer>
  /** Whether the moments carry Adam's factors 1 − β, or are plain decaying sums: each kind of trainer keeps its own. */
  readonly isScaled: boolean
}

/** Weights, moments and data of a population on a device. */
export interface Trainer {
  /** Steps of Adam through all rows once, then the validation rows. */
  epoch(plan: EpochPlan): Promise<EpochOutcome>
  /** Puts a member's weights aside as its best. */
  keep(member: number): void
  /** The weights that were put aside, in the order of the shape. */
  kept(member: number): Promise<Float32Array<ArrayBuffer>>
  /** What a member that was kept before has come to. */
  snapshot(member: number): Promise<Snapshot>
  /** Puts a member where a snapshot was taken, before the first epoch. All members are to have made as many steps. */
  restore(member: number, snapshot: Snapshot): void
  /** Waits until the device has done all that it was given. */
  settled(): Promise<void>
  dispose(): Promise<void>
}

/** Row numbers [start, end). */
export function rowsFrom(start: number, end: number): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(end - start)
  for (let i = 0; i < rows.length; i++) rows[i] = start + i
  return rows
}

/** Targets as the loss wants them: a number brought to mean 0 and deviation 1; classes stay. */
export function scaleTargets(y: Float64Array, { mean, scale }: Standard): Float64Array {
  return y.map((value) => (value - mean) / scale)
}
