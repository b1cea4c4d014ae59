import * as tf from '@tensorflow/tfjs-core'
import type { Snapshot } from './trainer.ts'

/** tfjs's own constants of Adam. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }

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
 * however many layers there are. `decay`, for AdamW (Loshchilov & Hutter 2019, algorithm 2), is how much of each parameter
 * a step of rate 1 takes away.
 */
export function adamStep(
  state: AdamState,
  gradient: tf.Tensor1D,
  t: number,
  learningRate: number,
  decay?: tf.Tensor1D,
): AdamState {
  const { beta1, beta2, epsilon } = ADAM
  const first = tf.add<tf.Tensor1D>(tf.mul(state.first, beta1), gradient)
  const second = tf.add<tf.Tensor1D>(tf.mul(state.second, beta2), tf.square(gradient))
  const spread = Math.sqrt((1 - beta2 ** t) / (1 - beta2))
  const rate = ((learningRate * (1 - beta1)) / (1 - beta1 ** t)) * spread
  const move = tf.mul<tf.Tensor1D>(tf.div(first, tf.add(tf.sqrt(second), epsilon * spread)), rate)
  const whole = decay ? tf.add<tf.Tensor1D>(move, tf.mul(tf.mul(state.parameters, decay), learningRate)) : move
  return { parameters: tf.sub(state.parameters, whole), first, second }
}

/** A snapshot's moments as a trainer keeps them: with Adam's factors 1 − β, or without. The same arrays where they are so. */
export function momentsAs(
  isScaled: boolean,
  { first, second, isScaled: have }: Pick<Snapshot, 'first' | 'second' | 'isScaled'>,
) {
  if (have === isScaled) return { first, second }
  const times = (factor: number) => (isScaled ? factor : 1 / factor)
  const byFirst = times(1 - ADAM.beta1)
  const bySecond = times(1 - ADAM.beta2)
  return { first: first.map((value) => value * byFirst), second: second.map((value) => value * bySecond) }
}
