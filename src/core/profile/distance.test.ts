import { describe, expect, it } from 'vitest'
import { runAtOnce } from '../work.ts'
import { jensenShannon, wasserstein as wassersteinWork } from './distance.ts'

const wasserstein = (...given: Parameters<typeof wassersteinWork>) => runAtOnce(wassersteinWork(...given))

describe('wasserstein', () => {
  // The first from the docstring of scipy.stats.wasserstein_distance, the second computed with it (scipy 1.10).
  it.each([
    [[0, 1, 3], [5, 6, 8], 5],
    [[-2.5, 0, 0, 1, 7], [0.5, 0.5, 3], 1.9],
    [[], [1], 0],
    [[4, 4], [4], 0],
  ])('of %j and %j is %f', (a, b, wanted) => {
    expect(wasserstein(Float64Array.from(a), Float64Array.from(b))).toBeCloseTo(wanted, 12)
    expect(wasserstein(Float64Array.from(b), Float64Array.from(a))).toBeCloseTo(wanted, 12)
  })
})

describe('jensenShannon', () => {
  // The first from the docstring of scipy.spatial.distance.jensenshannon, the second computed with it (scipy 1.10).
  it.each([
    [[1, 0], [0.5, 0.5], 0.46450140402245893],
    [[16, 18, 16, 14, 12, 12], [16, 16, 16, 16, 16, 8], 0.06804819617703864],
    [[3, 0, 1], [0, 5, 0], Math.sqrt(Math.LN2)],
    [[0, 0], [1, 1], 0],
    [[1, 2], [2, 4], 0],
  ])('of %j and %j is %f', (a, b, wanted) => {
    expect(jensenShannon(a, b)).toBeCloseTo(wanted, 12)
    expect(jensenShannon(b, a)).toBeCloseTo(wanted, 12)
  })
})
