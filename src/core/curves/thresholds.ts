import type { Costs } from '../experiment/purpose.ts'
import { f1, precision, recall } from '../metrics/confusion.ts'
import type { Ranked } from '../metrics/ranked.ts'
import { MOST_POINTS } from './thin.ts'

/** Rows by what they are and are called. */
export interface ThresholdCounts {
  readonly truePositives: number
  readonly falsePositives: number
  readonly falseNegatives: number
  readonly trueNegatives: number
}

export type BinaryCosts = Pick<Extract<Costs, { readonly kind: 'binary' }>, 'falseAlarm' | 'miss' | 'hit'>

export interface ThresholdRow extends ThresholdCounts {
  /** Rows are called positive from here up; ∞ where none is. */
  readonly threshold: number
  /** Undefined where nothing is called positive. */
  readonly precision: number | undefined
  readonly recall: number | undefined
  readonly f1: number | undefined
  /** Of all rows together, less what hits gain; absent where no costs are given. */
  readonly cost?: number
}

/** What calling rows positive costs: false alarms and misses, less what hits gain. What nobody said costs nothing. */
export function costOf(counts: ThresholdCounts, { falseAlarm = 0, miss = 0, hit = 0 }: BinaryCosts): number {
  return counts.falsePositives * falseAlarm + counts.falseNegatives * miss - counts.truePositives * hit
}

/**
 * What follows from each threshold, from "none is positive" to "all are": of all distinct scores, or of `most` that part the
 * rows evenly where they are more.
 */
export function thresholdTable(ranked: Ranked, costs?: BinaryCosts, most = MOST_POINTS): ThresholdRow[] {
  return placesOf(ranked, most).map((place) => rowAt(ranked, place, costs))
}

/**
 * The threshold by which `worth` is greatest, among all there are; the highest of equals. For least cost
 * `(counts) => -costOf(counts, costs)`. Places where `worth` has no value are passed over; undefined where all are.
 */
export function bestThreshold(
  ranked: Ranked,
  worth: (counts: ThresholdCounts) => number | undefined,
  costs?: BinaryCosts,
): ThresholdRow | undefined {
  let best: number | undefined
  let most = Number.NEGATIVE_INFINITY
  for (let place = 0; place <= ranked.thresholds.length; place++) {
    const value = worth(countsAt(ranked, place))
    if (value === undefined || !(value > most)) continue
    most = value
    best = place
  }
  return best === undefined ? undefined : rowAt(ranked, best, costs)
}

/** Place 0 calls nothing positive, place `i` all from the i-th highest score up. */
function countsAt({ truePositives, falsePositives, positives, negatives }: Ranked, place: number): ThresholdCounts {
  const [found, alarms] = place === 0 ? [0, 0] : [truePositives[place - 1]!, falsePositives[place - 1]!]
  return {
    truePositives: found,
    falsePositives: alarms,
    falseNegatives: positives - found,
    trueNegatives: negatives - alarms,
  }
}

function rowAt(ranked: Ranked, place: number, costs: BinaryCosts | undefined): ThresholdRow {
  const counts = countsAt(ranked, place)
  const matrix = [
    [counts.trueNegatives, counts.falsePositives],
    [counts.falseNegatives, counts.truePositives],
  ]
  return {
    threshold: place === 0 ? Number.POSITIVE_INFINITY : ranked.thresholds[place - 1]!,
    ...counts,
    precision: precision(matrix, 1),
    recall: recall(matrix, 1),
    f1: f1(matrix, 1),
    ...(costs && { cost: costOf(counts, costs) }),
  }
}

function placesOf({ thresholds, truePositives, falsePositives, positives, negatives }: Ranked, most: number): number[] {
  const all = thresholds.length + 1
  if (all <= most) return Array.from({ length: all }, (_, place) => place)
  const places = [0]
  const rows = positives + negatives
  for (let place = 1; place < all; place++) {
    const called = truePositives[place - 1]! + falsePositives[place - 1]!
    if (called >= (rows * places.length) / (most - 1) || place === all - 1) places.push(place)
  }
  return places
}
