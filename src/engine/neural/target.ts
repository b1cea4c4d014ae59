import type { TaskKind } from '@/core/metrics/metric.ts'
import type { NetworkShape } from './shape.ts'

/** How a target is brought to mean 0 and deviation 1 for training: (y − mean) / scale. Classes stay as they are. */
export interface Standard {
  readonly mean: number
  readonly scale: number
}

/** Mean and deviation of the training rows, each counted by its weight (1 where absent). */
export function standardise(task: TaskKind, y: Float64Array, weights?: Float64Array): Standard {
  if (task !== 'regression' || y.length === 0) return { mean: 0, scale: 1 }
  const weightOf = (row: number) => weights?.[row] ?? 1
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : y.length
  const mean = y.reduce((sum, value, row) => sum + weightOf(row) * value, 0) / total
  const variance = y.reduce((sum, value, row) => sum + weightOf(row) * (value - mean) ** 2, 0) / total
  return { mean, scale: Math.sqrt(variance) || 1 }
}

/** {@link unstandardise} undone: the same network for a target of mean 0 and deviation 1. */
export function restandardise(
  parameters: Float32Array,
  shape: NetworkShape,
  { mean, scale }: Standard,
): Float32Array<ArrayBuffer> {
  const standard = Float32Array.from(parameters)
  if (shape.head !== 'identity') return standard
  const { kernelAt, biasAt, units } = shape.layers.at(-1)!
  for (let at = kernelAt; at < biasAt; at++) standard[at] = standard[at]! / scale
  for (let at = biasAt; at < biasAt + units; at++) standard[at] = (standard[at]! - mean) / scale
  return standard
}

/** Folds the standard into the last layer, so that the network answers in the target's own units. Works in place. */
export function unstandardise(
  parameters: Float32Array<ArrayBuffer>,
  shape: NetworkShape,
  { mean, scale }: Standard,
): Float32Array<ArrayBuffer> {
  if (shape.head !== 'identity') return parameters
  const { kernelAt, biasAt, units } = shape.layers.at(-1)!
  for (let at = kernelAt; at < biasAt + units; at++) parameters[at] = parameters[at]! * scale
  for (let at = biasAt; at < biasAt + units; at++) parameters[at] = parameters[at]! + mean
  return parameters
}
