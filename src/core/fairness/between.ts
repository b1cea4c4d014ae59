import { type Interval, Z_95 } from '../metrics/interval.ts'
import { normalQuantile } from '../normal.ts'
import { katzInterval, newcombeInterval, type Proportion, rateOf } from './proportions.ts'

/** Figures of all groups together, by the names and definitions of Fairlearn (`between_groups`). */
const DISPARITIES = [
  'demographicParityDifference',
  'demographicParityRatio',
  'equalOpportunityDifference',
  'equalisedOddsDifference',
] as const
export type DisparityName = (typeof DISPARITIES)[number]

export interface Disparity {
  readonly name: DisparityName
  readonly value: number
  /** At least 95%, over every pair of groups that could be the furthest apart; absent where rows depend on each other. */
  readonly interval?: Interval | undefined
}

/** What is counted of each group; a group may be in one and not in another. */
export interface GroupRates {
  readonly selected: readonly Proportion[]
  readonly truePositive: readonly Proportion[]
  readonly falsePositive: readonly Proportion[]
}

/**
 * The largest difference of selection rates, the ratio of the least to the largest, and the largest differences of true positive
 * rates and of those or false positive rates, whichever is larger. One that fewer than two groups have rates for is absent.
 *
 * The largest difference among many groups is above 0 by chance, so its interval is not that of the two groups that happen to
 * be furthest apart: all pairs have an interval at once (Dunn 1961), and the largest true difference lies between the largest
 * lower and the largest upper end of their sizes.
 */
export function disparitiesOf(
  { selected, truePositive, falsePositive }: GroupRates,
  isIndependent = true,
): readonly Disparity[] {
  const of = (name: DisparityName, families: readonly (readonly Proportion[])[]): readonly Disparity[] => {
    if (families.some((rates) => rates.length < 2)) return []
    const z = zFor(families)
    const value = Math.max(...families.map(widest))
    return [{ name, value, ...(isIndependent && { interval: widestWithin(families, z) }) }]
  }
  return [
    ...of('demographicParityDifference', [selected]),
    ...ratioOf(selected, isIndependent),
    ...of('equalOpportunityDifference', [truePositive]),
    ...of('equalisedOddsDifference', [truePositive, falsePositive]),
  ]
}

function widest(rates: readonly Proportion[]): number {
  const values = rates.map(rateOf)
  return Math.max(...values) - Math.min(...values)
}

/** The normal quantile at which intervals of all pairs hold their truths together. */
function zFor(families: readonly (readonly unknown[])[]): number {
  const pairs = families.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0)
  return pairs === 1 ? Z_95 : normalQuantile(1 - 0.025 / pairs)
}

function pairsOf<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b) => [a, b] as const))
}

function widestWithin(families: readonly (readonly Proportion[])[], z: number): Interval {
  let [low, high] = [0, 0]
  for (const [a, b] of families.flatMap(pairsOf)) {
    const interval = newcombeInterval(a, b, z)!
    low = Math.max(low, interval.low, -interval.high)
    high = Math.max(high, interval.high, -interval.low)
  }
  return { low, high }
}

function ratioOf(selected: readonly Proportion[], isIndependent: boolean): readonly Disparity[] {
  const values = selected.map(rateOf)
  const most = Math.max(...values)
  if (selected.length < 2 || most === 0) return []
  const z = zFor([selected])
  let [low, high] = [1, 1]
  for (const [a, b] of pairsOf(selected)) {
    const interval = katzInterval(a, b, z)
    // Nothing bounds a ratio to a group of which nobody is selected.
    low = Math.min(low, interval ? Math.min(interval.low, 1 / interval.high) : 0)
    if (interval && interval.high < 1) high = Math.min(high, interval.high)
    if (interval && interval.low > 1) high = Math.min(high, 1 / interval.low)
  }
  return [
    {
      name: 'demographicParityRatio',
      value: Math.min(...values) / most,
      ...(isIndependent && { interval: { low, high } }),
    },
  ]
}
