import { describe, expect, it } from 'vitest'
import type { ColumnType, FrameColumn } from '@/core/dataset/column.ts'
import { numberTest, textTest } from '@/core/dataset/view.ts'
import { profileColumn as profileColumnWork } from '@/core/profile/profileColumn.ts'
import { codedColumn, numericColumn } from '@/testing/frames.ts'
import { runAtOnce } from '../work.ts'
import { findInColumn } from './findInColumn.ts'
import type { FindingKind } from './finding.ts'

const profileColumn = (...given: Parameters<typeof profileColumnWork>) => runAtOnce(profileColumnWork(...given))

const NOW = Date.UTC(2026, 0, 1)
const find = (column: FrameColumn) => findInColumn(profileColumn(column, NOW))
const kinds = (column: FrameColumn) => find(column).map(({ kind }) => kind)
const one = (column: FrameColumn, kind: FindingKind) => find(column).find((finding) => finding.kind === kind)
const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i))

/** Every view of a finding shows as many rows as it says. */
function checkRows(column: FrameColumn) {
  for (const { rows } of find(column)) {
    if (rows?.kind !== 'view') continue
    const { vector, type } = column
    const length = vector.kind === 'numeric' ? vector.values.length : vector.codes.length
    const shown = many(length, (i) => i).filter((i) =>
      rows.conditions.every((condition) =>
        vector.kind === 'numeric'
          ? numberTest(condition, type)(vector.values[i]!)
          : textTest(condition)(vector.dictionary[vector.codes[i]!] ?? null),
      ),
    )
    expect(shown.length, JSON.stringify(rows)).toBe(rows.count)
  }
}

const cases: readonly [string, FrameColumn, readonly FindingKind[]][] = [
  [
    'nothing about ordinary numbers',
    numericColumn(
      'x',
      many(100, (i) => Math.sin(i)),
    ),
    [],
  ],
  ['an empty column', numericColumn('x', [null, null]), ['empty']],
  ['a constant', codedColumn('x', ['a', 'a']), ['constant']],
  [
    'more than one in a hundred missing',
    numericColumn(
      'x',
      many(100, (i) => (i < 2 ? null : Math.sin(i))),
    ),
    ['missing'],
  ],
  [
    'not one in a hundred missing',
    numericColumn(
      'x',
      many(100, (i) => (i < 1 ? null : Math.sin(i))),
    ),
    [],
  ],
  [
    'infinite values',
    numericColumn('x', [Number.POSITIVE_INFINITY, ...many(50, (i) => Math.sin(i + 1))]),
    ['infinite'],
  ],
  [
    'infinite values both ways',
    numericColumn('x', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, ...many(50, (i) => Math.sin(i + 1))]),
    ['infinite'],
  ],
  [
    'zeros',
    numericColumn(
      'x',
      many(100, (i) => (i < 3 ? 0 : Math.sin(i))),
    ),
    ['zeros'],
  ],
  [
    'mostly one number',
    numericColumn(
      'x',
      many(100, (i) => (i < 95 ? 4 : i)),
    ),
    ['dominated'],
  ],
  [
    'a mark for missing',
    numericColumn(
      'x',
      many(200, (i) => (i < 4 ? -999 : 20 + (i % 30))),
    ),
    ['sentinel'],
  ],
  [
    'a long tail',
    numericColumn(
      'x',
      many(2_000, (i) => (i === 0 ? 3_000 : Math.abs(Math.sin(i)))),
    ),
    ['skewed'],
  ],
  [
    'numbers of rows',
    numericColumn(
      'x',
      many(40, (i) => i + 1),
      'integer',
    ),
    ['unique'],
  ],
  [
    'whole numbers that may be codes',
    numericColumn(
      'x',
      many(90, (i) => 1 + (i % 4)),
      'integer',
    ),
    ['codes'],
  ],
  [
    'texts that tell rows apart',
    codedColumn(
      'x',
      many(40, (i) => `r${i}`),
      'identifier',
    ),
    ['unique'],
  ],
  [
    'many categories',
    codedColumn(
      'x',
      many(400, (i) => `k${i % 60}`),
    ),
    ['manyValues'],
  ],
  [
    'uneven classes',
    codedColumn(
      'x',
      many(100, (i) => (i < 85 ? 'a' : `k${i % 3}`)),
    ),
    ['imbalance'],
  ],
  [
    'mostly one truth',
    numericColumn(
      'x',
      many(100, (i) => Number(i < 95)),
      'boolean',
    ),
    ['dominated'],
  ],
  [
    'one value in several ways',
    codedColumn(
      'x',
      many(60, (i) => (i % 10 === 0 ? 'ny ' : i % 2 ? 'NY' : 'LA')),
    ),
    ['variants'],
  ],
  [
    'numbers with words among them',
    codedColumn(
      'x',
      many(60, (i) => (i < 3 ? 'unknown' : String(i % 12))),
    ),
    ['almostNumbers'],
  ],
  [
    'words among more different numbers than are listed',
    codedColumn(
      'x',
      many(400, (i) => (i < 3 ? 'unknown' : String(i % 200))),
      'text',
    ),
    ['almostNumbers'],
  ],
  [
    'nothing about codes, of which some are no numbers',
    codedColumn(
      'x',
      many(400, (i) => (i % 9 === 0 ? `0${i % 200}` : String(i % 200))),
      'text',
    ),
    [],
  ],
  [
    'dates in the future',
    numericColumn(
      'x',
      many(30, (i) => Date.UTC(2025, 11, 20 + i)),
      'datetime',
    ),
    ['future'],
  ],
  [
    'gaps in time',
    numericColumn(
      'x',
      many(60, (i) => Date.UTC(2020, 0, i + (i < 30 ? 0 : 200))),
      'datetime',
    ),
    ['gaps'],
  ],
]

describe('findings in a column', () => {
  it.each(cases)('tell %s', (_what, column, expected) => {
    expect(kinds(column)).toEqual(expected)
    checkRows(column)
  })
  it('weigh skewness as ydata-profiling does, and have a milder note', () => {
    const tail = (size: number) =>
      one(
        numericColumn(
          'x',
          many(size, (i) => (i === 0 ? 1e6 : i % 10)),
        ),
        'skewed',
      )?.severity
    expect(tail(100)).toBe('note')
    expect(tail(1_000)).toBe('warning')
    expect(tail(20)).toBeUndefined()
  })
  it('name infinite rows where no view can ask for them', () => {
    const column = numericColumn('x', [Number.NEGATIVE_INFINITY, 1, 2, Number.POSITIVE_INFINITY])
    expect(one(column, 'infinite')?.rows).toEqual({ kind: 'list', rows: [0, 3], count: 2 })
  })
  it('offer what mends them', () => {
    const variants = codedColumn(
      'city',
      many(60, (i) => (i % 10 === 0 ? 'ny ' : i % 2 ? 'NY' : 'LA')),
    )
    expect(one(variants, 'variants')?.fix).toMatchObject({ kind: 'relabel', labels: { 'ny ': 'NY' } })
    const fixOf = (type: ColumnType) => {
      const values = many(50, (i) => (i < 5 ? null : i % 2 ? 1 : 0))
      return one(numericColumn('x', values, type), 'missing')?.fix
    }
    expect(fixOf('number')).toMatchObject({ step: 'impute', settings: { method: 'median', indicator: true } })
    expect(fixOf('boolean')).toMatchObject({ step: 'impute', settings: { method: 'mode' } })
    const scarce = numericColumn(
      'x',
      many(50, (i) => (i < 45 ? null : i)),
    )
    expect(one(scarce, 'missing')).toMatchObject({ severity: 'warning', fix: { step: 'drop' } })
    const mark = numericColumn(
      'x',
      many(200, (i) => (i < 4 ? -999 : 20 + (i % 30))),
    )
    expect(one(mark, 'sentinel')?.fix).toMatchObject({ kind: 'setMissing', column: 'x', value: -999 })
  })
  it('read numbers as their file writes them', () => {
    const column = codedColumn(
      'price',
      many(120, (i) => (i === 7 ? 'viel' : `${i},5`)),
      'text',
    )
    const almost = (format?: Parameters<typeof profileColumnWork>[2]) =>
      findInColumn(profileColumn(column, NOW, format)).find(({ kind }) => kind === 'almostNumbers')
    expect(almost()).toBeUndefined()
    expect(almost({ decimal: ',' })).toMatchObject({
      severity: 'warning',
      sentence: 'price holds numbers in 99.2% of its cells, and beside them “viel”.',
      rows: { kind: 'view', count: 1 },
      fix: { kind: 'retype', label: 'Read price as numbers, 1 cell as missing', type: 'number' },
    })
  })
  it('show no rows of more words than a view asks for', () => {
    const column = codedColumn(
      'x',
      many(1_000, (i) => (i % 10 === 0 ? `word ${i}` : String(i))),
      'text',
    )
    const found = one(column, 'almostNumbers')
    expect(found?.sentence).toContain('“word 0”, “word 10”, “word 100” and others.')
    expect(found?.rows).toBeUndefined()
  })
  it('are none where there are no rows', () => expect(find(numericColumn('x', []))).toEqual([]))
})
