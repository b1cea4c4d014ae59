import type { Calibration } from '../calibration/calibration.ts'
import type { Conformal, Intervals } from '../conformal/conformal.ts'
import type { ColumnType } from '../dataset/column.ts'
import type { DenseEncoding, NativeEncoding } from '../encoding/encoding.ts'
import type { TaskKind } from '../metrics/metric.ts'
import type { FittedRecipe } from '../recipe/recipe.ts'
import type { RunId } from '../run/run.ts'

/** One column that a pipeline must be given. */
export interface ContractInput {
  readonly name: string
  readonly type: ColumnType
  /** For the one-row form: the training rows' values, most common first, at most 200. */
  readonly values?: readonly string[] | undefined
  /** How many values the training rows had; `values` are all of them when they are as many. */
  readonly distinct?: number | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  /** Median or most common training value, which the form starts from; null where every cell was missing. */
  readonly typical: number | string | null
}

/** What goes in and what comes out. */
export interface Contract {
  readonly inputs: readonly ContractInput[]
  readonly target: string
  readonly task: TaskKind
  /** For binary [negative, positive]; empty for regression. */
  readonly classes: readonly string[]
  /** Of a regression by the quantile loss: which quantile is predicted, and scored by the pinball loss. */
  readonly quantile?: number | undefined
}

/** A tfjs LayersModel without its weights: what model.json holds. Its output is in the target's own units or probabilities. */
export interface LayersModelSpec {
  readonly kind: 'layers'
  readonly modelTopology: Readonly<Record<string, unknown>>
  readonly weightSpecs: readonly {
    readonly name: string
    readonly shape: readonly number[]
    readonly dtype: 'float32'
  }[]
  readonly weightsDigest: string
  /** What makes the answer of the output, where it is not the answer itself: a Poisson regression says the logarithm. */
  readonly inverseLink?: 'exp' | undefined
}

/** Trees, boosted or a forest; they lie in the weights file with all that belongs to them (engine/trees). */
interface TreesSpec {
  readonly kind: 'trees'
  readonly weightsDigest: string
}

/** The training rows themselves with their answers (engine/neighbours). */
interface NeighboursSpec {
  readonly kind: 'neighbours'
  readonly weightsDigest: string
}

export type ModelSpec = LayersModelSpec | NeighboursSpec | TreesSpec

interface Voting {
  readonly recipe: FittedRecipe
  /** Share of the vote; members' weights sum to 1. */
  readonly weight: number
}

/** A model with the encoding that feeds it. */
type Fed =
  | { readonly encoding: DenseEncoding; readonly model: LayersModelSpec }
  | { readonly encoding: DenseEncoding; readonly model: NeighboursSpec }
  | { readonly encoding: NativeEncoding; readonly model: TreesSpec }

export type PipelineMember = Voting & Fed
export type MemberOf<K extends ModelSpec['kind']> = Extract<PipelineMember, { readonly model: { readonly kind: K } }>

/** The threshold that every pipeline is trained with. */
export const TRAINED_THRESHOLD = 0.5

/** What predicts. A single model has one member. Weights lie in OPFS under the run, member by member. */
export interface Pipeline {
  readonly schema: 1
  /** The run that made it. */
  readonly id: RunId
  readonly contract: Contract
  readonly members: readonly PipelineMember[]
  /** What the members' mean goes through; nothing where absent. */
  readonly calibration?: Calibration | undefined
  /**
   * Binary only: the positive class is predicted from this probability up, calibrated where there is a calibration. The one
   * thing of a pipeline that may be changed.
   */
  readonly threshold: number
  /** What makes intervals about a number, or sets of classes; of calibrated probabilities where there is a calibration. */
  readonly conformal?: Conformal | undefined
}

/** Whether a pipeline is made of its training rows, so that whoever has it has them. */
export function holdsRows({ members }: Pick<Pipeline, 'members'>): boolean {
  return members.some(({ model }) => model.kind === 'neighbours')
}

/** Predictions for rows in order. `scores` is rows × classes (probabilities, each row summing to 1), or rows × 1 values. */
export interface Predictions {
  readonly rows: number
  readonly width: number
  readonly scores: Float32Array
  /** Deviation of the members' scores about their mean, as `scores`; absent where there is one member. */
  readonly spread?: Float32Array | undefined
  /** Index into the contract's classes; absent for regression. */
  readonly labels?: Int32Array | undefined
  /** Of a regression with intervals. */
  readonly intervals?: Intervals | undefined
  /** Of classes with sets: rows × classes, 1 where a class is in the row's set. */
  readonly sets?: Uint8Array | undefined
}

/** How far the members of an ensemble are apart about a row's answer; undefined where there is one member. */
export function spreadOfRow({ spread, width, labels }: Predictions, row: number): number | undefined {
  return spread?.[row * width + (labels?.[row] ?? 0)]
}

/** Indices of the classes in a row's set; undefined where there are no sets. */
export function setOfRow({ sets, width }: Predictions, row: number): readonly number[] | undefined {
  return sets && Array.from({ length: width }, (_, j) => j).filter((j) => sets[row * width + j] === 1)
}
