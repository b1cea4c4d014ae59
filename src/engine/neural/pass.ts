import * as tf from '@tensorflow/tfjs-core'
import type { Activation, Head, NetworkShape } from './shape.ts'

interface Weights {
  readonly kernel: tf.Tensor2D
  readonly bias: tf.Tensor1D
}

export interface Pass {
  /** The batch. */
  readonly x: tf.Tensor2D
  /** What went into each layer; for the first the batch itself where there are no tables. */
  readonly inputs: readonly tf.Tensor2D[]
  readonly weights: readonly Weights[]
  readonly logits: tf.Tensor2D
  /** Of each hidden layer what its slope follows from: its sums for GELU, else what it made of them. */
  readonly hidden: readonly tf.Tensor2D[]
}

/** Where a batch names entries: for each table the number of an entry a row. */
function entriesIn({ plain, tables }: NetworkShape, x: tf.Tensor2D): tf.Tensor1D[] {
  const rows = x.shape[0]
  return tables.map((_, t) => tf.reshape(tf.cast(tf.slice2d(x, [0, plain + t], [rows, 1]), 'int32'), [rows]))
}

/** What goes into the first layer: the plain columns beside the entries that the others name. */
function firstInputs(shape: NetworkShape, parameters: tf.Tensor1D, x: tf.Tensor2D): tf.Tensor2D {
  if (shape.tables.length === 0) return x
  const named = entriesIn(shape, x).map((numbers, t) => {
    const { entries, dims, tableAt } = shape.tables[t]!
    const table = tf.reshape(tf.slice1d(parameters, tableAt, entries * dims), [entries, dims])
    return tf.gather(table, numbers) as tf.Tensor2D
  })
  const plain = shape.plain > 0 ? [tf.slice2d(x, [0, 0], [x.shape[0], shape.plain])] : []
  return tf.concat2d([...plain, ...named], 1)
}

/**
 * From a batch (rows × width) to its logits (rows × outputs). `masks`, one a hidden layer, switch units off in training.
 * Makes tensors that the caller's `tf.tidy` must clear.
 */
export function forward(
  shape: NetworkShape,
  parameters: tf.Tensor1D,
  x: tf.Tensor2D,
  masks: readonly tf.Tensor2D[] = [],
): Pass {
  const inputs: tf.Tensor2D[] = []
  const weights: Weights[] = []
  const hidden: tf.Tensor2D[] = []
  let current = firstInputs(shape, parameters, x)
  shape.layers.forEach(({ inputs: from, units, activation, kernelAt, biasAt }, index) => {
    const kernel = tf.reshape(tf.slice1d(parameters, kernelAt, from * units), [from, units]) as tf.Tensor2D
    const bias = tf.slice1d(parameters, biasAt, units)
    inputs.push(current)
    weights.push({ kernel, bias })
    const input = current
    current = repeatable(
      from,
      () =>
        tf.fused.matMul({
          a: input,
          b: kernel,
          bias,
          activation: activation === 'relu' ? 'relu' : 'linear',
        }) as tf.Tensor2D,
    )
    if (activation === 'gelu') hidden.push(current)
    current = ACTIVATE[activation](current)
    if (activation === 'relu' || activation === 'tanh') hidden.push(current)
    const mask = masks[index]
    if (mask) current = tf.mul<tf.Tensor2D>(current, mask)
  })
  return { x, inputs, weights, logits: current, hidden }
}

/**
 * Gradient of the batch's mean loss by every parameter, in their order. Written out by hand instead of left to tfjs's
 * automatic differentiation: a third of the kernels, and no reduction whose order a device may choose.
 * `targets` is rows × outputs: 0/1 for a sigmoid, one-hot for softmax, the standardised value for identity. `weights`,
 * rows × 1, multiply each row's part in the mean; their own mean over the training rows is 1.
 */
export function gradient(
  shape: NetworkShape,
  { x, inputs, weights: layers, logits, hidden }: Pass,
  targets: tf.Tensor2D,
  masks: readonly tf.Tensor2D[] = [],
  weights?: tf.Tensor2D,
): tf.Tensor1D {
  const rows = logits.shape[0]
  const ones = tf.ones<tf.Rank.R2>([1, rows])
  const parts: tf.Tensor1D[] = []
  // d loss / d logits: (p − t) for both cross-entropies, 2 (z − t) for the squared error.
  let d = tf.mul(tf.sub(answer(shape.head, logits), targets), (shape.head === 'identity' ? 2 : 1) / rows) as tf.Tensor2D
  if (weights) d = tf.mul<tf.Tensor2D>(d, weights)
  for (let index = shape.layers.length - 1; index >= 0; index--) {
    const input = inputs[index]!
    const kernel = repeatable(rows, () => transposedFirst(input, d))
    const bias = repeatable(rows, () => tf.matMul<tf.Tensor2D>(ones, d))
    parts.unshift(flat(kernel), flat(bias))
    if (index === 0) break
    const back = repeatable(d.shape[1], () => transposedSecond(d, layers[index]!.kernel))
    const mask = masks[index - 1]
    const slope = SLOPE[shape.layers[index - 1]!.activation](hidden[index - 1]!)
    d = tf.mul(back, mask ? tf.mul(slope, mask) : slope)
  }
  if (shape.tables.length === 0) return tf.concat1d(parts)
  // The slope of what each row's entries put in: the kernel's rows beyond the plain columns.
  const kernel = layers[0]!.kernel
  const [from, units] = kernel.shape
  const embedded = tf.slice2d(kernel, [shape.plain, 0], [from - shape.plain, units])
  const slopes = repeatable(units, () => transposedSecond(d, embedded))
  let before = 0
  const tables = entriesIn(shape, x).map((numbers, t) => {
    const { entries, dims } = shape.tables[t]!
    const slope = tf.slice2d(slopes, [0, before], [rows, dims])
    before += dims
    return flat(sumByEntry(numbers, slope, entries))
  })
  return tf.concat1d([...tables, ...parts])
}

/** Rows whose slopes one matrix product adds to their entries: 40 MB of zeros and ones for 10,000 entries. */
const ENTRY_ROWS = 1_024

/**
 * Rows of slopes (rows × dims) added up by the entry that each names: entries × dims. On a CPU one after the other in the
 * order of the rows; a GPU would add with atomics in whatever order it runs, so there it is a product with ones and zeros.
 */
function sumByEntry(numbers: tf.Tensor1D, slopes: tf.Tensor2D, entries: number): tf.Tensor2D {
  const [rows, dims] = slopes.shape
  if (tf.getBackend() !== 'webgpu') return tf.scatterND(tf.reshape(numbers, [rows, 1]), slopes, [entries, dims])
  let sum: tf.Tensor2D | undefined
  for (let start = 0; start < rows; start += ENTRY_ROWS) {
    const count = Math.min(ENTRY_ROWS, rows - start)
    const isNamed = tf.oneHot(tf.slice1d(numbers, start, count), entries, 1, 0, 'float32') as tf.Tensor2D
    const part = repeatable(count, () => transposedFirst(isNamed, tf.slice2d(slopes, [start, 0], [count, dims])))
    sum = sum ? tf.add<tf.Tensor2D>(sum, part) : part
  }
  return sum!
}

/** What a layer makes of its sums; a ReLU was fused into them. */
const ACTIVATE: Readonly<Record<Activation, (sums: tf.Tensor2D) => tf.Tensor2D>> = {
  linear: (sums) => sums,
  relu: (sums) => sums,
  tanh: (sums) => tf.tanh(sums),
  gelu: (sums) => tf.mul(sums, normalShare(sums)),
}

const SLOPE: Readonly<Record<Activation, (hidden: tf.Tensor2D) => tf.Tensor>> = {
  linear: (sums) => tf.onesLike(sums),
  relu: (value) => tf.step(value),
  tanh: (value) => tf.sub(1, tf.square(value)),
  gelu: (sums) =>
    tf.add(normalShare(sums), tf.mul(sums, tf.mul(tf.exp(tf.mul(tf.square(sums), -0.5)), 1 / Math.sqrt(2 * Math.PI)))),
}

/** The share of a standard normal below each number. */
function normalShare(x: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5)
}

function answer(head: Head, logits: tf.Tensor2D): tf.Tensor2D {
  if (head === 'sigmoid') return tf.sigmoid(logits)
  return head === 'softmax' ? tf.softmax(logits) : logits
}

function flat(tensor: tf.Tensor2D): tf.Tensor1D {
  return tf.reshape(tensor, [tensor.size])
}

/** aᵀ b. tfjs's wasm has its fast product (XNNPACK) for plain matrices only: transposing first is nine times as fast. */
function transposedFirst(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.getBackend() === 'wasm' ? tf.matMul(tf.transpose(a), b) : tf.matMul(a, b, true)
}

/** a bᵀ, likewise. */
function transposedSecond(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.getBackend() === 'wasm' ? tf.matMul(a, tf.transpose(b)) : tf.matMul(a, b, false, true)
}

/** tfjs's WebGPU program for matrices of a long inner side adds with atomics, in whatever order the GPU runs. */
const ATOMICS_FROM = 2_000
const PACKED_PROGRAM = 3

/** Runs a matrix product whose bits must not change from one time to the next. */
function repeatable<T>(innerSize: number, product: () => T): T {
  if (innerSize < ATOMICS_FROM || tf.getBackend() !== 'webgpu') return product()
  const flag = 'WEBGPU_MATMUL_PROGRAM_TYPE'
  const before = tf.env().getNumber(flag)
  tf.env().set(flag, PACKED_PROGRAM)
  try {
    return product()
  } finally {
    tf.env().set(flag, before)
  }
}
