import { type Interval, wilsonInterval, Z_95 } from '../metrics/interval.ts'

/** Rows that something is true of, among those that it could be true of. */
export interface Proportion {
  readonly successes: number
  readonly trials: number
}

export function rateOf({ successes, trials }: Proportion): number {
  return successes / trials
}

/**
 * Interval of p_a − p_b of independent proportions: Newcombe's hybrid of Wilson's score intervals (Newcombe 1998, "Interval
 * estimation for the difference between independent proportions", method 10). Undefined where one has no trials.
 */
export function newcombeInterval(a: Proportion, b: Proportion, z = Z_95): Interval | undefined {
  const [ofA, ofB] = [wilsonInterval(a.successes, a.trials, z), wilsonInterval(b.successes, b.trials, z)]
  if (!ofA || !ofB) return undefined
  const [p, q] = [rateOf(a), rateOf(b)]
  return {
    low: p - q - Math.hypot(p - ofA.low, ofB.high - q),
    high: p - q + Math.hypot(ofA.high - p, q - ofB.low),
  }
}

/**
 * Interval of p_a / p_b of independent proportions, symmetric on the log scale (Katz et al. 1978, "Obtaining confidence
 * intervals for the risk ratio in cohort studies"). Undefined where one of them has no success: the log has no value.
 */
export function katzInterval(a: Proportion, b: Proportion, z = Z_95): Interval | undefined {
  if (a.successes === 0 || b.successes === 0) return undefined
  const ratio = rateOf(a) / rateOf(b)
  const deviation = Math.sqrt(1 / a.successes - 1 / a.trials + 1 / b.successes - 1 / b.trials)
  return { low: ratio * Math.exp(-z * deviation), high: ratio * Math.exp(z * deviation) }
}

/** Chances this near to the one observed count as no larger, whatever rounding does to them. */
const SLACK = 1 + 1e-7

/**
 * Two-sided p-value of "both proportions are the same": Fisher's exact test, the sum of the chances of all tables with the same
 * margins that are no likelier than the one observed. Takes as many steps as there are such tables.
 */
export function fisherP(a: Proportion, b: Proportion): number {
  const rows = a.trials + b.trials
  const hits = a.successes + b.successes
  const least = Math.max(0, hits - b.trials)
  const most = Math.min(hits, a.trials)
  // Chances relative to the likeliest table, which is near the mean, so that none overflows.
  const mode = Math.min(most, Math.max(least, Math.floor(((hits + 1) * (a.trials + 1)) / (rows + 2))))
  const chances = new Float64Array(most - least + 1)
  chances[mode - least] = 1
  const ratio = (k: number) => ((hits - k) * (a.trials - k)) / ((k + 1) * (b.trials - hits + k + 1))
  for (let k = mode; k < most; k++) chances[k + 1 - least] = chances[k - least]! * ratio(k)
  for (let k = mode; k > least; k--) chances[k - 1 - least] = chances[k - least]! / ratio(k - 1)
  const observed = chances[a.successes - least]! * SLACK
  let [all, asUnlikely] = [0, 0]
  for (const chance of chances) {
    all += chance
    if (chance <= observed) asUnlikely += chance
  }
  return Math.min(1, asUnlikely / all)
}
