import { seededRandom } from '@/core/random.ts'
import type { NetworkInput } from '@/engine/neural/train.ts'

const learner: NetworkInput['learner'] = {
  kind: 'network',
  options: { hidden: [6], dropout: 0.1, l2: 1e-4, learningRate: 0.01, batchSize: 32, epochs: 3, patience: 0 },
}

function examples(rows: number, width: number, answer: (row: number) => number) {
  const random = seededRandom('odd', rows)
  return {
    x: Float32Array.from({ length: rows * width }, () => 2 * random() - 1),
    y: Float64Array.from({ length: rows }, (_, row) => answer(row)),
  }
}

const regression = { task: 'regression', classes: [], metric: 'rmse' } as const
const classes = (count: number) => Array.from({ length: count }, (_, i) => `class ${i}`)
const binary = { task: 'binary', classes: classes(2), metric: 'accuracy' } as const
const base = {
  width: 3,
  learner,
  seed: 1,
  train: examples(50, 3, (row) => row % 2),
  validation: examples(20, 3, (row) => row % 2),
}

function withCell(value: number) {
  const train = examples(50, 3, (row) => row % 2)
  train.x[7] = value
  return { ...base, ...binary, train }
}

/** Jobs that a person can ask for and that must end in a sound model or a message that says what to do. */
export const ODD_JOBS: readonly {
  readonly name: string
  readonly input: NetworkInput
  /** What it is refused with; a model of finite weights where absent. */
  readonly error?: string
}[] = [
  {
    name: 'a constant target',
    input: { ...base, ...regression, train: examples(50, 3, () => 7), validation: examples(20, 3, () => 7) },
  },
  { name: 'one class in training', input: { ...base, ...binary, train: examples(50, 3, () => 1) } },
  { name: 'a class that no row has', input: { ...base, task: 'multiclass', classes: classes(5), metric: 'logLoss' } },
  {
    name: 'one row',
    input: { ...base, ...binary, train: examples(1, 3, () => 1), validation: examples(1, 3, () => 0) },
  },
  {
    name: 'ten thousand columns',
    input: {
      ...base,
      ...binary,
      width: 10_000,
      train: examples(40, 10_000, (row) => row % 2),
      validation: examples(8, 10_000, (row) => row % 2),
    },
  },
  {
    name: 'ten thousand entries and nothing else, some that training never had',
    input: {
      ...base,
      ...binary,
      width: 1,
      tables: [{ entries: 10_001, dims: 50 }],
      train: { x: Float32Array.from({ length: 50 }, (_, row) => row * 199), y: base.train.y },
      validation: { x: Float32Array.from({ length: 20 }, (_, row) => 10_000 - row), y: base.validation.y },
    },
  },
  {
    name: 'more tables than the GPU has kernels for',
    input: {
      ...base,
      ...binary,
      width: 65,
      tables: Array.from({ length: 65 }, () => ({ entries: 3, dims: 2 })),
      train: { x: Float32Array.from({ length: 50 * 65 }, (_, i) => i % 2), y: base.train.y },
      validation: { x: Float32Array.from({ length: 20 * 65 }, (_, i) => i % 3), y: base.validation.y },
    },
  },
  {
    name: 'a thousand classes',
    input: {
      ...base,
      task: 'multiclass',
      classes: classes(1_000),
      metric: 'logLoss',
      train: examples(50, 3, (row) => row * 20),
      validation: examples(20, 3, (row) => row),
    },
  },
  {
    name: 'a batch larger than the data',
    input: {
      ...base,
      ...binary,
      learner: { kind: 'network', options: { ...learner.options, hidden: [6], dropout: 0.1, batchSize: 65_536 } },
    },
  },
  { name: 'NaN among the features', input: withCell(Number.NaN), error: 'recipe.invalid' },
  { name: 'infinity among the features', input: withCell(Number.POSITIVE_INFINITY), error: 'recipe.invalid' },
  {
    name: 'a learning rate that diverges',
    input: {
      ...base,
      ...regression,
      learner: { kind: 'network', options: { ...learner.options, hidden: [6], dropout: 0, learningRate: 1e30 } },
    },
    error: 'train.diverged',
  },
  { name: 'no rows', input: { ...base, ...binary, train: examples(0, 3, () => 0) }, error: 'split.empty' },
]
