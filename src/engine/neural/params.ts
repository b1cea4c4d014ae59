import { hashParts, seededRandom } from '@/core/random.ts'
import type { NetworkShape } from './shape.ts'
import { restandardise } from './target.ts'
import type { Member } from './trainer.ts'

/** The parameters that a member of a population starts from: those that it was given, or first ones of its seed. */
export function startingParameters({ on: { shape, standard }, seed, start }: Member): Float32Array<ArrayBuffer> {
  return start ? restandardise(start, shape, standard) : initialParameters(shape, seed)
}

/**
 * Weights to start from: kernels uniform in ±√(6 / inputs) before a ReLU or GELU (He et al. 2015, eq. 10) and
 * in ±√(6 / (inputs + units)) before a tanh or the head (Glorot & Bengio 2010, eq. 16); biases zero; tables uniform in ±.05
 * as Keras's Embedding, but for the last entry: zeros, the middle of the others, for what training never has (`fillUnknown` gives
 * it what the others came to). Each layer
 * and table draws from a stream of its own.
 */
export function initialParameters(shape: NetworkShape, seed: number): Float32Array<ArrayBuffer> {
  const parameters = new Float32Array(shape.size)
  shape.layers.forEach(({ inputs, units, activation, kernelAt, biasAt }, index) => {
    const random = seededRandom(seed, 'init', index)
    const isRectified = activation === 'relu' || activation === 'gelu'
    const limit = Math.sqrt(6 / (isRectified ? inputs : inputs + units))
    for (let at = kernelAt; at < biasAt; at++) parameters[at] = (2 * random() - 1) * limit
  })
  shape.tables.forEach(({ entries, dims, tableAt }, index) => {
    const random = seededRandom(seed, 'init table', index)
    for (let at = tableAt; at < tableAt + (entries - 1) * dims; at++) parameters[at] = (2 * random() - 1) * TABLE_LIMIT
  })
  return parameters
}

const TABLE_LIMIT = 0.05

/**
 * 1 for every kernel weight and 0 for every bias and table: what weight decay acts on. Tables are free of it as Keras's
 * Embedding is: an entry that a batch does not name has no other gradient, and Adam would make whole steps of its decay.
 */
export function kernelMask(shape: NetworkShape): Float32Array<ArrayBuffer> {
  const mask = new Float32Array(shape.size)
  for (const { kernelAt, biasAt } of shape.layers) mask.fill(1, kernelAt, biasAt)
  return mask
}

/** The numbers that a run's dropout is drawn from begin here. */
export function seedOfDropout(seed: number): number {
  return hashParts(seed, 'dropout')
}

/**
 * What each hidden activation is multiplied by at one step (inverted dropout, Srivastava et al. 2014), rows × units: 0 with
 * chance `rate`, else 1 / (1 − rate). Each draw is a hash of seed, layer, step, row of the batch and unit (Wellons'
 * lowbias32): masks differ from step to step, repeat run to run, and are the same as the GPU's kernels draw.
 */
export function dropoutMask(
  seed: number,
  layer: number,
  step: number,
  rows: number,
  units: number,
  rate: number,
): Float32Array<ArrayBuffer> {
  const stepSeed = mixed(mixed(seedOfDropout(seed) ^ layer) ^ step)
  const off = Math.round(rate * 0x1_0000_0000)
  const scale = 1 / (1 - rate)
  const mask = new Float32Array(rows * units)
  for (let row = 0, at = 0; row < rows; row++) {
    const rowSeed = mixed(stepSeed ^ row)
    for (let unit = 0; unit < units; unit++, at++) mask[at] = mixed(rowSeed ^ unit) >>> 0 < off ? 0 : scale
  }
  return mask
}

function mixed(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return h ^ (h >>> 16)
}
