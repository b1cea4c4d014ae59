import { describe, expect, it } from 'vitest'
import { logAxis, snappedAxis, spanAxis } from './axis.ts'

describe('an axis that ends on ticks', () => {
  it('has three to five, at round values', () => {
    expect(snappedAxis(0.259, 0.443)).toEqual({ min: 0.25, max: 0.45, ticks: [0.25, 0.3, 0.35, 0.4, 0.45], step: 0.05 })
    expect(snappedAxis(0.1, 0.3).ticks).toEqual([0.1, 0.15, 0.2, 0.25, 0.3])
    for (const [low, high] of [
      [0, 1],
      [0.001, 0.0011],
      [-5, 90],
      [1e6, 3e9],
      [0.499, 0.929],
    ] as const) {
      const { ticks, min, max } = snappedAxis(low, high)
      expect(ticks.length).toBeGreaterThanOrEqual(3)
      expect(ticks.length).toBeLessThanOrEqual(5)
      expect(min).toBeLessThanOrEqual(low)
      expect(max).toBeGreaterThanOrEqual(high)
    }
  })

  it('gives a single value room on both sides', () => {
    expect(snappedAxis(0, 0)).toMatchObject({ min: -1, max: 1 })
    expect(snappedAxis(0.8, 0.8000000000000002)).toEqual(snappedAxis(0.8, 0.8))
    const { min, max } = snappedAxis(0.5, 0.5)
    expect(min).toBeLessThan(0.5)
    expect(max).toBeGreaterThan(0.5)
  })
})

describe('an axis that ends where it is told', () => {
  it('has whole ticks where only those mean something', () => {
    expect(spanAxis(0, 80, true).ticks).toEqual([0, 20, 40, 60, 80])
    expect(spanAxis(0, 3, true).ticks).toEqual([0, 1, 2, 3])
    expect(spanAxis(0, 1, false).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
    expect(spanAxis(0, 0, true)).toMatchObject({ min: 0, max: 1 })
  })
})

describe('a log axis', () => {
  it('counts 1, 2, 5 over little and powers of ten over much', () => {
    expect(logAxis(0.3, 0.9).ticks).toEqual([0.2, 0.5, 1])
    expect(logAxis(0.0003, 700).ticks.every((tick) => Number.isInteger(Math.round(Math.log10(tick) * 1e6) / 1e6))).toBe(
      true,
    )
    expect(logAxis(0.0003, 700).ticks.length).toBeLessThanOrEqual(5)
    expect(logAxis(1, 1)).toMatchObject({ min: 1, max: 2 })
    expect(logAxis(999_999.999_999_999, 999_999.999_999_999)).toMatchObject({ min: 500_000, max: 1_000_000 })
  })
})
