import { studentTQuantile } from '@/core/compare/studentT.ts'
import type { CurvePoint, CurvePoints } from '@/core/learningCurve/learningCurve.ts'

/** A size of the curve with the ends of the 95% interval of its validation score, where draws tell one. */
export interface SizeScore extends CurvePoint {
  readonly low: number | undefined
  readonly high: number | undefined
}

export function sizeScores({ points, df }: CurvePoints): readonly SizeScore[] {
  return points.map((point) => {
    const half =
      df > 0 && point.variance !== undefined ? studentTQuantile(0.975, df) * Math.sqrt(point.variance) : undefined
    return {
      ...point,
      low: half === undefined ? undefined : point.validation - half,
      high: half === undefined ? undefined : point.validation + half,
    }
  })
}
