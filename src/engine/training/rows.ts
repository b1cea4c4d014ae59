import type { RunQuestion } from '@/core/experiment/experiment.ts'
import type { ClassWeights } from '@/core/learner/learner.ts'
import { evaluateMetric } from '@/core/metrics/evaluate.ts'
import { balancedWeights } from '../neural/classWeights.ts'
import type { Prepared } from '../prepare.ts'

/** What each training row counts, with classes evened out where that is asked for; undefined where all count 1. */
export function weightsFor(
  { task, classes }: RunQuestion,
  classWeights: ClassWeights | undefined,
  { y, weights }: Prepared,
): Float64Array | undefined {
  return classWeights === 'balanced' && task !== 'regression' ? balancedWeights(y, classes.length, weights) : weights
}

/** The primary metric of answers for the validation rows (rows × classes, or numbers). */
export function metricOn(
  { task, classes, metric }: RunQuestion,
  { validation: { actual } }: Prepared,
  scores: Float32Array,
  quantile?: number,
): number | null {
  const rows = actual.length
  const predictions = { rows, width: scores.length / Math.max(1, rows), scores }
  return evaluateMetric({ task, classes, actual, predictions, threshold: 0.5, quantile }, metric) ?? null
}
