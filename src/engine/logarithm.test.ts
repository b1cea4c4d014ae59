import fc from 'fast-check'
import { expect, it } from 'vitest'
import { logarithm } from './logarithm.ts'

it('gives known logarithms', () => {
  expect(logarithm(2)).toBe(Math.LN2)
  expect(logarithm(10)).toBe(Math.LN10)
  expect(logarithm(0.5)).toBe(-Math.LN2)
  // OEIS A002391: 1.09861228866810969139…
  expect(Math.abs(logarithm(3) - 1.0986122886681098)).toBeLessThanOrEqual(2 ** -52)
  expect(logarithm(1)).toBe(0)
  expect(logarithm(0)).toBe(Number.NEGATIVE_INFINITY)
  expect(logarithm(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
  expect(logarithm(-1)).toBeNaN()
  expect(logarithm(Number.NaN)).toBeNaN()
})

it('is within a unit or two in the last place of the platform’s own', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
      const own = Math.log(x)
      expect(Math.abs(logarithm(x) - own)).toBeLessThanOrEqual(2 * Number.EPSILON * Math.abs(own))
    }),
    { numRuns: 5000 },
  )
})
