import { AssayError } from '../errors.ts'
import type { MetricName } from '../metrics/metric.ts'
import type { Comparison } from './comparison.ts'
import { studentTCdf, studentTQuantile } from './studentT.ts'

/** A metric of two models on the same folds. */
export interface FoldScores {
  readonly metric: MetricName
  readonly a: readonly number[]
  readonly b: readonly number[]
  /** Rows tested for each row trained on in a fold: 1 / (k − 1) of k folds. */
  readonly testsPerTrained: number
}

export interface FoldComparison extends Comparison {
  readonly t: number
  readonly df: number
  /** Of the differences, with n − 1. */
  readonly variance: number
}

/**
 * The corrected resampled t-test over folds, repeated or not (Nadeau and Bengio 2003, "Inference for the generalization
 * error"; of repeated folds Bouckaert and Frank 2004): t = x̄ / √((1 / kr + n_test / n_train) · s²), df = kr − 1. Folds share
 * training rows, so the plain t-test would find differences where there are none. Undefined for fewer than two folds, and
 * where all differ by the same amount that is not 0.
 */
export function compareFolds({ metric, a, b, testsPerTrained }: FoldScores): FoldComparison | undefined {
  if (a.length !== b.length)
    throw new AssayError('internal', `${a.length} folds of one model cannot be compared with ${b.length} of another.`)
  if (!(testsPerTrained > 0)) throw new AssayError('internal', 'A fold tests at least one row.')
  const differences = b.map((value, fold) => value - a[fold]!)
  const folds = differences.length
  const df = folds - 1
  if (df < 1 || !differences.every(Number.isFinite)) return undefined
  const difference = differences.reduce((sum, each) => sum + each, 0) / folds
  const variance = differences.reduce((sum, each) => sum + (each - difference) ** 2, 0) / df
  const test = 'corrected resampled t'
  // Differences of rounding alone are none.
  const rounding = 1e-12 * Math.max(...a.map(Math.abs), ...b.map(Math.abs))
  if (differences.every((each) => Math.abs(each - differences[0]!) <= rounding))
    return Math.abs(difference) <= rounding
      ? { metric, difference: 0, low: 0, high: 0, p: 1, test, t: 0, df, variance }
      : undefined
  const error = Math.sqrt((1 / folds + testsPerTrained) * variance)
  const half = studentTQuantile(0.975, df) * error
  return {
    metric,
    difference,
    low: difference - half,
    high: difference + half,
    p: 2 * studentTCdf(-Math.abs(difference / error), df),
    test,
    t: difference / error,
    df,
    variance,
  }
}
