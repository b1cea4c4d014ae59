import { orderNumbers, rankNumbers } from '../profile/rankNumbers.ts'
import { type MetricInterval, Z_95 } from './interval.ts'

/**
 * An AUC and what each row gives to it (DeLong, DeLong and Clarke-Pearson 1988, "Comparing the areas under two or more
 * correlated ROC curves"): of each positive row the share of negative ones below it, of each negative row the share of
 * positive ones above it, ties half. Rows of each side in the order given.
 */
export interface AucComponents {
  readonly auc: number
  readonly ofPositives: Float64Array
  readonly ofNegatives: Float64Array
}

/**
 * Components by midranks, O(n log n) (Sun and Xu 2014, "Fast implementation of DeLong's algorithm"). `positive[i]` is 1 or
 * 0. Undefined where a side has no rows, or a score is not a number.
 */
export function aucComponents(positive: ArrayLike<number>, scores: ArrayLike<number>): AucComponents | undefined {
  const values = Float64Array.from(scores)
  const isPositive = Uint8Array.from(positive)
  const isNegative = isPositive.map((is) => 1 - is)
  const positives = isPositive.reduce((sum, is) => sum + is, 0)
  const negatives = values.length - positives
  if (positives === 0 || negatives === 0 || values.some(Number.isNaN)) return undefined

  const order = orderNumbers(values)
  const among = rankNumbers(values, order)
  const withinPositives = rankNumbers(values, order, isPositive)
  const withinNegatives = rankNumbers(values, order, isNegative)
  const ofPositives = new Float64Array(positives)
  const ofNegatives = new Float64Array(negatives)
  let [sum, up, down] = [0, 0, 0]
  for (let i = 0; i < values.length; i++) {
    if (isPositive[i]) {
      const below = among[i]! - withinPositives[i]!
      sum += below
      ofPositives[up++] = below / negatives
    } else ofNegatives[down++] = 1 - (among[i]! - withinNegatives[i]!) / positives
  }
  return { auc: sum / (positives * negatives), ofPositives, ofNegatives }
}

/**
 * DeLong's covariance of two AUCs on the same rows; of one with itself its variance. Undefined where a side has fewer than
 * two rows.
 */
export function aucCovariance(a: AucComponents, b: AucComponents): number | undefined {
  if (a.ofPositives.length < 2 || a.ofNegatives.length < 2) return undefined
  return (
    covariance(a.ofPositives, a.auc, b.ofPositives, b.auc) / a.ofPositives.length +
    covariance(a.ofNegatives, a.auc, b.ofNegatives, b.auc) / a.ofNegatives.length
  )
}

/**
 * 95% interval of an AUC: DeLong's, cut off at 0 and 1. Where every positive row scores above every negative one, or below,
 * the rows do not vary and it would have no width: there Newcombe's, of an AUC of 1 or 0. Undefined with
 * {@link aucCovariance}. Equal scores have an AUC of exactly .5, and an interval of no width: no rows could make it another.
 */
export function aucInterval(components: AucComponents): MetricInterval | undefined {
  const { auc, ofPositives, ofNegatives } = components
  if (auc === 1 || auc === 0) {
    const far = newcombeEnd(ofPositives.length, ofNegatives.length)
    return auc === 1 ? { low: far, high: 1, method: 'Newcombe' } : { low: 0, high: 1 - far, method: 'Newcombe' }
  }
  const variance = aucCovariance(components, components)
  if (variance === undefined) return undefined
  const half = Z_95 * Math.sqrt(variance)
  return { low: Math.max(0, auc - half), high: Math.min(1, auc + half), method: 'DeLong' }
}

/**
 * The lower end where the AUC is 1: (1 − t)² = z² · V(t) with the variance that Hanley and McNeil 1982 give an AUC of t, both
 * sides taken as large as their mean (Newcombe 2006, "Confidence intervals for an effect size measure based on the
 * Mann–Whitney statistic. Part 2", method 5). Found by halving.
 */
function newcombeEnd(positives: number, negatives: number): number {
  const typical = (positives + negatives) / 2 - 1
  const variance = (t: number) =>
    ((t * (1 - t)) / (positives * negatives)) * (1 + (typical * (1 - t)) / (2 - t) + (typical * t) / (1 + t))
  let [low, high] = [0, 1]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if ((1 - middle) ** 2 > Z_95 ** 2 * variance(middle)) low = middle
    else high = middle
  }
  return low
}

function covariance(a: Float64Array, meanA: number, b: Float64Array, meanB: number): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i]! - meanA) * (b[i]! - meanB)
  return sum / (a.length - 1)
}
