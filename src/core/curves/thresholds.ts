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

/** What follows from calling rows positive from `threshold` up. */
export function thresholdRow(ranked: Ranked, threshold: number, costs?: BinaryCosts): ThresholdRow {
  return { ...rowAt(ranked, placeOf(ranked, threshold), costs), threshold }
}

/**
 * The number with the fewest decimals that calls the same rows positive as `threshold` does, the one nearest the middle of
 * those: it is easier to say than a row's own score, and rounding on another device moves no row across it. `threshold`
 * itself where there is none within [0, 1].
 */
export function plainThreshold(ranked: Ranked, threshold: number): number {
  const { thresholds } = ranked
  const place = placeOf(ranked, threshold)
  const low = place < thresholds.length ? thresholds[place]! : 0
  const high = place === 0 ? 1 : thresholds[place - 1]!
  const middle = (low + high) / 2
  for (let decimals = 1; decimals <= 15; decimals++) {
    const plain = Number(middle.toFixed(decimals))
    if (plain > low && plain < high) return plain
  }
  return threshold
}

/** Share of positive rows that are found, less that of others called so (Youden 1950); undefined where a side has no rows. */
export function youden(counts: ThresholdCounts): number | undefined {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts
  const positives = truePositives + falseNegatives
  const negatives = falsePositives + trueNegatives
  return positives > 0 && negatives > 0 ? truePositives / positives - falsePositives / negatives : undefined
}

/** F1 of the positive class; undefined where there is none and none is called so. */
export function f1Of(counts: ThresholdCounts): number | undefined {
  return f1(confusionOf(counts), 1)
}

/** Rows true, columns called; the negative class first. */
export function confusionOf(counts: ThresholdCounts): number[][] {
  return [
    [counts.trueNegatives, counts.falsePositives],
    [counts.falseNegatives, counts.truePositives],
  ]
}

/** How many of the scores, which descend, are as high as a threshold. */
function placeOf({ thresholds }: Ranked, threshold: number): number {
  let [from, to] = [0, thresholds.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (thresholds[middle]! >= threshold) from = middle + 1
    else to = middle
  }
  return from
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
  const matrix = confusionOf(counts)
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
