import { median } from '../centre.ts'
import { eachRow, finish, sort, type Work } from '../work.ts'

/** An answer far from what a model that never saw it says. */
interface AnswerOutlier {
  readonly row: number
  readonly actual: number
  readonly predicted: number
  /** Its residual in robust deviations: (residual − median) / (1.4826 · MAD). */
  readonly score: number
}

export interface AnswerOutliers {
  /** Median of the residuals, and 1.4826 times the median distance from it: of normal residuals their deviation. */
  readonly centre: number
  readonly scale: number
  /** Farthest first. */
  readonly outliers: readonly AnswerOutlier[]
}

/** Robust deviations past which a residual is an outlier (Iglewicz and Hoaglin 1993). */
export const OUTLIER_SCORE = 3.5

/** Of normal numbers the deviation over the median distance from the median: 1 / Φ⁻¹(3/4). */
const DEVIATION_OF_MAD = 1.4826

/**
 * Answers whose residual (actual less predicted, out of sample) lies more than {@link OUTLIER_SCORE} robust deviations from the
 * median residual. None where more than half of the residuals are alike: then there is no scale to measure by.
 */
export function* findAnswerOutliers(actual: Float64Array, predicted: ArrayLike<number>): Work<AnswerOutliers> {
  const residuals = actual.map((value, row) => value - predicted[row]!)
  yield
  const centre = median(residuals)
  yield
  const scale = DEVIATION_OF_MAD * median(residuals.map((residual) => Math.abs(residual - centre)))
  const outliers: AnswerOutlier[] = []
  yield* eachRow(scale > 0 ? actual.length : 0, (row) => {
    const score = (residuals[row]! - centre) / scale
    if (Math.abs(score) > OUTLIER_SCORE) outliers.push({ row, actual: actual[row]!, predicted: predicted[row]!, score })
  })
  return { centre, scale, outliers: yield* finish(sort(outliers, (a, b) => Math.abs(b.score) - Math.abs(a.score))) }
}
