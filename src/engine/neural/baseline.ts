import type { TaskKind } from '@/core/metrics/metric.ts'
import { describeNetwork, type NetworkShape } from './shape.ts'

export interface Baseline {
  readonly shape: NetworkShape
  readonly parameters: Float32Array<ArrayBuffer>
}

/**
 * What every model must beat: no weights, and a bias that always gives the mean, or how common each class is among the
 * training rows. It is a model like any other, so it takes the same road to a prediction. A class that no training row has
 * counts as half a row (of the lightest, where rows have weights), so that its logarithm is finite. A row of weight 2 is
 * the row twice.
 */
export function fitBaseline(
  width: number,
  task: TaskKind,
  classCount: number,
  y: Float64Array,
  weights?: Float64Array,
): Baseline {
  const shape = describeNetwork(width, [], task, classCount)
  const parameters = new Float32Array(shape.size)
  const { biasAt } = shape.layers[0]!
  const weightOf = (row: number) => weights?.[row] ?? 1
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : y.length
  if (task === 'regression') parameters[biasAt] = y.reduce((sum, value, row) => sum + weightOf(row) * value, 0) / total
  else {
    const counts = new Float64Array(classCount)
    for (const [row, label] of y.entries()) counts[label] = counts[label]! + weightOf(row)
    const half = (weights ? weights.reduce((least, weight) => Math.min(least, weight), Infinity) : 1) / 2
    const logs = counts.map((count) => Math.log((count || half) / total))
    if (task === 'binary') parameters[biasAt] = logs[1]! - logs[0]!
    else parameters.set(logs, biasAt)
  }
  return { shape, parameters }
}
