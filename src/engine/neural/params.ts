import { seededRandom } from '@/core/random.ts'
import type { NetworkShape } from './shape.ts'

/**
 * Weights to start from: kernels uniform in ±√(6 / inputs) before a ReLU (He et al. 2015, eq. 10) and in
 * ±√(6 / (inputs + units)) before the head (Glorot & Bengio 2010, eq. 16); biases zero. Each layer draws from a stream of
 * its own.
 */
export function initialParameters(shape: NetworkShape, seed: number): Float32Array<ArrayBuffer> {
  const parameters = new Float32Array(shape.size)
  shape.layers.forEach(({ inputs, units, relu, kernelAt, biasAt }, index) => {
    const random = seededRandom(seed, 'init', index)
    const limit = Math.sqrt(6 / (relu ? inputs : inputs + units))
    for (let at = kernelAt; at < biasAt; at++) parameters[at] = (2 * random() - 1) * limit
  })
  return parameters
}

/** 1 for every kernel weight and 0 for every bias: what weight decay acts on. */
export function kernelMask(shape: NetworkShape): Float32Array<ArrayBuffer> {
  const mask = new Float32Array(shape.size)
  for (const { kernelAt, biasAt } of shape.layers) mask.fill(1, kernelAt, biasAt)
  return mask
}

/**
 * What each hidden activation is multiplied by at one step (inverted dropout, Srivastava et al. 2014): 0 with chance
 * `rate` (to 1/65,536), else 1 / (1 − rate). Drawn from (seed, layer, step), so masks differ from step to step and repeat
 * run to run. Every draw serves two units: this is done for each unit at each step.
 */
export function dropoutMask(
  seed: number,
  layer: number,
  step: number,
  size: number,
  rate: number,
): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed, 'dropout', layer, step)
  const off = Math.round(rate * 0x1_0000)
  const mask = new Float32Array(size).fill(1 / (1 - rate))
  for (let i = 0; i < size; i += 2) {
    const bits = random() * 0x1_0000_0000
    if ((bits & 0xffff) < off) mask[i] = 0
    if (bits >>> 16 < off) mask[i + 1] = 0
  }
  return mask
}
