import { formatCount } from '../format/format.ts'
import type { MetricName } from '../metrics/metric.ts'
import type { TrainEvent } from './jobs.ts'
import type { FoldResult } from './run.ts'

/** "fold 2 of 5", or "folds 1 to 5 of 5 side by side". */
export function nameFolds({ number, last, of }: Pick<Extract<TrainEvent, { kind: 'fold' }>, 'number' | 'last' | 'of'>) {
  return number === last
    ? `fold ${formatCount(number)} of ${formatCount(of)}`
    : `folds ${formatCount(number)} to ${formatCount(last)} of ${formatCount(of)} side by side`
}

/** Mean and standard deviation (with n − 1) of a metric over folds; undefined where fewer than two have it. */
export function overFolds(
  folds: readonly FoldResult[],
  metric: MetricName,
): { readonly mean: number; readonly std: number; readonly low: number; readonly high: number } | undefined {
  const values = folds.flatMap(({ metrics }) => metrics[metric] ?? [])
  if (values.length < 2) return undefined
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return { mean, std: Math.sqrt(variance), low: Math.min(...values), high: Math.max(...values) }
}
