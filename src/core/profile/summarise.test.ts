import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeColumn } from '@/testing/dataset.ts'
import { TOP_VALUES } from './profile.ts'
import { summariseColumn } from './summarise.ts'

const numbers = (cells: readonly (number | null)[]) => {
  const summary = summariseColumn(makeColumn('c', 'number', cells))
  if (summary.kind !== 'numeric') throw new Error('expected numbers')
  return summary
}
const texts = (cells: readonly (string | null)[]) => {
  const summary = summariseColumn(makeColumn('c', 'category', cells))
  if (summary.kind !== 'coded') throw new Error('expected codes')
  return summary
}

describe('numbers', () => {
  it("agree with Python's statistics", () => {
    const summary = numbers([3.5, null, -2, 7.25, 7.25, 0, 11, 1e3, null, 4])
    expect(summary).toMatchObject({ missing: 2, distinct: 7, min: -2, max: 1000, median: 5.625, sorted: false })
    expect(summary.mean).toBeCloseTo(128.875, 12)
    expect(summary.std).toBeCloseTo(352.0122258428777, 10)
    expect(summary.bins).toEqual([7, ...Array(18).fill(0), 1])
  })

  it('keep their digits where the mean is large beside the spread', () => {
    expect(numbers([0, 1, 2, 3, 4].map((i) => 1e9 + i / 7)).std).toBeCloseTo(0.22587696226299828, 7)
  })

  it('have nothing to say of a column without any, and one bin of one value', () => {
    expect(numbers([null, null])).toMatchObject({
      missing: 2,
      distinct: 0,
      min: null,
      mean: null,
      std: null,
      median: null,
      bins: [],
    })
    expect(numbers([5, 5, 5])).toMatchObject({ distinct: 1, mean: 5, std: 0, median: 5, bins: [3], sorted: true })
    expect(numbers([5]).std).toBeNull()
  })

  it('know whether they never fall', () => {
    expect(numbers([1, null, 1, 2]).sorted).toBe(true)
    expect(numbers([1, 3, 2]).sorted).toBe(false)
  })

  it('count every present value in one bin, whatever the range', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) => {
        const { bins, distinct, min, max } = numbers(values)
        expect(bins.reduce((sum, bin) => sum + bin, 0)).toBe(values.length)
        expect(distinct).toBe(new Set(values.map((value) => value + 0)).size)
        expect([min! + 0, max! + 0]).toEqual([Math.min(...values) + 0, Math.max(...values) + 0])
      }),
    )
  })
})

describe('texts', () => {
  it('come most common first, equal ones in order', () => {
    expect(texts(['b', 'a', null, 'c', 'b', 'aa', 'a'])).toEqual({
      kind: 'coded',
      missing: 1,
      distinct: 4,
      top: [
        { value: 'a', count: 2 },
        { value: 'b', count: 2 },
        { value: 'aa', count: 1 },
        { value: 'c', count: 1 },
      ],
      meanLength: 7 / 6,
    })
  })

  it('count all values and name the first of them', () => {
    const cells = Array.from({ length: 300 }, (_, i) => `v${i % 120}`)
    const summary = texts(cells)
    expect(summary.distinct).toBe(120)
    expect(summary.top).toHaveLength(TOP_VALUES)
    expect(summary.top.every(({ count }) => count === 3)).toBe(true)
  })

  it('leave out of the named ones what is as long as a file, and may be none', () => {
    expect(texts(['x'.repeat(200_000), 'y']).top).toEqual([{ value: 'y', count: 1 }])
    expect(texts([null])).toEqual({ kind: 'coded', missing: 1, distinct: 0, top: [], meanLength: 0 })
  })

  it('count only values that occur, not the dictionary', () => {
    const column = makeColumn('c', 'category', ['a', 'b'])
    if (column.data.kind !== 'coded') throw new Error('expected codes')
    const data = { ...column.data, dictionary: ['a', 'b', 'gone'] }
    expect(summariseColumn({ ...column, data })).toMatchObject({ distinct: 2 })
  })
})
