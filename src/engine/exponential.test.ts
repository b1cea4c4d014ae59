import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exponentiate } from './exponential.ts'

const powerOf = (value: number) => {
  const one = Float64Array.of(value)
  exponentiate(one, 0, 1)
  return one[0]!
}

it('gives powers of e within 1e-15', () => {
  expect(powerOf(0)).toBe(1)
  expect(powerOf(-Infinity)).toBe(0)
  expect(powerOf(Number.NaN)).toBeNaN()
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (value) => {
      expect(Math.abs(powerOf(value) / Math.exp(value) - 1)).toBeLessThan(1e-15)
    }),
    { numRuns: 2000 },
  )
})
