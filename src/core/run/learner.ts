import type { WideCategories } from '../encoding/encoding.ts'
import type { TaskKind } from '../metrics/metric.ts'

export const LEARNER_KINDS = ['baseline', 'linear', 'network'] as const
export type LearnerKind = (typeof LEARNER_KINDS)[number]

/** How a step follows from the gradient: Adam adds weight decay to the loss, AdamW takes it off the weights themselves. */
export const OPTIMIZERS = ['adam', 'adamw'] as const
type Optimizer = (typeof OPTIMIZERS)[number]

/** How the learning rate goes over the steps of a run. */
export const SCHEDULES = ['constant', 'cosine', 'one-cycle'] as const
export type Schedule = (typeof SCHEDULES)[number]

export const HIDDEN_ACTIVATIONS = ['relu', 'gelu', 'tanh'] as const
export type HiddenActivation = (typeof HIDDEN_ACTIVATIONS)[number]

/** `balanced`: each class counts in the loss as much as any other, however many rows it has. */
export const CLASS_WEIGHTS = ['none', 'balanced'] as const
type ClassWeights = (typeof CLASS_WEIGHTS)[number]

/** How gradient descent is run; shared by every learner that is trained step by step. */
export interface DescentOptions {
  /** Weight decay: half this times the squared weights is added to the loss. Biases are free. */
  readonly l2: number
  readonly learningRate: number
  readonly batchSize: number
  readonly epochs: number
  /** Epochs without a better validation loss before stopping; 0 never stops early. */
  readonly patience: number
  /** Specs of before these could be chosen have none of them: `adam`, `constant`, `none`. */
  readonly optimizer?: Optimizer | undefined
  readonly schedule?: Schedule | undefined
  readonly classWeights?: ClassWeights | undefined
}

/** Networks of one ensemble, at most. */
export const MOST_MEMBERS = 20

/** A kind of model with its options. */
export type Learner =
  | { readonly kind: 'baseline'; readonly options: Readonly<Record<never, never>> }
  | { readonly kind: 'linear'; readonly options: DescentOptions }
  | {
      readonly kind: 'network'
      readonly options: DescentOptions & {
        /** Units of each hidden layer, first to last. */
        readonly hidden: readonly number[]
        /** Share of hidden units switched off at each step, 0 to below 1. */
        readonly dropout: number
        /** Of the hidden layers; `relu` where absent. */
        readonly activation?: HiddenActivation | undefined
        /** Networks from other first weights whose answers are averaged; one where absent. */
        readonly members?: number | undefined
      }
    }

export type LearnerOf<K extends LearnerKind> = Extract<Learner, { kind: K }>

/** Those that are trained step by step. */
export type DescentLearner = LearnerOf<'linear'> | LearnerOf<'network'>

/** One setting of a learner as a form shows it. */
export interface OptionField {
  readonly key: string
  readonly label: string
  readonly kind: 'number' | 'integer' | 'layers' | 'choice'
  readonly min: number
  readonly max: number
  readonly unit?: string
  /** What holds where options leave it out. */
  readonly fallback?: number
  /** What can be chosen, first the default. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  /** Shown only under "more settings". */
  readonly advanced: boolean
  readonly help: string
}

export interface LearnerInfo<K extends LearnerKind = LearnerKind> {
  readonly label: (task: TaskKind) => string
  readonly blurb: (task: TaskKind) => string
  /** Mark of every run of this kind, wherever it is named. */
  readonly shape: 'circle' | 'octagon' | 'diamond'
  /** What its encoding makes of categories of many values. */
  readonly wideCategories: WideCategories
  /** Defaults for a number of training rows. */
  readonly defaults: (trainRows: number) => LearnerOf<K>['options']
  readonly fields: readonly OptionField[]
}

/** Rows a step looks at: few for small data so that an epoch has several steps, more as data grows. */
function defaultBatchSize(trainRows: number): number {
  if (trainRows < 1_000) return 64
  if (trainRows < 10_000) return 128
  if (trainRows < 100_000) return 256
  return 1_024
}

function defaultEpochs(trainRows: number): number {
  if (trainRows < 1_000) return 60
  if (trainRows < 100_000) return 40
  return 15
}

type Choice<Value extends string> = readonly [value: Value, label: string]

function choice(key: string, label: string, help: string, choices: readonly Choice<string>[]): OptionField {
  return {
    key,
    label,
    kind: 'choice',
    min: 0,
    max: 0,
    advanced: true,
    help,
    choices: choices.map(([value, words]) => ({ value, label: words })),
  }
}

const descent: readonly OptionField[] = [
  {
    key: 'learningRate',
    label: 'Learning rate',
    kind: 'number',
    min: 1e-6,
    max: 1,
    advanced: false,
    help: 'Size of a step of Adam.',
  },
  {
    key: 'epochs',
    label: 'Epochs, at most',
    kind: 'integer',
    min: 1,
    max: 10_000,
    advanced: false,
    help: 'Passes over the training rows.',
  },
  { key: 'l2', label: 'L2', kind: 'number', min: 0, max: 100, advanced: true, help: 'Pulls weights towards zero.' },
  {
    key: 'batchSize',
    label: 'Batch',
    kind: 'integer',
    min: 1,
    max: 65_536,
    unit: 'rows',
    advanced: true,
    help: 'Rows a step looks at.',
  },
  {
    key: 'patience',
    label: 'Stop early after',
    kind: 'integer',
    min: 0,
    max: 10_000,
    unit: 'epochs',
    advanced: true,
    help: 'Epochs without a better validation loss; 0 never stops early.',
  },
  choice('schedule', 'Learning rate over time', 'Cosine and one-cycle end near zero, which often finds a better end.', [
    ['constant', 'constant'],
    ['cosine', 'falls along a cosine'],
    ['one-cycle', 'one cycle: up, then down'],
  ] satisfies readonly Choice<Schedule>[]),
  choice('optimizer', 'Optimizer', 'AdamW takes weight decay off the weights themselves, whatever the gradient.', [
    ['adam', 'Adam'],
    ['adamw', 'AdamW'],
  ] satisfies readonly Choice<Optimizer>[]),
  choice('classWeights', 'Class weights', 'Balanced: rare classes count as much as common ones.', [
    ['none', 'none'],
    ['balanced', 'balanced'],
  ] satisfies readonly Choice<ClassWeights>[]),
]

/** Everything that is known of each kind: add a kind and the compiler lists what is missing. */
export const LEARNERS: { readonly [K in LearnerKind]: LearnerInfo<K> } = {
  baseline: {
    label: () => 'Baseline',
    blurb: (task) => (task === 'regression' ? 'Always says the mean' : 'Always says how common each class is'),
    shape: 'diamond',
    wideCategories: 'oneHot',
    defaults: () => ({}),
    fields: [],
  },
  linear: {
    label: (task) => (task === 'regression' ? 'Linear regression' : 'Logistic regression'),
    blurb: () => 'Quick, and easy to explain',
    shape: 'circle',
    wideCategories: 'oneHot',
    defaults: (rows) => ({
      l2: 1e-5,
      learningRate: rows < 1_000 ? 0.05 : 0.01,
      batchSize: defaultBatchSize(rows),
      epochs: defaultEpochs(rows),
      patience: 10,
    }),
    fields: descent,
  },
  network: {
    label: () => 'Neural network',
    blurb: () => 'Finds bends and combinations that a line cannot',
    shape: 'octagon',
    wideCategories: 'embedded',
    defaults: (rows) => ({
      hidden: rows < 1_000 ? [32] : [128, 64],
      dropout: 0.1,
      l2: 1e-5,
      learningRate: rows < 1_000 ? 0.01 : 0.003,
      batchSize: defaultBatchSize(rows),
      epochs: defaultEpochs(rows),
      patience: 10,
    }),
    fields: [
      {
        key: 'hidden',
        label: 'Hidden layers',
        kind: 'layers',
        min: 1,
        max: 4_096,
        unit: 'units',
        advanced: false,
        help: 'Units of each layer, first to last, such as 128, 64.',
      },
      {
        key: 'dropout',
        label: 'Dropout',
        kind: 'number',
        min: 0,
        max: 0.9,
        advanced: false,
        help: 'Share of hidden units switched off at each step.',
      },
      choice('activation', 'Activation', 'What hidden units make of their sums.', [
        ['relu', 'ReLU'],
        ['gelu', 'GELU'],
        ['tanh', 'tanh'],
      ] satisfies readonly Choice<HiddenActivation>[]),
      {
        key: 'members',
        label: 'Ensemble of',
        kind: 'integer',
        min: 1,
        max: MOST_MEMBERS,
        fallback: 1,
        unit: 'networks',
        advanced: true,
        help: 'Each from other first weights; answers are averaged, and how far they are apart says how sure they are.',
      },
      ...descent,
    ],
  },
}

/** The settings of a learner that mean something for a task: numbers have no classes to weigh. */
export function fieldsFor(kind: LearnerKind, task: TaskKind): readonly OptionField[] {
  return LEARNERS[kind].fields.filter(({ key }) => key !== 'classWeights' || task !== 'regression')
}
