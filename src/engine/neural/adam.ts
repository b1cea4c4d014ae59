import * as tf from '@tensorflow/tfjs-core'

const BETA1 = 0.9
const BETA2 = 0.999
const EPSILON = 1e-7

/** All parameters and their running moments, each one vector. A step makes new ones; the old are the caller's to clear. */
export interface AdamState {
  readonly parameters: tf.Tensor1D
  /** Σ β₁^(t−i) gᵢ: the first moment without its factor (1 − β₁), which the step's rate makes up for. */
  readonly first: tf.Tensor1D
  /** Σ β₂^(t−i) gᵢ², likewise. */
  readonly second: tf.Tensor1D
}

export function startAdam(parameters: Float32Array): AdamState {
  return {
    parameters: tf.tensor1d(parameters),
    first: tf.zeros<tf.Rank.R1>([parameters.length]),
    second: tf.zeros<tf.Rank.R1>([parameters.length]),
  }
}

/**
 * Step `t` (from 1) of Adam (Kingma & Ba 2015, algorithm 1), with tfjs's own constants, over one vector: ten kernels
 * however many layers there are.
 */
export function adamStep(state: AdamState, gradient: tf.Tensor1D, t: number, learningRate: number): AdamState {
  const first = tf.add<tf.Tensor1D>(tf.mul(state.first, BETA1), gradient)
  const second = tf.add<tf.Tensor1D>(tf.mul(state.second, BETA2), tf.square(gradient))
  const spread = Math.sqrt((1 - BETA2 ** t) / (1 - BETA2))
  const rate = ((learningRate * (1 - BETA1)) / (1 - BETA1 ** t)) * spread
  const move = tf.div(first, tf.add(tf.sqrt(second), EPSILON * spread))
  return { parameters: tf.sub(state.parameters, tf.mul(move, rate)), first, second }
}
