// The whole of tfjs, for its table of gradients; the product computes its own.
import '@tensorflow/tfjs'
import * as tf from '@tensorflow/tfjs-core'
import { layers, sequential } from '@tensorflow/tfjs-layers'
import type { TableSize } from '@/core/encoding/embedding.ts'
import type { DescentOptions, HiddenActivation } from '@/core/learner/learner.ts'
import { seededRandom, shuffle } from '@/core/random.ts'
import { dropoutMask, initialParameters } from '@/engine/neural/params.ts'
import { learningRateFactor } from '@/engine/neural/schedule.ts'
import { describeNetwork } from '@/engine/neural/shape.ts'
import { type Member, rowsFrom, type Trainer, type TrainerInput } from '@/engine/neural/trainer.ts'

export const BATCH = 32
const ROWS = 70
const PLAIN = 6

export interface Trajectory {
  readonly name: string
  readonly task: 'binary' | 'multiclass' | 'regression'
  readonly classes?: number
  readonly hidden: readonly number[]
  readonly activation?: HiddenActivation
  readonly options?: Partial<DescentOptions>
  readonly dropout?: number
  readonly isWeighted?: boolean
  readonly tables?: readonly TableSize[]
  /** Plain columns. */
  readonly plain?: number
}

/** Every head, activation, schedule and optimizer; batches of 32, 32 and 6 rows. */
export const TRAJECTORIES: readonly Trajectory[] = [
  { name: 'logistic regression', task: 'binary', hidden: [] },
  { name: 'softmax regression', task: 'multiclass', classes: 5, hidden: [] },
  { name: 'linear regression', task: 'regression', hidden: [] },
  { name: 'two classes, ReLU', task: 'binary', hidden: [12, 5] },
  { name: 'three classes, GELU', task: 'multiclass', classes: 3, hidden: [9, 8], activation: 'gelu' },
  { name: 'forty classes, ReLU', task: 'multiclass', classes: 40, hidden: [10] },
  { name: 'a number, tanh', task: 'regression', hidden: [7, 6, 5], activation: 'tanh' },
  { name: 'cosine', task: 'binary', hidden: [8], options: { schedule: 'cosine' } },
  { name: 'one-cycle', task: 'multiclass', classes: 3, hidden: [8], options: { schedule: 'one-cycle' } },
  { name: 'L2', task: 'regression', hidden: [8], options: { l2: 0.01 } },
  // Without a kink: in 201 steps one row comes within a rounding of a ReLU's, and goes either way.
  { name: 'AdamW', task: 'binary', hidden: [8], activation: 'tanh', options: { l2: 0.01, optimizer: 'adamw' } },
  { name: 'dropout', task: 'multiclass', classes: 3, hidden: [16, 8], dropout: 0.3, activation: 'tanh' },
  { name: 'dropout and GELU', task: 'binary', hidden: [16], dropout: 0.5, activation: 'gelu' },
  { name: 'weights', task: 'binary', hidden: [8], isWeighted: true },
  {
    name: 'two tables, L2',
    task: 'multiclass',
    classes: 3,
    hidden: [8, 5],
    activation: 'tanh',
    options: { l2: 0.01 },
    tables: [
      { entries: 9, dims: 3 },
      { entries: 31, dims: 6 },
    ],
  },
  {
    name: 'a table alone, AdamW',
    task: 'binary',
    hidden: [8],
    activation: 'tanh',
    plain: 0,
    options: { l2: 0.01, optimizer: 'adamw' },
    tables: [{ entries: 12, dims: 4 }],
  },
  {
    name: 'a table without hidden layers',
    task: 'regression',
    hidden: [],
    plain: 3,
    isWeighted: true,
    tables: [{ entries: 300, dims: 5 }],
  },
  {
    name: 'a table, dropout',
    task: 'binary',
    hidden: [16],
    activation: 'gelu',
    dropout: 0.3,
    plain: 5,
    tables: [{ entries: 20, dims: 9 }],
  },
]

export function inputOf({
  task,
  classes = 2,
  hidden,
  activation,
  options,
  dropout = 0,
  isWeighted,
  tables = [],
  plain = PLAIN,
}: Trajectory) {
  const width = plain + tables.length
  const random = seededRandom('trajectory')
  const draw = (rows: number) => {
    const x = Float32Array.from({ length: rows * width }, () => 2 * random() - 1)
    for (let row = 0; row < rows; row++)
      tables.forEach(({ entries }, t) => {
        // Never the last, which is of what training does not have.
        x[row * width + plain + t] = Math.floor(random() * (entries - 1))
      })
    const y = Float64Array.from({ length: rows }, (_, i) => {
      const sum = plain === 0 ? (x[i]! % 3) - 1 : x[i * width]! * 2 + x[i * width + 1]! * x[i * width + 2]!
      if (task === 'regression') return sum
      return Math.min(classes - 1, Math.max(0, Math.floor(((sum + 2) / 4) * classes)))
    })
    return { x, y }
  }
  const raw = Float64Array.from({ length: ROWS }, () => 0.2 + random())
  const mean = raw.reduce((sum, value) => sum + value, 0) / ROWS
  const member: Member = {
    on: {
      shape: describeNetwork(width, hidden, task, classes, activation, tables),
      standard: { mean: 0, scale: 1 },
      train: draw(ROWS),
      validation: draw(20),
    },
    options: { l2: 0, learningRate: 0.01, batchSize: BATCH, epochs: 67, patience: 0, ...options },
    dropout,
    seed: 5,
    ...(isWeighted && { weights: raw.map((value) => value / mean) }),
  }
  const input: TrainerInput = { members: [member] }
  return input
}

const orderOf = (seed: number, epoch: number) => shuffle(rowsFrom(0, ROWS), seededRandom(seed, 'order', epoch))
const rateOf = ({ options: { schedule = 'constant', epochs } }: Member, epoch: number, index: number) =>
  learningRateFactor(schedule, (epoch - 1) * 3 + index, epochs * 3)

/** The weights after 67 epochs of three steps, of every member. */
export async function follow(trainer: Trainer, { members }: TrainerInput): Promise<readonly Float32Array[]> {
  const active = members.map((_, member) => member)
  for (let epoch = 1; epoch <= members[0]!.options.epochs; epoch++)
    await trainer.epoch({
      active,
      orders: members.map(({ seed }) => orderOf(seed, epoch)),
      rate: (index) => rateOf(members[0]!, epoch, index),
      isStopped: () => false,
      wantsResult: true,
      onSteps: () => {},
    })
  const kept: Float32Array[] = []
  for (const member of active) {
    trainer.keep(member)
    kept.push(await trainer.kept(member))
  }
  await trainer.dispose()
  return kept
}

/** The same by a LayersModel, tfjs's automatic differentiation and its own Adam, on the backend that is open. */
export function followTfjs({ members }: TrainerInput): Float32Array {
  const member = members[0]!
  const { on, options, dropout, seed, weights } = member
  const { shape, train } = on
  const { width } = shape
  const model = sequential()
  shape.layers.forEach(({ units, inputs, activation }, index) => {
    model.add(layers.dense({ units, activation, ...(index === 0 && { inputShape: [inputs] }) }))
  })
  const start = initialParameters(shape, seed)
  model.setWeights(
    shape.layers.flatMap(({ inputs, units, kernelAt, biasAt }) => [
      tf.tensor2d(start.slice(kernelAt, biasAt), [inputs, units]),
      tf.tensor1d(start.slice(biasAt, biasAt + units)),
    ]),
  )
  const tables = shape.tables.map(({ entries, dims, tableAt }) =>
    tf.variable(tf.tensor2d(start.slice(tableAt, tableAt + entries * dims), [entries, dims])),
  )
  const kernels = () => model.trainableWeights.map((weight) => weight.read() as tf.Variable)
  const isDecoupled = options.optimizer === 'adamw'
  const adam = tf.train.adam(options.learningRate)
  let step = 0
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const order = orderOf(seed, epoch)
    for (let index = 0; index * BATCH < ROWS; index++) {
      const rows = [...order.subarray(index * BATCH, (index + 1) * BATCH)]
      step++
      const rate = options.learningRate * rateOf(member, epoch, index)
      ;(adam as unknown as { learningRate: number }).learningRate = rate
      // Loshchilov & Hutter's decay is of the weights as the step found them.
      const decays = isDecoupled
        ? kernels().map((kernel) => tf.tidy(() => (kernel.rank === 2 ? tf.mul(kernel, rate * options.l2) : undefined)))
        : []
      adam.minimize(() => {
        const matrix = tf.tensor2d(rows.map((row) => [...train.x.subarray(row * width, (row + 1) * width)]))
        const { plain } = shape
        const named = tables.map((table, t) =>
          tf.gather(
            table,
            tf.tensor1d(
              rows.map((row) => train.x[row * width + plain + t]!),
              'int32',
            ),
          ),
        )
        let a: tf.Tensor = tf.concat([tf.slice(matrix, [0, 0], [rows.length, plain]), ...named], 1)
        model.layers.forEach((layer, l) => {
          a = layer.apply(a) as tf.Tensor
          if (dropout > 0 && l < shape.layers.length - 1) {
            const { units } = shape.layers[l]!
            a = tf.mul(a, tf.tensor2d(dropoutMask(seed, l, step, rows.length, units, dropout), [rows.length, units]))
          }
        })
        const labels = rows.map((row) => train.y[row]!)
        let each: tf.Tensor
        if (shape.head === 'identity') each = tf.square(tf.sub(tf.squeeze(a, [1]), tf.tensor1d(labels)))
        else if (shape.head === 'sigmoid')
          each = tf.losses.sigmoidCrossEntropy(tf.tensor2d(labels, [rows.length, 1]), a, undefined, 0, 0)
        else
          each = tf.losses.softmaxCrossEntropy(
            tf.oneHot(tf.tensor1d(labels, 'int32'), shape.outputs),
            a,
            undefined,
            0,
            0,
          )
        each = tf.reshape(each, [rows.length])
        if (weights) each = tf.mul(each, tf.tensor1d(rows.map((row) => weights[row]!)))
        let loss = tf.mean(each)
        if (options.l2 > 0 && !isDecoupled)
          for (const kernel of kernels())
            if (kernel.rank === 2) loss = tf.add(loss, tf.mul(tf.sum(tf.square(kernel)), options.l2 / 2))
        return loss as tf.Scalar
      })
      decays.forEach((decay, i) => {
        if (decay) kernels()[i]!.assign(tf.sub(kernels()[i]!, decay))
      })
    }
  }
  const learned = [...tables, ...model.trainableWeights.map((weight) => weight.read())]
  return Float32Array.from(learned.flatMap((weight) => [...weight.dataSync()]))
}

/** The largest distance between two sets of weights. */
export function distance(a: Float32Array, b: Float32Array): number {
  return a.length === b.length ? a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0) : Infinity
}
