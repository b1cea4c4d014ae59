import { type Choice, choiceField, classWeightsField, type OptionField } from '../field.ts'
import type { LearnerInfo } from '../info.ts'
import { type HiddenActivation, MOST_MEMBERS, type Optimizer, type Schedule } from '../learner.ts'

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

const descent: readonly OptionField[] = [
  {
    key: 'learningRate',
    label: 'Learning rate',
    kind: 'number',
    min: 1e-6,
    max: 1,
    advanced: false,
    help: 'Size of a step of Adam.',
    search: { isOn: true, from: '0.0003', to: '0.1', scale: 'log' },
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
  {
    key: 'l2',
    label: 'L2',
    kind: 'number',
    min: 0,
    max: 100,
    advanced: true,
    help: 'Pulls weights towards zero.',
    search: { from: '1e-6', to: '0.01', scale: 'log' },
  },
  {
    key: 'batchSize',
    label: 'Batch',
    kind: 'integer',
    min: 1,
    max: 65_536,
    unit: 'rows',
    advanced: true,
    help: 'Rows a step looks at.',
    search: { from: '32', to: '512', scale: 'log' },
  },
  {
    key: 'patience',
    label: 'Stop early after',
    kind: 'integer',
    min: 0,
    max: 10_000,
    unit: 'epochs',
    zero: 'never',
    advanced: true,
    help: 'Epochs without a better validation loss; 0 never stops early.',
  },
  choiceField(
    {
      key: 'schedule',
      label: 'Learning rate over time',
      help: 'Cosine and one-cycle end near zero, which often finds a better end.',
    },
    [
      ['constant', 'constant'],
      ['cosine', 'falls along a cosine'],
      ['one-cycle', 'one cycle: up, then down'],
    ] satisfies readonly Choice<Schedule>[],
  ),
  choiceField(
    {
      key: 'optimizer',
      label: 'Optimizer',
      help: 'AdamW takes weight decay off the weights themselves, whatever the gradient.',
    },
    [
      ['adam', 'Adam'],
      ['adamw', 'AdamW'],
    ] satisfies readonly Choice<Optimizer>[],
  ),
  classWeightsField,
]

export const linear: LearnerInfo<'linear'> = {
  label: (task) => (task === 'regression' ? 'Linear by descent' : 'Logistic by descent'),
  blurb: () => 'The same line found step by step, on the GPU where there is one: for very many rows',
  shape: 'ring',
  encoding: 'dense',
  counts: 'epoch',
  isFirst: false,
  defaults: (rows) => ({
    l2: 1e-5,
    learningRate: rows < 1_000 ? 0.05 : 0.01,
    batchSize: defaultBatchSize(rows),
    epochs: defaultEpochs(rows),
    patience: 10,
  }),
  // A line has no layers: its decay is searched in their place.
  fields: descent.map((field) => (field.key === 'l2' ? { ...field, search: { ...field.search, isOn: true } } : field)),
}

export const network: LearnerInfo<'network'> = {
  label: () => 'Neural network',
  blurb: () => 'Finds bends and combinations that a line cannot',
  shape: 'octagon',
  encoding: 'embedded',
  counts: 'epoch',
  isFirst: true,
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
      search: { isOn: true, values: '32; 64, 32; 128, 64' },
    },
    {
      key: 'dropout',
      label: 'Dropout',
      kind: 'number',
      min: 0,
      max: 0.9,
      advanced: false,
      help: 'Share of hidden units switched off at each step.',
      search: { from: '0', to: '0.5' },
    },
    choiceField({ key: 'activation', label: 'Activation', help: 'What hidden units make of their sums.' }, [
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
}
