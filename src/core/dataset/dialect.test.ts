import { expect, it } from 'vitest'
import type { Dialect } from './dataset.ts'
import { describeDialect, isDelimiter } from './dialect.ts'

const dialect: Dialect = {
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  header: true,
  trim: true,
  missing: ['', '?'],
}

it('says each part of how a file was read', () =>
  expect(describeDialect(dialect)).toEqual([
    'comma',
    'header row',
    'UTF-8',
    'double quotes',
    'spaces trimmed',
    '? = missing',
  ]))

it('counts the words for missing where there are many, and says when there is none', () => {
  expect(describeDialect({ ...dialect, missing: ['NA', 'NaN', 'null', '?', '-'] }).at(-1)).toBe(
    'NA NaN null and 2 more words = missing',
  )
  expect(describeDialect({ ...dialect, missing: [] }).at(-1)).toBe('only empty = missing')
})

it('says the parts that are hardly ever unusual only where they are', () => {
  const usual = { escape: 'doubled', preamble: 0, comment: '', decimal: '.', thousands: '' } as const
  expect(describeDialect({ ...dialect, ...usual })).toEqual(describeDialect(dialect))
  const other: Dialect = {
    ...dialect,
    delimiter: '^',
    escape: 'backslash',
    preamble: 2,
    comment: '#',
    decimal: ',',
    thousands: '.',
    dateOrder: 'dmy',
  }
  expect(describeDialect(other)).toEqual([
    '“^”',
    'header row',
    'UTF-8',
    'double quotes',
    'backslash before quotes',
    'first 2 lines skipped',
    'lines with # left out',
    'decimal comma',
    'point between thousands',
    'dates day first',
    'spaces trimmed',
    '? = missing',
  ])
  expect(describeDialect({ ...dialect, preamble: 1 })).toContain('first line skipped')
})

it('takes one sign for a delimiter, but no letter, digit, quote or line end', () => {
  for (const sign of [',', '^', '~', '\t', ' ', '\u0001', '_']) expect(isDelimiter(sign), sign).toBe(true)
  for (const text of ['', 'a', '7', '"', "'", '\n', '\r', 'é', '||']) expect(isDelimiter(text), text).toBe(false)
})
