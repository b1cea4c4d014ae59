import { describe, expect, it } from 'vitest'
import { gaussLegendre } from './quadrature.ts'

describe('gaussLegendre', () => {
  it('has the points and weights of Abramowitz and Stegun, table 25.4, laid from 0 to 1', () => {
    const { points, weights } = gaussLegendre(3)
    for (const [i, x] of [-0.774596669241483, 0, 0.774596669241483].entries())
      expect(points[i]).toBeCloseTo((1 + x) / 2, 14)
    for (const [i, w] of [0.555555555555556, 0.888888888888889, 0.555555555555556].entries())
      expect(weights[i]).toBeCloseTo(w / 2, 14)
    expect(gaussLegendre(1)).toEqual({ points: Float64Array.of(0.5), weights: Float64Array.of(1) })
  })

  it.each([1, 2, 5, 7, 16, 40])('of %i points integrates powers exactly, up to twice as many less one', (count) => {
    const { points, weights } = gaussLegendre(count)
    for (let power = 0; power < 2 * count; power++) {
      const integral = points.reduce((sum, x, i) => sum + weights[i]! * x ** power, 0)
      expect(Math.abs(integral - 1 / (power + 1))).toBeLessThan(1e-14)
    }
    const beyond = points.reduce((sum, x, i) => sum + weights[i]! * (2 * x - 1) ** (2 * count), 0)
    // What it is not exact for any more: with few points the miss is seen.
    if (count < 8) expect(Math.abs(beyond - 1 / (2 * count + 1))).toBeGreaterThan(1e-6)
  })
})
