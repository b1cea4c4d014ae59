import { expect, it } from 'vitest'
import type { Dialect } from './dataset.ts'
import { describeDialect } from './dialect.ts'

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
