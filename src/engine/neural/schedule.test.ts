import { expect, it } from 'vitest'
import { balancedWeights } from './classWeights.ts'
import { learningRateFactor } from './schedule.ts'

const at = (schedule: 'constant' | 'cosine' | 'one-cycle', steps: number) =>
  Array.from({ length: steps }, (_, index) => learningRateFactor(schedule, index, steps))

it('a constant rate stays', () => expect(at('constant', 3)).toEqual([1, 1, 1]))

it('cosine halves at the middle and ends a step before zero', () => {
  const factors = at('cosine', 4)
  for (const [i, want] of [1, (1 + Math.SQRT1_2) / 2, 0.5, (1 - Math.SQRT1_2) / 2].entries())
    expect(factors[i]).toBeCloseTo(want, 12)
})

it('one-cycle begins at 1/25, has its peak when 30% of the steps are done, and ends at 1/250,000', () => {
  const factors = at('one-cycle', 100)
  expect(factors[0]).toBeCloseTo(1 / 25, 12)
  expect(factors.indexOf(Math.max(...factors))).toBe(29)
  expect(factors[29]).toBe(1)
  expect(factors[99]).toBeCloseTo(4e-6, 12)
  // A run of one or two steps divides by nothing.
  expect([...at('one-cycle', 1), ...at('one-cycle', 2)].every((factor) => factor > 0 && factor <= 1)).toBe(true)
})

it('balanced classes weigh what scikit-learn 1.2.1’s compute_sample_weight gives', () => {
  const got = balancedWeights(Float64Array.of(0, 0, 0, 1, 0, 2, 2, 0), 4)
  const want = [0.53333333, 0.53333333, 0.53333333, 2.66666667, 0.53333333, 1.33333333, 1.33333333, 0.53333333]
  for (const [row, weight] of want.entries()) expect(got[row]).toBeCloseTo(weight, 8)
  expect([...balancedWeights(Float64Array.of(1, 1, 1), 2)]).toEqual([1, 1, 1])
})
