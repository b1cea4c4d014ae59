/**
 * The least probability a true class is taken to have, so that one row predicted as impossible costs 34.5 nats and not
 * infinitely many. scikit-learn's constant up to 1.2; from 1.3 on it is the machine epsilon of the probabilities' type,
 * which for float32 would cap the loss of a row at 15.9 and flatter a model that is confidently wrong.
 */
export const LEAST_PROBABILITY = 1e-15

/** −ln p, in nats, of the probability that the true class was given. */
export function surprise(probability: number): number {
  return -Math.log(Math.min(1, Math.max(LEAST_PROBABILITY, probability)))
}

/**
 * Mean surprise at the true class, in nats: −ln p. `scores` is rows × classes, `actual` class indices. Undefined for no
 * rows. As `log_loss` of scikit-learn with all labels given.
 */
export function logLoss(actual: ArrayLike<number>, scores: ArrayLike<number>, classes: number): number | undefined {
  let sum = 0
  for (let i = 0; i < actual.length; i++) {
    sum += surprise(scores[i * classes + actual[i]!]!)
  }
  return actual.length === 0 ? undefined : sum / actual.length
}

/**
 * Mean squared distance between the positive class's probability and what came true (Brier 1950, as
 * `brier_score_loss` of scikit-learn). Undefined for no rows.
 */
export function brier(positive: ArrayLike<number>, probabilities: ArrayLike<number>): number | undefined {
  let sum = 0
  for (let i = 0; i < positive.length; i++) sum += (probabilities[i]! - positive[i]!) ** 2
  return positive.length === 0 ? undefined : sum / positive.length
}

/**
 * The Brier score of several classes: the mean over rows of Σ (p_k − y_k)² over the classes, y_k being 1 for the true one
 * (Brier 1950; `brier_score_loss` of scikit-learn from 1.7 on). From 0 to 2; of two classes it would be twice {@link brier}.
 * `scores` is rows × classes. Undefined for no rows.
 */
export function brierOfClasses(
  actual: ArrayLike<number>,
  scores: ArrayLike<number>,
  classes: number,
): number | undefined {
  let sum = 0
  for (let i = 0; i < actual.length; i++) sum += squaredDistance(actual[i]!, scores, classes, i)
  return actual.length === 0 ? undefined : sum / actual.length
}

/** Σ (p_k − y_k)² over the classes in one row. */
export function squaredDistance(label: number, scores: ArrayLike<number>, classes: number, row: number): number {
  let sum = 0
  for (let j = 0; j < classes; j++) sum += (scores[row * classes + j]! - (j === label ? 1 : 0)) ** 2
  return sum
}
