import { type Interval, wilsonInterval } from '../metrics/interval.ts'
import { normalCdf } from '../normal.ts'

/** Rows by whether each of two models is right. */
export interface PairedOutcomes {
  readonly both: number
  readonly onlyA: number
  readonly onlyB: number
  readonly neither: number
}

/** Below this many rows on which the models differ the test is exact. */
const EXACT_BELOW = 25

/** Counts rows by which model labels them right. */
export function countOutcomes(
  actual: ArrayLike<number>,
  labelsA: ArrayLike<number>,
  labelsB: ArrayLike<number>,
): PairedOutcomes {
  const counts = [0, 0, 0, 0]
  for (let i = 0; i < actual.length; i++)
    counts[(labelsA[i] === actual[i] ? 2 : 0) + (labelsB[i] === actual[i] ? 1 : 0)]!++
  return { neither: counts[0]!, onlyB: counts[1]!, onlyA: counts[2]!, both: counts[3]! }
}

/**
 * Two-sided p-value of "both are right as often" (McNemar 1947): of rows on which one alone is right, half are A's. Exact
 * binomial below 25 such rows, else χ² with one degree of freedom and Edwards' correction for continuity,
 * (|b − c| − 1)² / (b + c). 1 where there are none.
 */
export function mcNemarP({ onlyA, onlyB }: PairedOutcomes): { readonly p: number; readonly isExact: boolean } {
  const differing = onlyA + onlyB
  if (differing < EXACT_BELOW) return { p: exactP(Math.min(onlyA, onlyB), differing), isExact: true }
  return { p: chiSquareP(mcNemarStatistic({ onlyA, onlyB })), isExact: false }
}

/** Edwards' χ² of {@link mcNemarP}. */
export function mcNemarStatistic({ onlyA, onlyB }: Pick<PairedOutcomes, 'onlyA' | 'onlyB'>): number {
  return Math.max(0, Math.abs(onlyA - onlyB) - 1) ** 2 / (onlyA + onlyB)
}

/** The two-sided binomial test of `fewer` or fewer in `trials` at one half; 1 where there are none. */
export function exactP(fewer: number, trials: number): number {
  let chance = 0.5 ** trials
  let sum = 0
  for (let k = 0; k <= fewer; k++) {
    sum += chance
    chance *= (trials - k) / (k + 1)
  }
  return Math.min(1, 2 * sum)
}

/** Upper tail of χ² with one degree of freedom: that of a squared standard normal number. */
function chiSquareP(statistic: number): number {
  return 2 * normalCdf(-Math.sqrt(statistic))
}

/**
 * 95% interval of how much more often B is right, as a share of the rows: Newcombe 1998, "Improved confidence intervals for
 * the difference between binomial proportions based on paired data", method 10, of Wilson's intervals of both and their
 * correlation. Undefined for no rows.
 */
export function pairedRateInterval({ both, onlyA, onlyB, neither }: PairedOutcomes): Interval | undefined {
  const rows = both + onlyA + onlyB + neither
  const [a, b] = [wilsonInterval(both + onlyA, rows), wilsonInterval(both + onlyB, rows)]
  if (!a || !b) return undefined
  const [rateA, rateB] = [(both + onlyA) / rows, (both + onlyB) / rows]
  const margins = (both + onlyA) * (onlyB + neither) * (both + onlyB) * (onlyA + neither)
  const product = both * neither - onlyA * onlyB
  const corrected = product > 0 ? Math.max(0, product - rows / 2) : product
  const correlation = margins === 0 ? 0 : corrected / Math.sqrt(margins)
  const distance = (x: number, y: number) => Math.sqrt(Math.max(0, x * x - 2 * correlation * x * y + y * y))
  const difference = rateB - rateA
  return {
    low: difference - distance(rateB - b.low, a.high - rateA),
    high: difference + distance(b.high - rateB, rateA - a.low),
  }
}
