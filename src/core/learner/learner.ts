import type { TaskKind } from '../metrics/metric.ts'
import type { BoostingOptions as TreeBoosting } from '../trees/options.ts'

/** In the order in which a form offers them. */
export const LEARNER_KINDS = [
  'auto',
  'baseline',
  'glm',
  'boosting',
  'forest',
  'network',
  'neighbours',
  'linear',
] as const
export type LearnerKind = (typeof LEARNER_KINDS)[number]

/** How a step follows from the gradient: Adam adds weight decay to the loss, AdamW takes it off the weights themselves. */
export const OPTIMIZERS = ['adam', 'adamw'] as const
export type Optimizer = (typeof OPTIMIZERS)[number]

/** How the learning rate goes over the steps of a run. */
export const SCHEDULES = ['constant', 'cosine', 'one-cycle'] as const
export type Schedule = (typeof SCHEDULES)[number]

export const HIDDEN_ACTIVATIONS = ['relu', 'gelu', 'tanh'] as const
export type HiddenActivation = (typeof HIDDEN_ACTIVATIONS)[number]

/** `balanced`: each class counts in the loss as much as any other, however many rows it has. */
export const CLASS_WEIGHTS = ['none', 'balanced'] as const
export type ClassWeights = (typeof CLASS_WEIGHTS)[number]

interface Weighing {
  /** `none` where absent. */
  readonly classWeights?: ClassWeights | undefined
}

/** How gradient descent is run; shared by every learner that is trained step by step. */
export interface DescentOptions extends Weighing {
  /** Weight decay: half this times the squared weights is added to the loss. Biases are free. */
  readonly l2: number
  readonly learningRate: number
  readonly batchSize: number
  readonly epochs: number
  /** Epochs without a better validation loss before stopping; 0 never stops early. */
  readonly patience: number
  /** Specs of before these could be chosen have none of them: `adam`, `constant`. */
  readonly optimizer?: Optimizer | undefined
  readonly schedule?: Schedule | undefined
}

/** Networks of one ensemble, at most. */
export const MOST_MEMBERS = 20

interface NetworkOptions extends DescentOptions {
  /** Units of each hidden layer, first to last. */
  readonly hidden: readonly number[]
  /** Share of hidden units switched off at each step, 0 to below 1. */
  readonly dropout: number
  /** Of the hidden layers; `relu` where absent. */
  readonly activation?: HiddenActivation | undefined
  /** Networks from other first weights whose answers are averaged; one where absent. */
  readonly members?: number | undefined
}

export const PENALTIES = ['ridge', 'lasso', 'elastic-net', 'none'] as const
export type Penalty = (typeof PENALTIES)[number]

/** What a number is thought to scatter like about its mean, and so how the mean follows from the line. */
export const DISTRIBUTIONS = ['gaussian', 'poisson'] as const
export type Distribution = (typeof DISTRIBUTIONS)[number]

/** A line by a proper solver: generalised linear models. */
export interface GlmOptions extends Weighing {
  /** `ridge` where absent. */
  readonly penalty?: Penalty | undefined
  /** How hard the penalty pulls; where absent, what does best on the validation rows. */
  readonly strength?: number | undefined
  /** Of an elastic net: share of the penalty on absolute coefficients; half where absent. */
  readonly l1Share?: number | undefined
  /** Of a regression; `gaussian` where absent. */
  readonly distribution?: Distribution | undefined
}

/** What boosting makes small, of a regression. */
export const BOOSTING_LOSSES = ['squared', 'absolute', 'poisson', 'quantile'] as const
export type BoostingLoss = (typeof BOOSTING_LOSSES)[number]

/** The way in which answers may go with a column: up with it (1) or down (−1). */
export type Monotone = Readonly<Record<string, 1 | -1>>

export interface BoostingOptions extends TreeBoosting, Weighing {
  /** `squared` where absent. */
  readonly loss?: BoostingLoss | undefined
  /** Of the quantile loss: which quantile; the median where absent. */
  readonly quantile?: number | undefined
  /** By prepared column; none where absent. */
  readonly monotone?: Monotone | undefined
}

/** How a forest's tree cuts: at the best place, or the best of random ones (extremely randomised trees). */
export const FOREST_SPLITS = ['best', 'random'] as const
export type ForestSplits = (typeof FOREST_SPLITS)[number]

interface ForestOptions extends Weighing {
  readonly trees: number
  /** Most splits above a leaf; 0 for no limit. */
  readonly depth: number
  readonly minRows: number
  /** Share of the columns that a split may choose from; where absent their square root for classes, a third for numbers. */
  readonly columnShare?: number | undefined
  /** `best` where absent. */
  readonly splits?: ForestSplits | undefined
}

/** How neighbours are weighed: all alike, or by 1 / distance. */
export const NEIGHBOUR_WEIGHTS = ['uniform', 'distance'] as const
export type NeighbourWeights = (typeof NEIGHBOUR_WEIGHTS)[number]

interface NeighboursOptions {
  readonly k: number
  /** `uniform` where absent. */
  readonly weights?: NeighbourWeights | undefined
}

/** Other learners, one after the other, and the best mix of them. */
interface AutoOptions {
  /** How long to try, in seconds. */
  readonly budgetS: number
  /** How many to try, whatever the clock says; as many as the budget has room for where absent. */
  readonly tries?: number | undefined
}

/** A kind of model with its options. */
export type Learner =
  | { readonly kind: 'auto'; readonly options: AutoOptions }
  | { readonly kind: 'baseline'; readonly options: Readonly<Record<never, never>> }
  | { readonly kind: 'glm'; readonly options: GlmOptions }
  | { readonly kind: 'boosting'; readonly options: BoostingOptions }
  | { readonly kind: 'forest'; readonly options: ForestOptions }
  | { readonly kind: 'network'; readonly options: NetworkOptions }
  | { readonly kind: 'neighbours'; readonly options: NeighboursOptions }
  | { readonly kind: 'linear'; readonly options: DescentOptions }

export type LearnerOf<K extends LearnerKind> = Extract<Learner, { kind: K }>

/** Those that are trained step by step, on a device of one's choice. */
export type DescentLearner = LearnerOf<'linear'> | LearnerOf<'network'>

/** Those that auto tries. */
export type SingleLearner = Exclude<Learner, { readonly kind: 'auto' }>

/** Those with settings worth a search. */
export type SweptLearner = Exclude<SingleLearner, { readonly kind: 'baseline' }>

export function isDescentKind(kind: LearnerKind): kind is DescentLearner['kind'] {
  return kind === 'linear' || kind === 'network'
}

/** Which quantile of a number a learner aims at; undefined where its loss is another. */
export function quantileAimedAt(learner: Learner, task: TaskKind): number | undefined {
  if (task !== 'regression' || learner.kind !== 'boosting' || learner.options.loss !== 'quantile') return undefined
  return learner.options.quantile ?? 0.5
}

/** What a learner's loss is of a number, as far as losses differ: those of two names are two measures. */
export function lossOfNumbers(learner: Learner): string {
  if (learner.kind === 'glm' && (learner.options.distribution ?? 'gaussian') !== 'gaussian')
    return learner.options.distribution!
  if (learner.kind !== 'boosting') return 'squared'
  const { loss = 'squared', quantile = 0.5 } = learner.options
  return loss === 'quantile' ? `quantile ${quantile}` : loss
}

/** Whether a device of one's choice trains it, or networks among what it tries. */
export function choosesDevice({ kind }: Learner): boolean {
  return isDescentKind(kind) || kind === 'auto'
}

export function isDescent(learner: Learner): learner is DescentLearner {
  return isDescentKind(learner.kind)
}
