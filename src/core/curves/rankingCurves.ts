import type { Ranked } from '../metrics/ranked.ts'
import { MOST_POINTS, thinCurve } from './thin.ts'

export interface RocPoint {
  readonly falsePositiveRate: number
  readonly truePositiveRate: number
  /** Rows are called positive from here up; ∞ where none is. */
  readonly threshold: number
}

/** The ROC curve from (0, 0) to (1, 1); empty where a side has no rows. */
export function rocCurve(ranked: Ranked, most = MOST_POINTS): RocPoint[] {
  const { positives, negatives } = ranked
  if (positives === 0 || negatives === 0) return []
  const x = fromNothing(ranked.falsePositives, negatives)
  const y = fromNothing(ranked.truePositives, positives)
  return Array.from(thinCurve(x, y, most), (i) => ({
    falsePositiveRate: x[i]!,
    truePositiveRate: y[i]!,
    threshold: thresholdAt(ranked, i),
  }))
}

export interface PrecisionRecallPoint {
  readonly recall: number
  readonly precision: number
  readonly threshold: number
}

/**
 * Precision against recall from the highest threshold down; empty where no row is positive. It starts at the first threshold:
 * the point (0, 1) that others put before it is nobody's precision. The area under its steps is the average precision.
 */
export function precisionRecallCurve(ranked: Ranked, most = MOST_POINTS): PrecisionRecallPoint[] {
  const { thresholds, truePositives, falsePositives, positives } = ranked
  if (positives === 0) return []
  const recalls = Float64Array.from(truePositives, (found) => found / positives)
  const precisions = Float64Array.from(truePositives, (found, i) => found / (found + falsePositives[i]!))
  return Array.from(thinCurve(recalls, precisions, most), (i) => ({
    recall: recalls[i]!,
    precision: precisions[i]!,
    threshold: thresholds[i]!,
  }))
}

export interface GainPoint {
  /** Of all rows, those with the highest scores. */
  readonly share: number
  /** Of the positive rows, those among them. */
  readonly gain: number
  /** How many times more often than in all rows; 1 where there are none. */
  readonly lift: number
  readonly threshold: number
}

/** Cumulative gain and lift, from no rows to all; empty where no row is positive. */
export function gainCurve(ranked: Ranked, most = MOST_POINTS): GainPoint[] {
  const { truePositives, falsePositives, positives, negatives } = ranked
  if (positives === 0) return []
  const shares = fromNothing(
    truePositives.map((found, i) => found + falsePositives[i]!),
    positives + negatives,
  )
  const gains = fromNothing(truePositives, positives)
  return Array.from(thinCurve(shares, gains, most), (i) => ({
    share: shares[i]!,
    gain: gains[i]!,
    lift: i === 0 ? 1 : gains[i]! / shares[i]!,
    threshold: thresholdAt(ranked, i),
  }))
}

/** Gain and lift of the best tenth of rows, the best two tenths and so on; rows of one score are taken evenly. */
export function liftTable(ranked: Ranked, parts = 10): Omit<GainPoint, 'threshold'>[] {
  const { truePositives, falsePositives, positives, negatives } = ranked
  if (positives === 0) return []
  const rows = positives + negatives
  let at = 0
  return Array.from({ length: parts }, (_, part) => {
    const wanted = (rows * (part + 1)) / parts
    while (truePositives[at]! + falsePositives[at]! < wanted) at++
    const [foundBefore, rowsBefore] =
      at === 0 ? [0, 0] : [truePositives[at - 1]!, truePositives[at - 1]! + falsePositives[at - 1]!]
    const step = truePositives[at]! + falsePositives[at]! - rowsBefore
    const found = foundBefore + ((wanted - rowsBefore) / step) * (truePositives[at]! - foundBefore)
    const share = wanted / rows
    return { share, gain: found / positives, lift: found / positives / share }
  })
}

/** Counts as shares, after a 0. */
function fromNothing(counts: Uint32Array, all: number): Float64Array {
  const shares = new Float64Array(counts.length + 1)
  for (let i = 0; i < counts.length; i++) shares[i + 1] = counts[i]! / all
  return shares
}

function thresholdAt({ thresholds }: Ranked, i: number): number {
  return i === 0 ? Number.POSITIVE_INFINITY : thresholds[i - 1]!
}
