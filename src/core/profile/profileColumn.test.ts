import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codedColumn, numericColumn } from '@/testing/frames.ts'
import { runAtOnce } from '../work.ts'
import type { NumbersProfile, TimesProfile, ValuesProfile } from './columnProfile.ts'
import { profileColumn as profileColumnWork } from './profileColumn.ts'

const profileColumn = (...given: Parameters<typeof profileColumnWork>) => runAtOnce(profileColumnWork(...given))

const NOW = Date.UTC(2026, 0, 1)
const numbers = (values: readonly (number | null)[]) => profileColumn(numericColumn('x', values), NOW) as NumbersProfile
const texts = (values: readonly (string | null)[]) => profileColumn(codedColumn('x', values), NOW) as ValuesProfile
const times = (values: readonly (number | null)[]) =>
  profileColumn(numericColumn('t', values, 'datetime'), NOW) as TimesProfile

describe('the profile of numbers', () => {
  // ydata-profiling: tests/unit/test_describe.py, the column "x"; quantiles, sum and bins by pandas 1.5.3 and NumPy.
  const published = numbers([50, 50, -10, 0, 0, 5, 15, -3, null])

  it('is what ydata-profiling publishes', () => {
    expect(published).toMatchObject({
      rows: 9,
      missing: 1,
      distinct: 6,
      distinctShare: 6 / 8,
      zeros: 2,
      negatives: 2,
      min: -10,
      max: 50,
      range: 60,
      mean: 13.375,
      variance: 561.125,
      mad: 9,
      iqr: 24.5,
      sum: 107,
      order: 'none',
      infinite: 0,
    })
    expect(published.std).toBeCloseTo(23.68807716974934, 13)
    expect(published.skew).toBeCloseTo(1.0851622393567653, 14)
    expect(published.kurtosis).toBeCloseTo(-0.50292858929003803, 14)
    expect(published.quantiles.map(({ value }) => value)).toEqual([-7.55, -0.75, 2.5, 23.75, 50])
    expect(published.cv).toBeCloseTo(23.68807716974934 / 13.375, 13)
  })
  it('has the fifty bins that NumPy makes', () => {
    const at = Object.fromEntries(published.histogram!.counts.map((count, i) => [i, count]).filter(([, n]) => n! > 0))
    expect(published.histogram!.counts).toHaveLength(50)
    expect(at).toEqual({ 0: 1, 5: 1, 8: 2, 12: 1, 20: 1, 49: 2 })
  })
  it('is what pandas says of a long tail', () => {
    const { skew, kurtosis, cv } = numbers([1, 2, 3, 4, 100])
    expect(skew).toBeCloseTo(2.2323959116364573, 13)
    expect(kurtosis).toBeCloseTo(4.986865957200655, 12)
    expect(cv).toBeCloseTo(1.9826207715967625, 13)
  })
  it('keeps the digits of small spreads far from zero', () => {
    expect(numbers([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]).variance).toBe(30)
  })
  it('counts infinite values and leaves them out of the rest', () => {
    const profile = numbers([1, Number.POSITIVE_INFINITY, 3, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, null])
    expect(profile).toMatchObject({
      missing: 1,
      infinite: 3,
      infinities: { above: 2, rows: [1, 3, 4] },
      distinct: 4,
      distinctShare: 4 / 5,
      mean: 2,
      min: 1,
      max: 3,
    })
  })
  it('says nothing of what is not there', () => {
    expect(numbers([null, null])).toMatchObject({
      distinct: 0,
      distinctShare: null,
      mean: null,
      mad: null,
      histogram: null,
      quantiles: [],
    })
    expect(numbers([7])).toMatchObject({ mean: 7, std: null, skew: null, kurtosis: null, mad: 0, iqr: 0 })
    expect(numbers([7, 7, 7, 7])).toMatchObject({ std: 0, skew: 0, kurtosis: 0, histogram: { counts: [4] } })
    expect(numbers([])).toMatchObject({ rows: 0, distinct: 0, top: [] })
  })
  it('tells the direction of the rows', () => {
    expect(numbers([1, null, 2, 5]).order).toBe('rising')
    expect(numbers([1, 1, 2]).order).toBe('never falling')
    expect(numbers([3, 2, -1]).order).toBe('falling')
    expect(numbers([3, 3, 1]).order).toBe('never rising')
    expect(numbers([2, 2]).order).toBe('none')
  })
  it('lists the common, the lowest and the highest', () => {
    const { top, lowest, highest } = numbers([5, 1, 5, 2, 2, 5, 9])
    expect(top.slice(0, 2)).toEqual([
      { value: 5, count: 3 },
      { value: 2, count: 2 },
    ])
    expect(lowest.slice(0, 2)).toEqual([
      { value: 1, count: 1 },
      { value: 2, count: 2 },
    ])
    expect(highest[0]).toEqual({ value: 9, count: 1 })
  })

  const cells = fc.array(
    fc.oneof(fc.double({ noDefaultInfinity: true }), fc.integer({ min: -3, max: 3 }), fc.constant(null)),
    { maxLength: 60 },
  )
  it('does not depend on the order of the rows', () =>
    fc.assert(
      fc.property(cells, fc.nat(), (values, turn) => {
        const at = values.length > 0 ? turn % values.length : 0
        const { order: _a, ...one } = numbers(values)
        const { order: _b, ...other } = numbers([...values.slice(at), ...values.slice(0, at)])
        const { sum: _s, mean: _m, std: _d, variance: _v, cv: _c, skew: _k, kurtosis: _t, ...exact } = one
        expect(other).toMatchObject(exact)
      }),
    ))
  it('keeps what must hold', () =>
    fc.assert(
      fc.property(cells, (values) => {
        const p = numbers(values)
        const present = values.filter((value) => value !== null && !Number.isNaN(value)).length
        expect(p.missing + present).toBe(values.length)
        expect((p.histogram?.counts ?? []).reduce((a, b) => a + b, 0)).toBe(present)
        const q = p.quantiles.map(({ value }) => value)
        expect(q.toSorted((a, b) => a - b)).toEqual(q)
        if (present > 0) expect(q[0]! >= p.min! && q[4]! <= p.max!).toBe(true)
        expect(p.distinct).toBeLessThanOrEqual(present)
      }),
    ))
})

describe('the profile of texts', () => {
  it('counts values, lengths and kinds of characters', () => {
    const profile = texts(['NY', 'ny ', 'Oslo', null, 'NY', '12%', 'Zürich 1', '東京'])
    expect(profile).toMatchObject({
      missing: 1,
      distinct: 6,
      distinctShare: 6 / 7,
      single: 5,
      lengths: { min: 2, max: 8 },
      characters: { upper: 4, lower: 3, otherLetter: 1, digit: 2, space: 2, punctuation: 1, symbol: 0 },
    })
    expect(profile.top[0]).toEqual({ value: 'NY', count: 2 })
    expect(profile.lengths!.mean).toBeCloseTo((2 + 3 + 4 + 2 + 3 + 8 + 2) / 7, 12)
  })
  it('finds one value in several ways of writing', () => {
    expect(texts(['NY', 'ny ', 'NY', 'New  York', 'new york', 'Oslo']).variants).toEqual([
      {
        values: [
          { value: 'NY', count: 2 },
          { value: 'ny ', count: 1 },
        ],
      },
      {
        values: [
          { value: 'New  York', count: 1 },
          { value: 'new york', count: 1 },
        ],
      },
    ])
  })
  it('measures imbalance by entropy', () => {
    // 1 − scipy.stats.entropy([.7, .2, .1], base=2) / log2(3)
    const values = [...Array(7).fill('a'), 'b', 'b', 'c']
    expect(texts(values).imbalance).toBeCloseTo(0.27015330083790245, 14)
    expect(texts(['a', 'b', 'a', 'b']).imbalance).toBe(0)
    expect(texts(['a', 'a']).imbalance).toBeNull()
  })
  it('reads truths as two values, and not what only a dictionary holds', () => {
    const truths = profileColumn(numericColumn('b', [1, 0, 1, null], 'boolean'), NOW) as ValuesProfile
    expect(truths.top).toEqual([
      { value: 'true', count: 2 },
      { value: 'false', count: 1 },
    ])
    const unused = profileColumn(codedColumn('c', ['a', 'b'], 'category', ['never']), NOW)
    expect(unused.distinct).toBe(2)
  })
})

describe('the profile of times', () => {
  const day = (n: number) => Date.UTC(2020, 0, 1 + n)
  it('says which days have rows, and where none does', () => {
    const days = [
      ...Array.from({ length: 30 }, (_, i) => day(i)),
      day(3),
      ...Array.from({ length: 10 }, (_, i) => day(90 + i)),
    ]
    const { coverage, min, max, future } = times([...days, null])
    expect({ min, max, future }).toEqual({ min: day(0), max: day(99), future: 0 })
    expect(coverage).toMatchObject({
      period: 'day',
      periods: 100,
      withRows: 40,
      rowsEach: { min: 1, median: 1, max: 2 },
      gaps: [{ from: day(29), to: day(90) }],
      gapCount: 1,
    })
  })
  it('takes the period from the usual distance', () => {
    const hours = Array.from({ length: 48 }, (_, i) => day(0) + i * 3_600_000)
    expect(times(hours).coverage).toMatchObject({ period: 'hour', periods: 48, withRows: 48, gaps: [] })
    const months = Array.from({ length: 24 }, (_, i) => Date.UTC(2020, i, 1))
    expect(times(months).coverage).toMatchObject({ period: 'month', periods: 24, withRows: 24, gaps: [] })
    const years = [1950, 1951, 1953, 1955].map((year) => Date.UTC(year, 0, 1))
    expect(times(years).coverage).toMatchObject({ period: 'year', periods: 6, withRows: 4 })
  })
  it('counts what lies in the future', () => {
    expect(times([day(0), Date.UTC(2026, 0, 2), Date.UTC(2030, 0, 1)])).toMatchObject({ future: 2, now: NOW })
  })
  it('has no coverage of a single instant', () => {
    expect(times([day(1), day(1)]).coverage).toBeNull()
    expect(times([]).coverage).toBeNull()
  })
})
