import { describe, expect, it } from 'vitest'
import { drawCounts, normalFrom, seededRandom, seedWords, shuffle } from './random.ts'

describe('seededRandom', () => {
  it('repeats its numbers for the same parts and differs for others', () => {
    const take = (...parts: (string | number)[]) => Array.from({ length: 5 }, seededRandom(...parts))
    expect(take(7, 'dropout', 1)).toEqual(take(7, 'dropout', 1))
    expect(take(7, 'dropout', 1)).not.toEqual(take(7, 'dropout', 2))
    expect(take(1, 23)).not.toEqual(take(12, 3))
  })

  it('is uniform: the chi-squared of 100 bins over 100,000 draws is below the .999 quantile', () => {
    const random = seededRandom('uniform')
    const bins = new Uint32Array(100)
    for (let i = 0; i < 100_000; i++) bins[Math.floor(random() * 100)]!++
    const chi = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    // Chi-squared with 99 degrees of freedom: .999 quantile 148.23 (tables).
    expect(chi).toBeLessThan(148.23)
  })
})

describe('normalFrom', () => {
  it('has mean 0, variance 1 and the tails of the normal distribution', () => {
    const normal = normalFrom(seededRandom('normal'))
    const values = Array.from({ length: 100_000 }, normal)
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length
    const beyond = values.filter((x) => Math.abs(x) > 1.959964).length / values.length
    expect(Math.abs(mean)).toBeLessThan(0.0125)
    expect(Math.abs(variance - 1)).toBeLessThan(0.018)
    expect(Math.abs(beyond - 0.05)).toBeLessThan(0.003)
  })
})

describe('shuffle', () => {
  it('keeps every item and moves them', () => {
    const items = Uint32Array.from({ length: 1000 }, (_, i) => i)
    const shuffled = shuffle(items.slice(), seededRandom('order'))
    expect(shuffled).not.toEqual(items)
    expect(shuffled.toSorted()).toEqual(items)
  })
})

describe('drawCounts', () => {
  it('draws as the generator of the seed does, in one go or in parts', () => {
    const [units, draws] = [37, 500]
    const random = seededRandom('bootstrap', 5)
    const expected = new Uint8Array(units)
    for (let i = 0; i < draws; i++) expected[Math.floor(random() * units)]!++
    const counts = new Uint8Array(units)
    const state = seedWords('bootstrap', 5)
    drawCounts(counts, 123, state)
    drawCounts(counts, draws - 123, state)
    expect(counts).toEqual(expected)
  })
})
