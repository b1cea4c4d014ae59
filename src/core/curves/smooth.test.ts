import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSmoothing, smoothCurve } from './smooth.ts'

const factors = fc.double({ min: 0.01, max: 0.99, noNaN: true })

describe('smoothCurve', () => {
  it('is what pandas 1.5.3 says: Series([1, 4, 2, 8, 5, 7]).ewm(alpha=1 - .6, adjust=True).mean()', () => {
    const expected = [1, 2.875, 2.4285714285714284, 4.9889705882352935, 4.993754337265788, 5.8355263157894735]
    for (const [i, value] of smoothCurve([1, 4, 2, 8, 5, 7], 0.6).entries()) expect(value).toBeCloseTo(expected[i]!, 12)
  })

  it('passes over gaps as pandas does with ignore_na=True: [1, NaN, 2, 8], alpha=.1', () => {
    const smooth = smoothCurve([1, null, 2, 8], 0.9)
    expect(smooth[1]).toBeNull()
    const expected = [1, 1.5263157894736843, 3.915129151291513]
    for (const [i, value] of [smooth[0], smooth[2], smooth[3]].entries()) expect(value).toBeCloseTo(expected[i]!, 12)
  })

  it('leaves a curve alone that does not vary, and any curve with factor 0', () => {
    expect(smoothCurve([0.1, 0.1, 0.1], 0.7)).toEqual([0.1, 0.1, 0.1])
    expect(smoothCurve([3, 1, 2], 0)).toEqual([3, 1, 2])
  })

  it('begins with the first value and stays between the least and the most', () => {
    const curves = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(curves, factors, (values, factor) => {
        const smooth = smoothCurve(values, factor) as number[]
        // Subnormal numbers are rounded by an absolute amount, not by a share of their size.
        const room = Math.max(1e-9 * Math.max(...values.map(Math.abs)), 1e-307)
        expect(Math.abs(smooth[0]! - values[0]!)).toBeLessThanOrEqual(room)
        for (const value of smooth) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...values) - room)
          expect(value).toBeLessThanOrEqual(Math.max(...values) + room)
        }
      }),
    )
  })
})

describe('parseSmoothing', () => {
  it('reads hundredths and takes nothing else', () => {
    expect(['0.6', '0.999', '1', '-1', 'x', null, '0.25'].map(parseSmoothing)).toEqual([0.6, 0, 0, 0, 0, 0, 0.25])
  })
})
