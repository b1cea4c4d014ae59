import { studentTQuantile } from '@/core/compare/studentT.ts'
import type { CurvePoint, CurvePoints } from '@/core/learningCurve/learningCurve.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'

/** A size of the curve with the ends of the 95% interval of its validation score, where draws tell one. */
export interface SizeScore extends CurvePoint {
  readonly low: number | undefined
  readonly high: number | undefined
}

/** Intervals end where a score is perfect: a loss of 0, or a score of 1. */
export function sizeScores({ points, df }: CurvePoints, metric: MetricName): readonly SizeScore[] {
  const isHigher = METRICS[metric].better === 'higher'
  return points.map((point) => {
    const half =
      df > 0 && point.variance !== undefined ? studentTQuantile(0.975, df) * Math.sqrt(point.variance) : undefined
    return {
      ...point,
      low: half === undefined ? undefined : isHigher ? point.validation - half : Math.max(0, point.validation - half),
      high: half === undefined ? undefined : isHigher ? Math.min(1, point.validation + half) : point.validation + half,
    }
  })
}
