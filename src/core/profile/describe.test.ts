import { describe, expect, it } from 'vitest'
import type { ColumnType } from '@/core/dataset/column.ts'
import { type Cells, makeColumn } from '@/testing/dataset.ts'
import { barsOf, describeRange, describeShape, describeZone } from './describe.ts'
import { noteColumn } from './note.ts'
import { summariseColumn } from './summarise.ts'

function column(name: string, type: ColumnType, cells: Cells) {
  const made = makeColumn(name, type, cells)
  return { name, type, kind: made.data.kind, digest: '', summary: summariseColumn(made) }
}
const range = (type: ColumnType, cells: Cells) => describeRange(column('x', type, cells), cells.length)
const many = (count: number, make: (i: number) => string | number | null) =>
  Array.from({ length: count }, (_, i) => make(i))

describe('the range of a column', () => {
  it('is its ends and its median for numbers', () => {
    expect(range('integer', [17, 37, 90])).toBe('17 to 90, median 37')
    expect(range('number', [-1.5, 0.25, 12_285])).toBe('−1.5 to 12,285, median 0.25')
  })
  it('writes years as years, and thousands as such', () => {
    expect(range('integer', [2700, 4050, 6300])).toBe('2,700 to 6,300, median 4,050')
    expect(range('integer', [2007, 2008, 2009])).toBe('2007 to 2009, median 2008')
  })
  it('is the most common value with its share of all rows for classes', () =>
    expect(range('category', ['a', 'a', 'b', null])).toBe('a 50%'))
  it('says what share of rows is true', () => expect(range('boolean', [1, 0, 0, 0])).toBe('true 25%'))
  it('is the first and the last day of dates', () =>
    expect(range('datetime', [Date.UTC(2012, 0, 1), Date.UTC(2015, 11, 31)])).toBe('2012-01-01 to 2015-12-31'))
  it('does not call one of many single values the most common', () =>
    expect(range('text', ['one two', 'three', 'fourth'])).toBe('all different, about 6 characters'))
  it('says so where there is one value, or none', () => {
    expect(range('number', [3, 3])).toBe('only 3')
    expect(range('category', ['a', 'a'])).toBe('only a')
    expect(range('number', [null, null])).toBe('no values')
  })
})

it('says what a file leaves out of the zone of its instants', () => {
  expect(describeZone({ type: 'datetime', zone: 'none' })).toBe('no zone in the file, read as UTC')
  expect(describeZone({ type: 'datetime', zone: 'mixed' })).toContain('the others read as UTC')
  expect(describeZone({ type: 'datetime', zone: 'stated' })).toBeUndefined()
  expect(describeZone({ type: 'datetime' })).toBeUndefined()
  expect(describeZone({ type: 'text', zone: 'none' })).toBeUndefined()
})

describe('the bars of a column', () => {
  it('count every row that has a value', () => {
    const classes = column(
      'c',
      'category',
      many(40, (i) => (i < 4 ? null : `k${i % 18}`)),
    )
    const bars = barsOf(classes, 40)
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(36)
    expect(bars.at(-1)).toMatchObject({ label: '7 other values', isRest: true })
    const numbers = column(
      'n',
      'number',
      many(100, (i) => i * i),
    )
    expect(barsOf(numbers, 100).reduce((sum, { count }) => sum + count, 0)).toBe(100)
  })
  it('are named by what lies in them', () => {
    const numbers = barsOf(
      column(
        'n',
        'number',
        many(101, (i) => i),
      ),
      101,
    )
    expect(numbers[0]?.label).toBe('0 to 5')
    expect(numbers.at(-1)?.label).toBe('95 to 100')
    expect(new Set(numbers.map(({ label }) => label)).size).toBe(numbers.length)
  })
  it('are two for truths, and none for text that never repeats', () => {
    expect(barsOf(column('b', 'boolean', [1, 0, 0]), 3).map(({ label }) => label)).toEqual(['false', 'true'])
    expect(
      barsOf(
        column(
          't',
          'text',
          many(300, (i) => `word ${i}`),
        ),
        300,
      ),
    ).toEqual([])
  })
})

it('a histogram says in a sentence what it shows', () => {
  expect(describeShape(column('sex', 'category', ['f', 'm', 'm', null]), 4)).toBe(
    'sex: most often m, 50% of rows, then f, 25%.',
  )
  expect(describeShape(column('n', 'integer', [0, 1, 1, 20]), 4)).toBe(
    'n: 0 to 20, median 1; the fullest of 20 ranges, 1 to 2, holds 50% of rows.',
  )
  expect(describeShape(column('e', 'number', [null]), 1)).toBe('e: no values.')
})

describe('the note on a column', () => {
  const note = (name: string, type: ColumnType, cells: Cells) =>
    noteColumn(column(name, type, cells), cells.length)?.text
  it('tells what keeps it from serving', () => {
    expect(note('x', 'number', [null, null])).toBe('Empty')
    expect(note('x', 'number', [1, 1])).toBe('Never varies')
    expect(note('x', 'number', [1, 2, null, null])).toBe('50% missing')
  })
  it('tells what is particular about it', () => {
    expect(note('gain', 'integer', [...many(18, () => 0), 5, 9])).toBe('90% zero')
    expect(note('country', 'category', [...many(18, () => 'US'), 'FR', 'DE'])).toBe('Top value dominates')
    expect(
      note(
        'row',
        'identifier',
        many(30, (i) => `r${i}`),
      ),
    ).toBe('Tells rows apart')
  })
  it('is absent where there is nothing to tell', () => expect(note('x', 'number', [1, 2, 3])).toBeUndefined())
})
