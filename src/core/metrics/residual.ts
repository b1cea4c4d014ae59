import { median } from '../centre.ts'

/** Errors of predicted numbers, in the target's own units. All are undefined for no rows. */

/** Mean squared error. */
export function mse(actual: ArrayLike<number>, predicted: ArrayLike<number>): number | undefined {
  let sum = 0
  for (let i = 0; i < actual.length; i++) sum += (predicted[i]! - actual[i]!) ** 2
  return actual.length === 0 ? undefined : sum / actual.length
}

/** Root of the mean squared error. */
export function rmse(actual: ArrayLike<number>, predicted: ArrayLike<number>): number | undefined {
  const squared = mse(actual, predicted)
  return squared === undefined ? undefined : Math.sqrt(squared)
}

/** Mean absolute error. */
export function mae(actual: ArrayLike<number>, predicted: ArrayLike<number>): number | undefined {
  let sum = 0
  for (let i = 0; i < actual.length; i++) sum += Math.abs(predicted[i]! - actual[i]!)
  return actual.length === 0 ? undefined : sum / actual.length
}

/** Share of the variance explained, 1 − Σ(y − ŷ)² / Σ(y − ȳ)²; undefined where the actual values do not vary. */
export function r2(actual: ArrayLike<number>, predicted: ArrayLike<number>): number | undefined {
  let mean = 0
  for (let i = 0; i < actual.length; i++) mean += (actual[i]! - mean) / (i + 1)
  let left = 0
  let spread = 0
  let varies = false
  for (let i = 0; i < actual.length; i++) {
    left += (actual[i]! - predicted[i]!) ** 2
    spread += (actual[i]! - mean) ** 2
    varies ||= actual[i] !== actual[0]
  }
  return varies && spread > 0 ? 1 - left / spread : undefined
}

/** Median of the absolute errors, of an even number of rows the mean of the two in the middle. */
export function medianAbsoluteError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number | undefined {
  if (actual.length === 0) return undefined
  const errors = Float64Array.from(actual, (value, i) => Math.abs(predicted[i]! - value))
  return errors.some(Number.isNaN) ? undefined : median(errors)
}

/**
 * Mean absolute percentage error as a share, mean |y − ŷ| / |y|. Undefined where a true value is 0: the error is no share
 * of it (scikit-learn divides by the machine epsilon, which says some 10¹⁵).
 */
export function mape(actual: ArrayLike<number>, predicted: ArrayLike<number>): number | undefined {
  let sum = 0
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] === 0) return undefined
    sum += Math.abs((predicted[i]! - actual[i]!) / actual[i]!)
  }
  return actual.length === 0 ? undefined : sum / actual.length
}

/**
 * Pinball loss of a predicted quantile, the median unless another is named (Koenker and Bassett 1978): each unit too low
 * costs `quantile`, each too high the rest of 1.
 */
export function pinball(actual: ArrayLike<number>, predicted: ArrayLike<number>, quantile = 0.5): number | undefined {
  let sum = 0
  for (let i = 0; i < actual.length; i++) sum += missCost(actual[i]! - predicted[i]!, quantile)
  return actual.length === 0 ? undefined : sum / actual.length
}

/** What a value that is `short` above what was predicted costs as the quantile. */
export function missCost(short: number, quantile: number): number {
  return short > 0 ? quantile * short : (quantile - 1) * short
}
