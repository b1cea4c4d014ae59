import * as tf from '@tensorflow/tfjs-core'
import type { Activation, Head, NetworkShape } from './shape.ts'

interface Weights {
  readonly kernel: tf.Tensor2D
  readonly bias: tf.Tensor1D
}

export interface Pass {
  /** What went into each layer; the first is the batch itself. */
  readonly inputs: readonly tf.Tensor2D[]
  readonly weights: readonly Weights[]
  readonly logits: tf.Tensor2D
  /** Of each hidden layer what its slope follows from: its sums for GELU, else what it made of them. */
  readonly hidden: readonly tf.Tensor2D[]
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
  let current: tf.Tensor2D = x
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
  return { inputs, weights, logits: current, hidden }
}

/**
 * Gradient of the batch's mean loss by every parameter, in their order. Written out by hand instead of left to tfjs's
 * automatic differentiation: a third of the kernels, and no reduction whose order a device may choose.
 * `targets` is rows × outputs: 0/1 for a sigmoid, one-hot for softmax, the standardised value for identity. `weights`,
 * rows × 1, multiply each row's part in the mean; their own mean over the training rows is 1.
 */
export function gradient(
  shape: NetworkShape,
  { inputs, weights: layers, logits, hidden }: Pass,
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
  return tf.concat1d(parts)
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
