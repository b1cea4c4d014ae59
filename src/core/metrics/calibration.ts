import { countBelow, quantileOf } from '../profile/quantile.ts'
import { type Interval, wilsonInterval } from './interval.ts'

/** Bins of the calibration error and of the curve, unless another number is asked for. */
const CALIBRATION_BINS = 10

/** Rows whose probabilities lie together: what was said of them, and what came true. */
export interface CalibrationBin extends Interval {
  readonly rows: number
  /** Mean of what was said. */
  readonly probability: number
  /** Share that came true; the interval is Wilson's. */
  readonly share: number
}

/**
 * Ends between bins, ascending: quantiles of the probabilities, so that each bin has about as many rows, or evenly over
 * [0, 1]. As `calibration_curve` of scikit-learn.
 */
export function binEdges(
  probabilities: ArrayLike<number>,
  bins = CALIBRATION_BINS,
  strategy: 'quantile' | 'uniform' = 'quantile',
): Float64Array {
  const inner = Float64Array.from({ length: bins - 1 }, (_, i) => (i + 1) / bins)
  if (strategy === 'uniform') return inner
  const ordered = Float64Array.from(probabilities).sort()
  return inner.map((p) => quantileOf(ordered, p))
}

/** The bin of a probability: above the edge before, up to its own. Equal probabilities share a bin, however many there are. */
export function binOf(edges: Float64Array, probability: number): number {
  return countBelow(edges, probability)
}

/**
 * What was said beside what came true, in bins; those without rows are left out. `isTrue[i]` is 1 or 0, probabilities are
 * in [0, 1].
 */
export function calibrationBins(
  isTrue: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  edges = binEdges(probabilities),
): CalibrationBin[] {
  const sums = Array.from({ length: edges.length + 1 }, () => ({ rows: 0, said: 0, came: 0 }))
  for (let i = 0; i < isTrue.length; i++) {
    const bin = sums[binOf(edges, probabilities[i]!)]!
    bin.rows++
    bin.said += probabilities[i]!
    bin.came += isTrue[i]!
  }
  return sums
    .filter(({ rows }) => rows > 0)
    .map(({ rows, said, came }) => ({
      rows,
      probability: said / rows,
      share: came / rows,
      ...wilsonInterval(came, rows)!,
    }))
}

/**
 * Expected calibration error: Σ (n_b / n) · |share − probability| over bins (Naeini, Cooper and Hauskrecht 2015; bins of
 * equal rows as Nixon et al. 2019). Undefined for no rows, or where a probability is not a number.
 */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): number | undefined {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0)
  const gaps = bins.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.share - bin.probability), 0)
  return rows === 0 ? undefined : gaps / rows
}
