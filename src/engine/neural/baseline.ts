import type { TaskKind } from '@/core/metrics/metric.ts'
import { describeNetwork, type NetworkShape } from './shape.ts'

export interface Baseline {
  readonly shape: NetworkShape
  readonly parameters: Float32Array<ArrayBuffer>
}

/**
 * What every model must beat: no weights, and a bias that always gives the mean, or how common each class is among the
 * training rows. It is a model like any other, so it takes the same road to a prediction. A class that no training row has
 * counts as half a row, so that its logarithm is finite.
 */
export function fitBaseline(width: number, task: TaskKind, classCount: number, y: Float64Array): Baseline {
  const shape = describeNetwork(width, [], task, classCount)
  const parameters = new Float32Array(shape.size)
  const { biasAt } = shape.layers[0]!
  if (task === 'regression') parameters[biasAt] = y.reduce((sum, value) => sum + value, 0) / y.length
  else {
    const counts = new Float64Array(classCount)
    for (const label of y) counts[label] = counts[label]! + 1
    const logs = counts.map((count) => Math.log((count || 0.5) / y.length))
    if (task === 'binary') parameters[biasAt] = logs[1]! - logs[0]!
    else parameters.set(logs, biasAt)
  }
  return { shape, parameters }
}
