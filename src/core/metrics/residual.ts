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
