import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Column, toVector } from '@/core/dataset/column.ts'
import { type DatasetDiff, DIFF_ROWS, describeDiff, proposeKeys } from '@/core/dataset/diff.ts'
import { unattended } from '@/core/task.ts'
import { makeColumn, makeDataset } from '@/testing/dataset.ts'
import { type DiffSide, diffTables } from './diffTables.ts'

function sideOf(columns: readonly Column[], facts: Pick<DiffSide, 'ids' | 'weights'> = {}): DiffSide {
  const { rows, columns: metas } = makeDataset('a.csv', columns)
  return {
    rows,
    // A digest of the content, as stored columns have.
    columns: metas.map((meta, i) => ({ ...meta, digest: JSON.stringify(cellsOf(columns[i]!)) })),
    ...facts,
    open: async (name) => {
      const { type, data } = columns.find((column) => column.name === name)!
      return { name, type, vector: toVector(data) }
    },
  }
}

function cellsOf({ data }: Column): (string | number | null)[] {
  const vector = toVector(data)
  if (vector.kind === 'coded') return Array.from(vector.codes, (code) => vector.dictionary[code] ?? null)
  return Array.from(vector.values, (value) => (Number.isNaN(value) ? null : value))
}

const diff = (before: DiffSide, after: DiffSide, keys?: readonly string[]) =>
  diffTables(before, after, keys, unattended)
const columnIn = ({ columns }: DatasetDiff, name: string) => columns.find((column) => column.name === name)!

const before = sideOf([
  makeColumn('id', 'identifier', ['a', 'b', 'c', 'd']),
  makeColumn('age', 'integer', [10, 20, null, 40]),
  makeColumn('kind', 'category', ['x', 'y', 'x', null]),
  makeColumn('old', 'text', ['p', 'q', 'r', 's']),
])

describe('diffTables', () => {
  it('matches versions by the keys of their rows', async () => {
    const after = sideOf(
      [
        makeColumn('id', 'identifier', ['b', 'c', 'd']),
        makeColumn('age', 'integer', [20, 30, 40]),
        makeColumn('kind', 'category', ['z', 'x', null]),
        makeColumn('old', 'text', ['q', 'r', 's']),
      ],
      { ids: Uint32Array.of(1, 2, 3), weights: Float64Array.of(1, 1, 0.5) },
    )
    const found = await diff(before, after)
    expect(found).toMatchObject({
      rows: { before: 4, after: 3 },
      added: { total: 0 },
      removed: { total: 1, first: [{ name: '1', cells: ['a', '10', 'x', 'p'] }] },
      changed: {
        total: 2,
        first: [
          { name: '2', cells: [{ column: 'kind', before: 'y', after: 'z' }] },
          { name: '3', cells: [{ column: 'age', before: null, after: '30' }] },
        ],
      },
      same: 1,
      reweighted: { total: 1, first: [{ row: '4', before: 1, after: 0.5 }] },
      addedColumns: [],
      removedColumns: [],
    })
    expect(columnIn(found, 'age').changes).toEqual({ total: 1, first: [{ row: '3', before: null, after: '30' }] })
    expect(describeDiff(found)).toBe(
      '1 row removed, 2 rows changed in 2 columns, 1 row reweighted; the cells of 1 row are the same.',
    )
  })

  it('matches any tables by key columns, whatever the order, and names what is repeated or has no key', async () => {
    const first = sideOf([
      makeColumn('shop', 'integer', [1, 1, 2, 2, 3, null]),
      makeColumn('day', 'category', ['mo', 'tu', 'mo', 'mo', 'we', 'we']),
      makeColumn('sold', 'number', [5, 6, 7, 8, 9, 10]),
    ])
    const second = sideOf([
      makeColumn('day', 'category', ['mo', 'mo', 'mo', 'we', 'su', 'tu']),
      makeColumn('shop', 'text', ['2', '2', '2', '3', '3', '1']),
      makeColumn('sold', 'number', [7, 8.5, 1, 9, 2, 6]),
    ])
    const found = await diff(first, second, ['shop', 'day'])
    expect(found.added).toEqual({
      total: 2,
      first: [
        { name: '2, mo', cells: ['mo', '2', '1'] },
        { name: '3, su', cells: ['su', '3', '2'] },
      ],
    })
    expect(found.removed.first.map(({ name }) => name)).toEqual(['1, mo', ''])
    expect(found.changed).toEqual({
      total: 1,
      first: [{ name: '2, mo', cells: [{ column: 'sold', before: '8', after: '8.5' }] }],
    })
    expect(found.repeated).toEqual({ before: 1, after: 2, first: ['2, mo'] })
    expect(found.keyless).toEqual({ before: 1, after: 0 })
    await expect(diff(first, second, ['town'])).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
  })

  it('tells columns added, removed, renamed and of another type', async () => {
    const after = sideOf([
      makeColumn('id', 'identifier', ['a', 'b', 'c', 'd']),
      makeColumn('age', 'text', ['10', '20', null, '41']),
      makeColumn('sort', 'category', ['x', 'y', 'x', null]),
      makeColumn('new', 'integer', [1, 2, 3, 4]),
    ])
    const found = await diff(before, after, ['id'])
    expect(found.addedColumns).toEqual(['new'])
    expect(found.removedColumns).toEqual(['old'])
    expect(columnIn(found, 'sort')).toMatchObject({ formerName: 'kind', changes: { total: 0 } })
    expect(columnIn(found, 'age')).toMatchObject({
      before: { type: 'integer' },
      after: { type: 'text' },
      changes: { total: 1, first: [{ row: 'd', before: '40', after: '41' }] },
    })
    expect(columnIn(found, 'age').distance).toBeUndefined()
    expect(describeDiff(found)).toBe(
      '1 row changed in age; the cells of 3 rows are the same. Column new added, column old removed, age is text, was integer, kind is called sort.',
    )
  })

  it('finds a renamed column by the rows that both have, also where others came and went', async () => {
    const after = sideOf([
      makeColumn('id', 'identifier', ['b', 'c', 'z']),
      makeColumn('years', 'integer', [20, null, 7]),
      makeColumn('constant', 'category', ['x', 'x', 'x']),
    ])
    const found = await diff(before, after, ['id'])
    expect(columnIn(found, 'years').formerName).toBe('age')
    expect(found.addedColumns).toEqual(['constant'])
  })

  it('takes no column for renamed that does not vary where both have rows, or whose file has its rows elsewhere', async () => {
    const first = sideOf([
      makeColumn('id', 'identifier', ['a', 'b', 'c', 'd']),
      makeColumn('paid', 'category', ['no', 'no', 'yes', 'yes']),
      makeColumn('score', 'integer', [1, 2, 3, 4]),
    ])
    const second = sideOf([
      makeColumn('id', 'identifier', ['b', 'a', 'y', 'z']),
      makeColumn('late', 'category', ['no', 'no', 'no', 'yes']),
      // The same file, but of other rows: a has 2 here, and had 1.
      makeColumn('rank', 'integer', [1, 2, 3, 4]),
    ])
    const found = await diff(first, second, ['id'])
    expect(found.addedColumns).toEqual(['late', 'rank'])
    expect(found.removedColumns).toEqual(['paid', 'score'])
  })

  it('compares numbers with instants and with yes and no by what a person reads, and puts no distance between them', async () => {
    const first = sideOf([
      makeColumn('n', 'integer', [0, 86_400_000, null]),
      makeColumn('m', 'integer', [0, 1, 1]),
      makeColumn('x', 'integer', [1, 2, 3]),
    ])
    const second = sideOf([
      makeColumn('n', 'datetime', [0, 86_400_000, null]),
      makeColumn('m', 'boolean', [0, 1, 1]),
      makeColumn('x', 'number', [1, 2, 3.5]),
    ])
    const found = await diff(first, second)
    expect(columnIn(found, 'n').changes.first).toEqual([
      { row: '1', before: '0', after: '1970-01-01' },
      { row: '2', before: '86400000', after: '1970-01-02' },
    ])
    expect(columnIn(found, 'm').changes.first[1]).toEqual({ row: '2', before: '1', after: 'true' })
    expect(columnIn(found, 'x').changes.first).toEqual([{ row: '3', before: '3', after: '3.5' }])
    expect(columnIn(found, 'n').distance).toBeUndefined()
    expect(columnIn(found, 'm').distance).toBeUndefined()
    // Each row says every cell that is counted as changed.
    expect(found.changed.first.flatMap(({ cells }) => cells)).toHaveLength(
      found.columns.reduce((sum, { changes }) => sum + changes.total, 0),
    )
  })

  it('measures how far distributions are apart', async () => {
    const first = sideOf([
      makeColumn('n', 'number', [1, 2, 3, 4, 10]),
      makeColumn('k', 'category', ['a', 'a', 'b', null, null]),
      makeColumn('t', 'text', ['u', 'v', 'w', 'x', 'y']),
    ])
    const second = sideOf([
      makeColumn('n', 'number', [1, 2, 3, 4, 20, 5]),
      makeColumn('k', 'category', ['a', 'b', null, 'c', 'a', 'a']),
      makeColumn('t', 'text', ['1', '2', '3', '4', '5', '6']),
    ])
    const found = await diff(first, second)
    // scipy.stats.wasserstein_distance(a, b) / numpy.std(a)
    expect(columnIn(found, 'n').distance).toBeCloseTo(0.6851601597031488, 12)
    // scipy.spatial.distance.jensenshannon([2, 1, 2, 0], [3, 1, 1, 1])
    expect(columnIn(found, 'k').distance).toBeCloseTo(0.29334874446912096, 12)
    expect(columnIn(found, 't').distance).toBeUndefined()
  })

  it('lists the first and counts all', async () => {
    const rows = Array.from({ length: 500 }, (_, row) => row)
    const found = await diff(
      sideOf([makeColumn('n', 'integer', rows)]),
      sideOf([
        makeColumn(
          'n',
          'integer',
          rows.map((row) => row + 1),
        ),
      ]),
    )
    expect(found.changed).toMatchObject({ total: 500 })
    expect(found.changed.first).toHaveLength(DIFF_ROWS)
    expect(columnIn(found, 'n').changes.first).toHaveLength(DIFF_ROWS)
  })

  it('finds nothing between a table and itself, and is stopped when asked', async () => {
    const found = await diff(before, before)
    expect(describeDiff(found)).toBe('Nothing differs: 4 rows of 4 columns.')
    expect(found.columns.map(({ distance }) => distance)).toEqual([0, 0, 0, 0])
    const task = { ...unattended, signal: AbortSignal.abort() }
    const slow: DiffSide = {
      ...before,
      async open(name) {
        await waitLong()
        return before.open(name)
      },
    }
    await expect(diffTables(slow, sideOf([makeColumn('id', 'identifier', ['a'])]), ['id'], task)).rejects.toMatchObject(
      {
        code: 'aborted',
      },
    )
  })

  it('agrees with a comparison row by row', async () => {
    const cell = fc.option(fc.integer({ min: 0, max: 3 }), { freq: 4 })
    const table = fc.uniqueArray(fc.tuple(fc.nat(12), cell, cell), {
      selector: ([key]) => key,
      minLength: 1,
      maxLength: 12,
    })
    const text = (value: number | null) => (value === null ? null : `t${value}`)
    const side = (rows: readonly (readonly [number, number | null, number | null])[]) =>
      sideOf([
        makeColumn(
          'key',
          'integer',
          rows.map(([key]) => key),
        ),
        makeColumn(
          'n',
          'integer',
          rows.map(([, n]) => n),
        ),
        makeColumn(
          't',
          'category',
          rows.map(([, , t]) => text(t)),
        ),
      ])
    await fc.assert(
      fc.asyncProperty(table, table, async (first, second) => {
        const found = await diff(side(first), side(second), ['key'])
        const known = new Map(first.map((row) => [row[0], row]))
        const both = second.filter(([key]) => known.has(key))
        const differ = both.filter(([key, n, t]) => known.get(key)![1] !== n || known.get(key)![2] !== t)
        expect(found.added.total).toBe(second.length - both.length)
        expect(found.removed.total).toBe(first.length - both.length)
        expect(found.changed.first.map(({ name }) => Number(name))).toEqual(differ.map(([key]) => key))
        expect(found.same).toBe(both.length - differ.length)
        expect(columnIn(found, 'n').changes.total).toBe(both.filter(([key, n]) => known.get(key)![1] !== n).length)
      }),
    )
  })
})

const waitLong = () => new Promise((resolve) => setTimeout(resolve, 60))

describe('proposeKeys', () => {
  const table = (...columns: readonly Column[]) => makeDataset('a.csv', columns)
  it('takes what names every row of both, an identifier first', () => {
    const one = table(makeColumn('n', 'integer', [1, 2]), makeColumn('id', 'identifier', ['a', 'b']))
    const other = table(makeColumn('n', 'integer', [1, 3]), makeColumn('id', 'identifier', ['a', 'c']))
    expect(proposeKeys(one, other)).toEqual(['id'])
    expect(
      proposeKeys(one, table(makeColumn('n', 'integer', [1, 3]), makeColumn('id', 'identifier', ['a', 'a']))),
    ).toEqual(['n'])
    expect(proposeKeys(one, table(makeColumn('n', 'integer', [1, null])))).toEqual([])
  })
})
