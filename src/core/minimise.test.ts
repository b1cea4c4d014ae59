import { expect, it } from 'vitest'
import { minimise } from './minimise.ts'
import { runAtOnce } from './work.ts'

it('finds what scipy.optimize.brent finds from the bracket (−2, 2)', () => {
  // scipy 1.10.1: scipy.optimize.brent(f, brack=(-2, 2))
  expect(runAtOnce(minimise((x) => (x - 0.3) ** 2, -2, 2))).toBeCloseTo(0.3, 8)
  expect(runAtOnce(minimise((x) => Math.exp(x) - 3 * x, -2, 2))).toBeCloseTo(Math.log(3), 7)
  expect(runAtOnce(minimise((x) => (x - 40) ** 4 + x, -2, 2))).toBeCloseTo(40 - 0.25 ** (1 / 3), 6)
  expect(runAtOnce(minimise((x) => Math.abs(x + 700), -2, 2))).toBeCloseTo(-700, 4)
})

it('ends where there is nothing to find', () => {
  expect(Number.isFinite(runAtOnce(minimise(() => Number.POSITIVE_INFINITY, -2, 2)))).toBe(true)
  expect(Number.isFinite(runAtOnce(minimise((x) => -x, -2, 2)))).toBe(true)
  expect(Number.isFinite(runAtOnce(minimise(() => Number.NaN, -2, 2)))).toBe(true)
})
