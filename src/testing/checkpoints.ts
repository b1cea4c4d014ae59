import { expect } from 'vitest'
import { seededRandom } from '@/core/random.ts'
import type { EpochRecord } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import type { Checkpoint, TrainedNetwork } from '@/engine/neural/descend.ts'
import { type NetworkInput, trainNetwork } from '@/engine/neural/train.ts'

function examples(rows: number, key: string) {
  const random = seededRandom(key)
  const x = Float32Array.from({ length: rows * 5 }, () => 2 * random() - 1)
  const y = Float64Array.from({ length: rows }, (_, i) => Number(x[i * 5]! * x[i * 5 + 1]! > 0.1))
  return { x, y }
}

/** Jobs with everything that goes on from step to step: moments, dropout, a schedule, patience, a ragged batch. */
const plain: readonly (readonly [string, NetworkInput])[] = (
  [
    ['Adam, dropout, cosine', { dropout: 0.3, schedule: 'cosine', epochs: 9, patience: 0 }],
    ['AdamW, one-cycle', { optimizer: 'adamw', schedule: 'one-cycle', epochs: 8, patience: 0 }],
    ['an early stop', { learningRate: 0.3, epochs: 40, patience: 3 }],
  ] as const
).map(([name, options]) => [
  name,
  {
    width: 5,
    train: examples(75, 'train'),
    validation: examples(30, 'validation'),
    task: 'binary',
    classes: ['no', 'yes'],
    metric: 'auc',
    seed: 7,
    learner: {
      kind: 'network',
      options: { hidden: [9, 4], dropout: 0, l2: 1e-3, learningRate: 0.02, batchSize: 16, ...options },
    },
  },
])

/** Parameters of a network of five columns and layers of 9 and 4. */
function weightsOf(key: string) {
  const random = seededRandom(key)
  return Float32Array.from({ length: 5 * 9 + 9 + 9 * 4 + 4 + 4 + 1 }, () => random() - 0.5)
}

/** The same, the first of them from weights that it is given, and with a table in place of its last column. */
export const resumable: typeof plain = [
  ...plain,
  ['a warm start', { ...plain[0]![1], starts: [weightsOf('start')] }],
  [
    'a table',
    {
      ...plain[0]![1],
      tables: [{ entries: 30, dims: 5 }],
      train: withTable(75, 'train'),
      validation: withTable(30, 'validation'),
    },
  ],
]

function withTable(rows: number, key: string) {
  const { x, y } = examples(rows, key)
  for (let i = 4; i < x.length; i += 5) x[i] = (i * 7) % 29
  return { x, y }
}

/** All of a result but what a clock said. */
export const factsOf = ({ parameters, history, ...rest }: TrainedNetwork) => ({
  ...rest,
  parameters: [...parameters],
  history: history.map(({ elapsedMs: _, ...record }: EpochRecord) => record),
})

/** Trains to the end with a checkpoint after every epoch. */
export async function withCheckpoints(job: NetworkInput) {
  const checkpoints: Checkpoint[] = []
  const keep = async (checkpoint: Checkpoint) => void checkpoints.push(checkpoint)
  const whole = await trainNetwork({ ...job, safekeeping: { everyMs: 0, keep } }, unattended)
  return { whole, checkpoints }
}

/** Goes on from every checkpoint of a job, and holds what it comes to, to the bit, to what it came to without a break. */
export async function expectSameEnd(job: NetworkInput): Promise<void> {
  const unwatched = await trainNetwork(job, unattended)
  const { whole, checkpoints } = await withCheckpoints(job)
  expect(factsOf(whole)).toEqual(factsOf(unwatched))
  expect(checkpoints.length).toBe(whole.history.length - 1)
  for (const from of checkpoints) {
    expect(factsOf(await trainNetwork({ ...job, from }, unattended))).toEqual(factsOf(whole))
  }
}
