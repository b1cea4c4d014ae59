import type { Confusion } from '../metrics/confusion.ts'
import type { MetricInterval } from '../metrics/interval.ts'
import { percentileBounds } from './percentile.ts'
import { RESAMPLES } from './resample.ts'

/** A figure that the matrix alone gives; undefined where it has none. */
export type MatrixMeasure = (confusion: Confusion) => number | undefined

/** Takes matrices that were drawn anew, and gives the intervals of measures over them, in their order. */
export function matrixDraws(measures: readonly MatrixMeasure[], confusion: Confusion, resamples = RESAMPLES) {
  const classes = confusion.length
  const draws = measures.map(() => new Float64Array(resamples))
  return {
    take: (drawn: Float64Array, draw: number) => {
      const matrix = Array.from({ length: classes }, (_, j) =>
        Array.from(drawn.subarray(j * classes, (j + 1) * classes)),
      )
      for (const [i, measure] of measures.entries()) draws[i]![draw] = measure(matrix) ?? Number.NaN
    },
    intervals: (method: MetricInterval['method']): (MetricInterval | undefined)[] =>
      measures.map((measure, i) => {
        const value = measure(confusion)
        const interval = value === undefined ? undefined : percentileBounds(draws[i]!, value)
        return interval && { ...interval, method }
      }),
  }
}
