import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runAtOnce } from '../work.ts'
import { findAnswerOutliers, OUTLIER_SCORE } from './outliers.ts'

const PREDICTED = [10, 12, 14, 16, 18, 20, 22, 24, 26, 28]
const ACTUAL = [10.5, 11.2, 14.3, 15.9, 30, 20.4, 21.1, 24.8, 25.6, 9]

describe('findAnswerOutliers', () => {
  it('has the scale and scores of scipy', () => {
    // numpy and scipy 1.10.1: (r - median(r)) / (1.4826 * median_abs_deviation(r)), r = actual - predicted.
    const { centre, scale, outliers } = runAtOnce(findAnswerOutliers(Float64Array.from(ACTUAL), PREDICTED))
    expect(centre).toBeCloseTo(SCIPY.centre, 10)
    expect(scale).toBeCloseTo(SCIPY.scale, 10)
    expect(outliers.map(({ row }) => row)).toEqual([9, 4])
    expect(outliers[0]!.score).toBeCloseTo(SCIPY.scores[0]!, 8)
    expect(outliers[1]!.score).toBeCloseTo(SCIPY.scores[1]!, 8)
  })

  it('does not depend on units, and flags no row nearer than one that it passes over', () => {
    const numbers = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(numbers, (residuals) => {
        const zeros = residuals.map(() => 0)
        const { centre, scale, outliers } = runAtOnce(findAnswerOutliers(Float64Array.from(residuals), zeros))
        const flagged = new Set(outliers.map(({ row }) => row))
        const doubled = Float64Array.from(residuals, (each) => 2 * each)
        expect(runAtOnce(findAnswerOutliers(doubled, zeros)).outliers.map(({ row }) => row)).toEqual(
          outliers.map(({ row }) => row),
        )
        for (const [row, residual] of residuals.entries())
          expect(flagged.has(row)).toBe(scale > 0 && Math.abs(residual - centre) / scale > OUTLIER_SCORE)
      }),
    )
  })

  it('has no scale where most residuals are alike', () => {
    const { scale, outliers } = runAtOnce(findAnswerOutliers(Float64Array.of(1, 1, 1, 1, 9), [1, 1, 1, 1, 1]))
    expect(scale).toBe(0)
    expect(outliers).toEqual([])
  })
})

const SCIPY = {
  centre: 0.10000000000000053,
  scale: 0.8895599999999995,
  scores: [-21.47128917667163, 13.377400062952477],
}
