import { orderNumbers } from '../profile/rankNumbers.ts'

/**
 * Rows of two classes from the highest score down, equals as one: what ROC, precision–recall, gain and thresholds are
 * read off. Place `i` is "called positive from `thresholds[i]` up".
 */
export interface Ranked {
  /** Distinct scores, descending. */
  readonly thresholds: Float64Array
  /** Positive rows with that score or more. */
  readonly truePositives: Uint32Array
  /** Negative rows with that score or more. */
  readonly falsePositives: Uint32Array
  readonly positives: number
  readonly negatives: number
}

/** Ranks rows by their scores. `positive[i]` is 1 or 0. Undefined where a score is not a number, or there are no rows. */
export function rankScores(positive: ArrayLike<number>, scores: ArrayLike<number>): Ranked | undefined {
  const values = Float64Array.from(scores)
  const { length } = values
  if (length === 0 || values.some(Number.isNaN)) return undefined
  const order = orderNumbers(values)
  const thresholds = new Float64Array(length)
  const truePositives = new Uint32Array(length)
  const falsePositives = new Uint32Array(length)
  let [at, positives, negatives] = [0, 0, 0]
  for (let i = length - 1; i >= 0; i--) {
    const row = order[i]!
    if (positive[row] === 1) positives++
    else negatives++
    if (i > 0 && values[order[i - 1]!] === values[row]) continue
    thresholds[at] = values[row]!
    truePositives[at] = positives
    falsePositives[at] = negatives
    at++
  }
  return {
    thresholds: thresholds.slice(0, at),
    truePositives: truePositives.slice(0, at),
    falsePositives: falsePositives.slice(0, at),
    positives,
    negatives,
  }
}

/**
 * Average precision: Σ (R_k − R_{k−1}) · P_k over thresholds from the highest down, without interpolation, as
 * `average_precision_score` of scikit-learn. Undefined where no row is positive.
 */
export function averagePrecision({ truePositives, falsePositives, positives }: Ranked): number | undefined {
  if (positives === 0) return undefined
  let sum = 0
  let before = 0
  for (let i = 0; i < truePositives.length; i++) {
    const found = truePositives[i]!
    sum += ((found - before) * found) / (found + falsePositives[i]!)
    before = found
  }
  return sum / positives
}
