import { describe, expect, it } from 'vitest'
import { binEdges, calibrationBins, expectedCalibrationError } from './calibration.ts'

describe('calibration', () => {
  it('is as the docstring of calibration_curve (scikit-learn)', () => {
    const isTrue = [0, 0, 0, 0, 1, 1, 1, 1, 1]
    const said = [0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1]
    const bins = calibrationBins(isTrue, said, binEdges(said, 3, 'uniform'))
    expect(bins.map(({ share }) => share)).toEqual([0, 0.5, 1])
    expect(bins.map(({ probability }) => Number(probability.toFixed(3)))).toEqual([0.2, 0.525, 0.85])
  })

  it('errs as torchmetrics says of its example, in two bins of equal width', () => {
    const said = [0.25, 0.25, 0.55, 0.75, 0.75]
    const bins = calibrationBins([0, 0, 1, 1, 1], said, binEdges(said, 2, 'uniform'))
    expect(expectedCalibrationError(bins)).toBeCloseTo(0.29, 4)
    // Their other two norms, of the same bins.
    const gaps = bins.map(({ share, probability }) => Math.abs(share - probability))
    expect(Math.sqrt(bins.reduce((sum, { rows }, i) => sum + (rows / 5) * gaps[i]! ** 2, 0))).toBeCloseTo(0.2918, 4)
    expect(Math.max(...gaps)).toBeCloseTo(0.3167, 4)
  })

  it('keeps equal probabilities in one bin', () => {
    const bins = calibrationBins([0, 1, 1, 0, 1], [0.4, 0.4, 0.4, 0.4, 0.4])
    expect(bins).toHaveLength(1)
    expect(bins[0]).toMatchObject({ rows: 5, share: 0.6 })
    expect(bins[0]!.low).toBeLessThan(0.6)
    expect(expectedCalibrationError(bins)).toBeCloseTo(0.2, 12)
  })

  it('of no rows has no value', () => {
    expect(expectedCalibrationError(calibrationBins([], []))).toBeUndefined()
  })
})
