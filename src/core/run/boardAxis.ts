import type { Interval } from '../metrics/interval.ts'
import { quantileOf } from '../profile/quantile.ts'

/** The axis on which the scores of all runs lie. */
export interface TrackAxis extends Interval {
  /** The baseline's score, where there is one. */
  readonly baseline: number | undefined
}

/** Scores from which on a few far ones are left beyond the axis, so that the others can be told apart. */
const MANY = 8

/**
 * From the lowest to the highest of scores and of the intervals around them. Of many scores, those farther than three times
 * the middle half's width outside of it (Tukey's outer fences, 1977) are left beyond: one run that went wrong would else
 * press all others together.
 */
export function trackAxis(
  scores: readonly { readonly value: number; readonly interval: Interval | undefined }[],
  baseline: number | undefined,
): TrackAxis {
  const sorted = Float64Array.from(scores, ({ value }) => value).sort()
  const [first, third] = [quantileOf(sorted, 0.25), quantileOf(sorted, 0.75)]
  const reach = sorted.length >= MANY && third > first ? 3 * (third - first) : Number.POSITIVE_INFINITY
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { value, interval } of scores) {
    if (value < first - reach || value > third + reach) continue
    low = Math.min(low, value, interval?.low ?? value)
    high = Math.max(high, value, interval?.high ?? value)
  }
  return { low, high, baseline }
}
