import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeColumn } from '@/testing/dataset.ts'
import { readFrame } from '@/testing/frames.ts'
import { runAtOnce } from '../work.ts'
import type { ValueFormat } from './cell.ts'
import { type Column, type ColumnType, toFrame } from './column.ts'
import { retypeColumn as retypeColumnWork } from './retype.ts'

const retypeColumn = (...given: Parameters<typeof retypeColumnWork>) => runAtOnce(retypeColumnWork(...given))

const cellsOf = (column: Column) =>
  readFrame(toFrame({ rows: column.data.chunks.reduce((sum, { length }) => sum + length, 0), columns: [column] }))[
    column.name
  ]

const retype = (from: ColumnType, cells: readonly (string | number | null)[], to: ColumnType, format?: ValueFormat) => {
  const { column, lost } = retypeColumn(makeColumn('c', from, cells), to, format)
  expect(column.type).toBe(to)
  return { cells: cellsOf(column), lost }
}

describe('numbers to text', () => {
  it('are written as cells show them', () => {
    expect(retype('number', [1.5, null, -2, 1.5], 'category')).toEqual({ cells: ['1.5', null, '-2', '1.5'], lost: 0 })
    expect(retype('boolean', [1, 0, null], 'text')).toEqual({ cells: ['true', 'false', null], lost: 0 })
    expect(retype('datetime', [1327968000000, 1328018700000], 'text')).toEqual({
      cells: ['2012-01-31', '2012-01-31 14:05'],
      lost: 0,
    })
  })

  it('share a code where they share a text', () => {
    const { column } = retypeColumn(makeColumn('c', 'datetime', [1328018730100.2, 1328018730100.7]), 'category')
    expect(column.data).toMatchObject({ kind: 'coded', dictionary: ['2012-01-31 14:05:30.100'] })
  })

  it('come back as they were in a file with decimal commas', () => {
    for (const format of [{ decimal: ',' }, { decimal: ',', thousands: '.' }] as const) {
      const there = retypeColumn(makeColumn('c', 'number', [1.5, 1.234, -2000]), 'text', format).column
      expect(cellsOf(there)).toEqual(['1,5', '1,234', '-2000'])
      expect(cellsOf(retypeColumn(there, 'number', format).column)).toEqual([1.5, 1.234, -2000])
    }
  })

  it('come back as they were', () => {
    const cell = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), { nil: null })
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
        const there = retypeColumn(makeColumn('c', 'number', cells), 'category').column
        const { column, lost } = retypeColumn(there, 'number')
        expect(lost).toBe(0)
        expect(cellsOf(column)).toEqual(cells.map((value) => (value === null ? null : value + 0)))
      }),
    )
  })
})

describe('text to values', () => {
  it('counts the cells that have none, each of them', () => {
    expect(retype('category', ['1', 'x', null, '2.5', 'x'], 'number')).toEqual({
      cells: [1, null, null, 2.5, null],
      lost: 2,
    })
    expect(retype('category', ['1', '2.5'], 'integer')).toEqual({ cells: [1, null], lost: 1 })
    expect(retype('text', ['yes', '1', 'maybe'], 'boolean')).toEqual({ cells: [1, 1, null], lost: 1 })
  })

  it('reads dates with the year last where the column proves the day', () => {
    expect(retype('text', ['31/01/2012', '01/02/2012'], 'datetime')).toEqual({
      cells: [1327968000000, 1328054400000],
      lost: 0,
    })
    expect(retype('text', ['01/02/2012'], 'datetime')).toEqual({ cells: [null], lost: 1 })
    expect(retype('text', ['01/02/2012'], 'datetime', { dateOrder: 'dmy' }).cells).toEqual([1328054400000])
    expect(retype('text', ['01/02/2012'], 'datetime', { dateOrder: 'mdy' }).cells).toEqual([1325462400000])
    expect(retype('text', ['31/01/2012'], 'datetime', { dateOrder: 'mdy' }).cells).toEqual([1327968000000])
  })

  it('reads numbers in the format of the file, and says what is known of a zone', () => {
    expect(retype('text', ['1.234,5', 'x'], 'number', { decimal: ',', thousands: '.' })).toEqual({
      cells: [1234.5, null],
      lost: 1,
    })
    const zoned = makeColumn('c', 'text', ['2012-01-31T14:05Z', '2012-01-31T14:05'])
    expect(retypeColumn(zoned, 'datetime').column.zone).toBe('mixed')
  })

  it('keeps leading zeros among kinds of text', () => {
    expect(retype('identifier', ['007', null], 'category')).toEqual({ cells: ['007', null], lost: 0 })
  })
})

describe('numbers to numbers', () => {
  it('keeps what fits', () => {
    expect(retype('number', [1, 2.5, null], 'integer')).toEqual({ cells: [1, null, null], lost: 1 })
    expect(retype('integer', [0, 1, 2], 'boolean')).toEqual({ cells: [0, 1, null], lost: 1 })
    expect(retype('datetime', [1327968000000], 'integer')).toEqual({ cells: [1327968000000], lost: 0 })
    expect(retype('number', [9e15], 'datetime')).toEqual({ cells: [null], lost: 1 })
  })

  it('leaves the column itself alone', () => {
    const column = makeColumn('c', 'number', [1, 2.5])
    retypeColumn(column, 'integer')
    expect(cellsOf(column)).toEqual([1, 2.5])
    expect(retypeColumn(column, 'number').column).toBe(column)
  })
})
