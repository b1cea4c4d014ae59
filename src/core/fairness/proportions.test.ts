import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fisherP, katzInterval, newcombeInterval } from './proportions.ts'

const of = (successes: number, trials: number) => ({ successes, trials })

const proportion = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([trials, share]) => of(Math.round(trials * share), trials))

describe('newcombeInterval', () => {
  // Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998),
  // table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('of %i in %i less %i in %i is as published', (a, n, b, m, low, high) => {
    const interval = newcombeInterval(of(a, n), of(b, m))!
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  it('turns round with its groups, holds the difference and stays within what a difference can be', () => {
    fc.assert(
      fc.property(proportion, proportion, (a, b) => {
        const { low, high } = newcombeInterval(a, b)!
        const turned = newcombeInterval(b, a)!
        expect(turned.low).toBeCloseTo(-high, 12)
        const difference = a.successes / a.trials - b.successes / b.trials
        expect(low).toBeLessThanOrEqual(difference + 1e-12)
        expect(high).toBeGreaterThanOrEqual(difference - 1e-12)
        expect(low).toBeGreaterThanOrEqual(-1 - 1e-12)
        expect(high).toBeLessThanOrEqual(1 + 1e-12)
      }),
    )
    expect(newcombeInterval(of(0, 0), of(1, 2))).toBeUndefined()
  })
})

// scipy 1.10.1: stats.contingency.relative_risk(...).confidence_interval(.95) and stats.fisher_exact(...)[1].
const SCIPY = [
  [56, 70, 48, 80, 1.076626422763193, 1.651248511266387, 0.012521129749209154],
  [5, 56, 1, 29, 0.31717367505038246, 21.13794755866514, 0.6590407541212195],
  [12, 340, 30, 410, 0.2508460566687218, 0.9275185065749645, 0.025884813304816554],
  [9, 10, 3, 10, 1.13835035744767, 7.906177514784792, 0.019766611097880443],
] as const

describe('katzInterval', () => {
  it.each(SCIPY)("of %i in %i over %i in %i is scipy's", (a, n, b, m, low, high) => {
    const interval = katzInterval(of(a, n), of(b, m))!
    expect(interval.low).toBeCloseTo(low, 10)
    expect(interval.high).toBeCloseTo(high, 10)
  })

  it('is none where one has no success', () => {
    expect(katzInterval(of(0, 10), of(3, 10))).toBeUndefined()
    expect(katzInterval(of(3, 10), of(0, 10))).toBeUndefined()
  })
})

describe('fisherP', () => {
  it.each(SCIPY)("of %i in %i and %i in %i is scipy's", (a, n, b, m, _low, _high, p) => {
    expect(fisherP(of(a, n), of(b, m))).toBeCloseTo(p, 10)
  })

  it('is exact for rare events and does not overflow for many rows', () => {
    expect(fisherP(of(0, 10), of(5, 1000))).toBe(1)
    // scipy 1.10.1: fisher_exact([[1, 9], [1, 999]]).
    expect(fisherP(of(1, 10), of(1, 1000))).toBeCloseTo(0.019713666113885916, 12)
    expect(fisherP(of(30_000, 100_000), of(30_000, 100_000))).toBe(1)
    expect(fisherP(of(0, 100_000), of(100_000, 100_000))).toBeGreaterThanOrEqual(0)
    expect(fisherP(of(0, 100_000), of(100_000, 100_000))).toBeLessThan(1e-12)
  })

  it('is a p, the same either way round', () => {
    fc.assert(
      fc.property(proportion, proportion, (a, b) => {
        const p = fisherP(a, b)
        expect(p).toBeGreaterThan(0)
        expect(p).toBeLessThanOrEqual(1)
        expect(fisherP(b, a)).toBeCloseTo(p, 9)
      }),
    )
  })
})
