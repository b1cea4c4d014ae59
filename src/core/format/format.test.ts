import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatBytes,
  formatCell,
  formatCount,
  formatDate,
  formatDuration,
  formatMetric,
  formatNumber,
  formatPoints,
  formatScore,
  formatShare,
  formatSpan,
  formatThreshold,
  formatTick,
  formatUnits,
  formatWait,
} from './format.ts'

describe('numbers as the look wants them', () => {
  it('writes points with one place, whatever their size', () => {
    expect([0.334, -0.11, 0.0551, 0.1, -0.0002].map(formatPoints)).toEqual(['33.4', '−11.0', '5.5', '10.0', '0.0'])
  })
  it.each([
    [32561, '32,561'],
    [0, '0'],
  ])('count %s is %s', (value, text) => expect(formatCount(value)).toBe(text))

  it.each([
    [0.9286, '.929'],
    [1, '1.000'],
    [-0.5, '−.500'],
    [0, '.000'],
  ])('score %s is %s', (value, text) => expect(formatScore(value)).toBe(text))

  it.each([
    [0.5, '.5'],
    [0.34, '.34'],
    [0.012345, '.01235'],
    [1, '1'],
    [0, '0'],
    [Number.POSITIVE_INFINITY, '∞'],
  ])('threshold %s is %s', (value, text) => expect(formatThreshold(value)).toBe(text))

  it.each([
    [2.7184, '2.718'],
    [47548.123, '47,548'],
    [0.00012, '0.00012'],
    [1.23456e12, '1.23e+12'],
    [-2.5, '−2.5'],
    [0, '0'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NaN, ''],
  ])('number %s is %s', (value, text) => expect(formatNumber(value)).toBe(text))

  it('writes metrics in units as numbers, the others as scores, and absent ones as nothing', () => {
    expect(formatMetric('rmse', 47548.2)).toBe('47,548')
    expect(formatMetric('auc', 0.9049)).toBe('.905')
    expect(formatMetric('auc', undefined)).toBe('')
  })

  it.each([
    [0.241, '24.1%'],
    [1, '100%'],
    [0, '0%'],
    [0.0003, '0.03%'],
  ])('share %s is %s', (value, text) => expect(formatShare(value)).toBe(text))

  it.each([
    [0.42, '0.4 ms'],
    [412, '412 ms'],
    [6100, '6.1 s'],
    [88_000, '1 min 28 s'],
    [300_000, '5 min'],
    [7_500_000, '2 h 5 min'],
    [7_200_000, '2 h'],
  ])('%s ms is %s', (value, text) => expect(formatDuration(value)).toBe(text))

  it.each([
    [7_500_000, '2 h 5 min'],
    [9 * 86_400_000, '9 days'],
    [213 * 86_400_000, '7 months'],
    [913 * 86_400_000, '2.5 years'],
  ])('a span of %s ms is %s', (value, text) => expect(formatSpan(value)).toBe(text))

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_400_000, '1.4 MB'],
    [999_600, '1.0 MB'],
    [2_160_000_000, '2.2 GB'],
  ])('%s bytes is %s', (value, text) => expect(formatBytes(value)).toBe(text))

  it('says one row, two rows', () => {
    expect(formatUnits(1, 'row')).toBe('1 row')
    expect(formatUnits(1234, 'row')).toBe('1,234 rows')
    expect(formatUnits(86, 'try')).toBe('86 tries')
    expect(formatUnits(2, 'day')).toBe('2 days')
  })

  it('writes dates in UTC, with the time only where there is one', () => {
    expect(formatDate(Date.UTC(2012, 0, 31))).toBe('2012-01-31')
    expect(formatDate(Date.UTC(2012, 0, 31, 14, 5))).toBe('2012-01-31 14:05')
    expect(formatDate(Date.UTC(2012, 0, 31, 0, 0, 5))).toBe('2012-01-31 00:00:05')
    expect(formatDate(Date.UTC(2012, 0, 31, 14, 5, 0, 250))).toBe('2012-01-31 14:05:00.250')
  })

  it('writes cells by type, missing ones as nothing', () => {
    expect(formatCell(1, 'boolean')).toBe('true')
    expect(formatCell(Number.NaN, 'number')).toBe('')
    expect(formatCell(null, 'text')).toBe('')
    expect(formatCell(0.1, 'number')).toBe('0.1')
  })

  it('says how long ago', () => {
    const now = Date.UTC(2026, 10, 24, 12)
    expect(formatAgo(now - 30_000, now)).toBe('just now')
    expect(formatAgo(now - 12 * 60_000, now)).toBe('12 min ago')
    expect(formatAgo(Date.UTC(2026, 10, 3), now)).toBe('3 Nov')
  })
})

describe('a tick', () => {
  it.each([
    [0.25, 0.05, false, '.25'],
    [0.3, 0.05, false, '.30'],
    [-0.5, 0.25, false, '−.50'],
    [0, 0.5, false, '0'],
    [1, 0.5, false, '1.0'],
    [0.5, 0.5, true, '0.5'],
    [20_000, 10_000, true, '20,000'],
    [2_500_000, 500_000, true, '2.5M'],
    [0.001, undefined, false, '.001'],
  ])('%s by %s is written %s: %s', (value, step, leadingZero, text) =>
    expect(formatTick(value, step, leadingZero)).toBe(text),
  )
})

describe('a time that still counts', () => {
  it.each([
    [-3, '0 s'],
    [41_400, '41 s'],
    [59_600, '1 min'],
    [88_000, '1 min 28 s'],
  ])('%s ms is %s', (ms, text) => expect(formatWait(ms)).toBe(text))
})
