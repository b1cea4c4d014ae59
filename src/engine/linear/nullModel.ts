import type { Answers } from './curve.ts'

/** What share of the rows each class has, by weight: two classes of a binomial. */
export function classShares({ family, outputs, y, weights }: Answers): Float64Array {
  const shares = new Float64Array(family === 'binomial' ? 2 : outputs)
  for (let row = 0; row < y.length; row++) shares[y[row]!]! += weights[row]!
  return shares
}

/**
 * The intercepts of the best model without coefficients: the mean, or the logarithms of how common each class is (less
 * their mean, where there are several outputs). What never comes counts as half the lightest row that does, so that its
 * logarithm is finite.
 */
export function nullIntercepts(answers: Answers): Float64Array {
  const { family, outputs, y, weights } = answers
  const half = weights.reduce((least, weight) => (weight > 0 ? Math.min(least, weight) : least), 1) / 2
  if (family === 'gaussian' || family === 'poisson') {
    const mean = y.reduce((sum, value, row) => sum + weights[row]! * value, 0)
    return Float64Array.of(family === 'gaussian' ? mean : Math.log(mean || half))
  }
  const logs = classShares(answers).map((share) => Math.log(share || half))
  if (family === 'binomial') return Float64Array.of(logs[1]! - logs[0]!)
  const mean = logs.reduce((sum, value) => sum + value, 0) / outputs
  return logs.map((value) => value - mean)
}
