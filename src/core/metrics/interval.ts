/** Both ends of an interval that holds the true value in 95 of 100 repetitions. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** How an interval was come by; docs/evaluation.md says which metric has which. */
type IntervalMethod = 'Wilson' | 'DeLong' | 'Newcombe' | 'bootstrap' | 'cluster bootstrap' | 'block bootstrap'

export interface MetricInterval extends Interval {
  readonly method: IntervalMethod
}

/** What the intervals of Assay are called wherever they are shown. */
export const INTERVAL_95 = '95% interval'

/** Standard normal quantile at .975. */
export const Z_95 = 1.959963984540054

/**
 * Wilson's score interval of a rate, at 95% unless another z is given (Wilson 1927; Newcombe 1998, method 3). Stays within
 * [0, 1] and has width even where all or none succeed. Undefined for no trials.
 */
export function wilsonInterval(successes: number, trials: number, z = Z_95): Interval | undefined {
  if (!(trials > 0)) return undefined
  const rate = successes / trials
  const square = (z * z) / trials
  const centre = (rate + square / 2) / (1 + square)
  const half = (z * Math.sqrt((rate * (1 - rate)) / trials + square / (4 * trials))) / (1 + square)
  // At the ends the formula is exactly 0 or 1, which rounding would miss.
  return { low: successes === 0 ? 0 : centre - half, high: successes === trials ? 1 : centre + half }
}

/**
 * Interval of the F1 of one class. F1 = 2J / (1 + J), where J = TP / (TP + FP + FN) is a rate among the rows that are of
 * the class or called so; F1 rises with J, so the ends of J's Wilson interval give those of F1.
 */
export function f1Interval(
  truePositives: number,
  falsePositives: number,
  falseNegatives: number,
): Interval | undefined {
  const jaccard = wilsonInterval(truePositives, truePositives + falsePositives + falseNegatives)
  return jaccard && { low: f1Of(jaccard.low), high: f1Of(jaccard.high) }
}

function f1Of(jaccard: number): number {
  return (2 * jaccard) / (1 + jaccard)
}
