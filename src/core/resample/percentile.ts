import type { Interval } from '../metrics/interval.ts'
import { quantileOf } from '../profile/quantile.ts'

/** The share of resamples that must have a value. */
const ENOUGH = 0.9

/**
 * Percentile interval of 95% from the draws of a bootstrap (Efron and Tibshirani 1993, chapter 13), widened to the estimate
 * where all draws lie to one side of it. Draws without a value (NaN) are left out; undefined where they are more than one in
 * ten.
 */
export function percentileInterval(draws: Float64Array, estimate: number): Interval | undefined {
  const sorted = usable(draws)
  if (!sorted) return undefined
  return {
    low: Math.min(estimate, quantileOf(sorted, 0.025)),
    high: Math.max(estimate, quantileOf(sorted, 0.975)),
  }
}

/** {@link percentileInterval}, undefined too where all resamples are alike. */
export function percentileBounds(draws: Float64Array, estimate: number): Interval | undefined {
  const interval = percentileInterval(draws, estimate)
  return interval && interval.low < interval.high ? interval : undefined
}

/**
 * Two-sided p-value of "no difference" from draws of a difference: twice the smaller share of draws on one side of 0, or on
 * it, which inverts the percentile interval (it leaves 0 out where p < .05). Counted with one draw more, so that it is never
 * 0 (Davison and Hinkley 1997, section 4.2). Undefined with {@link percentileInterval}.
 */
export function percentileP(draws: Float64Array): number | undefined {
  const sorted = usable(draws)
  if (!sorted) return undefined
  let [below, above] = [0, 0]
  for (const draw of sorted) {
    if (draw <= 0) below++
    if (draw >= 0) above++
  }
  return Math.min(1, (2 * (Math.min(below, above) + 1)) / (sorted.length + 1))
}

/** The draws that have a value, ascending. */
function usable(draws: Float64Array): Float64Array | undefined {
  const finite = draws.filter(Number.isFinite)
  return finite.length > 0 && finite.length >= ENOUGH * draws.length ? finite.sort() : undefined
}
