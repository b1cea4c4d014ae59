import type { TaskKind } from '@/core/metrics/metric.ts'
import type { NetworkShape } from './shape.ts'

/** How a target is brought to mean 0 and deviation 1 for training: (y − mean) / scale. Classes stay as they are. */
export interface Standard {
  readonly mean: number
  readonly scale: number
}

export function standardise(task: TaskKind, y: Float64Array): Standard {
  if (task !== 'regression' || y.length === 0) return { mean: 0, scale: 1 }
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length
  const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length
  return { mean, scale: Math.sqrt(variance) || 1 }
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
