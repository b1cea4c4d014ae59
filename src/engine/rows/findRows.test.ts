import { describe, expect, it } from 'vitest'
import { type Frame, type FrameColumn, takeRows, toFrame } from '@/core/dataset/column.ts'
import { normalFrom, seededRandom, shuffle } from '@/core/random.ts'
import type { RowFindingKind, RowFindings } from '@/core/rows/finding.ts'
import type { RowFindingsEvent } from '@/core/rows/jobs.ts'
import { unattended } from '@/core/task.ts'
import { makeColumn, makeDataset } from '@/testing/dataset.ts'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { readSharedCsv, sharedDataDir } from '@/testing/sharedData.ts'
import { readCsv } from '../table/readCsv.ts'
import { type FindRowsInput, findRows } from './findRows.ts'

type Options = Partial<Pick<FindRowsInput, 'target' | 'compared' | 'most'>>

function inputOf(frame: Frame, options: Options = {}): FindRowsInput {
  const columns = frame.columns.map(({ name, type, vector }) => {
    const cells =
      vector.kind === 'numeric'
        ? Array.from(vector.values, (value) => (Number.isNaN(value) ? null : value))
        : Array.from(vector.codes, (code) => vector.dictionary[code] ?? null)
    return makeColumn(name, type, cells)
  })
  const byName = new Map(frame.columns.map((column) => [column.name, column]))
  const open = async (name: string): Promise<FrameColumn> => byName.get(name)!
  return { rows: frame.rows, columns: makeDataset('t.csv', columns).columns, open, ...options }
}

const find = (frame: Frame, options: Options = {}) => findRows(inputOf(frame, options), unattended)
const of = ({ findings }: RowFindings, kind: RowFindingKind) => findings.find((finding) => finding.kind === kind)
const rowsOf = (found: RowFindings, kind: RowFindingKind) => of(found, kind)?.rows.map(({ row }) => row) ?? []

/** sin((i + 1)(c + 1)(c + 2)), a near copy and a row far away among them. */
function sines(width: number): Frame {
  const rows = Array.from({ length: 60 }, (_, i) =>
    Array.from({ length: width }, (_, c) => Math.sin((i + 1) * (c + 1) * (c + 2))),
  )
  rows[40] = rows[7]!.map((x) => x + (width === 2 ? 0.002 : 0.004))
  rows[33] = width === 2 ? [6, -6] : [3, -3, 3, -3, -3]
  return frameOf(
    ...Array.from({ length: width }, (_, c) =>
      numericColumn(
        `x${c}`,
        rows.map((row) => row[c]!),
      ),
    ),
  )
}

// numpy, scikit-learn 1.2.1 (StandardScaler, NearestNeighbors(10, algorithm='brute')) and scipy (ks_2samp of how far apart
// the rows of neighbours are, and those of all pairs) on the same tables.
describe('findRows on tables of sines', () => {
  it('finds what numpy finds by straight distances', async () => {
    const found = await find(sines(2))
    expect(found.compared).toEqual({ rows: 60, columns: ['x0', 'x1'], metric: 'euclidean', neighbours: 10 })
    const [a, b, ...more] = of(found, 'alike')!.rows
    expect(more).toEqual([])
    expect(of(found, 'alike')!.droppable).toEqual(Uint32Array.of(40))
    expect(a).toMatchObject({ row: 7, beside: 40 })
    expect(b).toMatchObject({ row: 40, beside: 7 })
    expect(a!.distance! / 0.0027358971309743214).toBeCloseTo(1, 4)
    const outliers = of(found, 'outliers')!.rows
    expect(outliers.map(({ row }) => row)).toEqual([33])
    expect(of(found, 'outliers')!.droppable).toEqual(Uint32Array.of(33))
    expect(outliers[0]!.distance).toBeCloseTo(7.0922095581640905, 5)
    expect(outliers[0]!.score! / 9.410053500973243e-11).toBeCloseTo(1, 3)
    expect(found.order!.statistic).toBeCloseTo(0.12189265536723164, 12)
  })

  it('finds what numpy finds by cosine', async () => {
    const found = await find(sines(5))
    expect(found.compared!.metric).toBe('cosine')
    expect(rowsOf(found, 'alike')).toEqual([7, 40])
    expect(of(found, 'alike')!.rows[0]!.distance! / 1.3789773672390204e-5).toBeCloseTo(1, 2)
    expect(of(found, 'outliers')).toBeUndefined()
    expect(found.order!.statistic).toBeCloseTo(0.10598870056497176, 12)
  })
})

async function realFrame(name: string, header = true): Promise<Frame> {
  const bytes = readSharedCsv(name)!
  return toFrame((await readCsv(new Blob([new Uint8Array(bytes)]), header ? {} : { header }, unattended)).table)
}

describe.skipIf(!sharedDataDir())('findRows on real data', () => {
  it('iris: as numpy and scikit-learn do', async () => {
    const iris = await realFrame('iris')
    const found = await find(iris, { target: 'species' })
    expect(of(found, 'duplicates')!.rows).toEqual([{ row: 142, beside: 101, distance: 0 }])
    expect(of(found, 'conflicts')).toBeUndefined()
    expect(rowsOf(found, 'alike').toSorted((a, b) => a - b)).toEqual([13, 38, 82, 92])
    expect(rowsOf(found, 'outliers')).toEqual([95, 84, 88, 85, 66, 41, 64])
    const expected = [0.21485315, 0.20173974, 0.17361962, 0.14509743, 0.14415994, 0.14231501, 0.10697962]
    for (const [i, { distance }] of of(found, 'outliers')!.rows.entries())
      expect(distance! / expected[i]!).toBeCloseTo(1, 4)
    // The file has one species after the other.
    expect(found.order!.p).toBe(1 / 26)
    const three = await find(iris, { target: 'species', compared: ['sepal_length', 'sepal_width', 'petal_length'] })
    expect(three.compared!.metric).toBe('euclidean')
    expect(rowsOf(three, 'outliers')).toEqual([131, 117, 41, 15, 60, 118, 109])
  })

  // pandas: duplicated().sum(), and rows in groups of the same inputs with more than one label (groupby, dropna=False).
  it.each([
    ['adult.data', 14, 24, 2],
    ['winequality-white', 11, 937, 0],
    ['letter_recognition', 0, 1332, 0],
  ] as const)(
    '%s: as pandas does',
    async (name, target, duplicates, conflicts) => {
      const frame = await realFrame(name, name !== 'adult.data')
      const found = await find(frame, { target: frame.columns[target]!.name, most: 200 })
      expect(of(found, 'duplicates')?.count ?? 0).toBe(duplicates)
      expect(of(found, 'conflicts')?.count ?? 0).toBe(conflicts)
    },
    60_000,
  )
})

/** Normal numbers and a category, in no order. */
function noise(rows: number, seed: string): Frame {
  const random = seededRandom(seed)
  const normal = normalFrom(random)
  const numbers = () => Array.from({ length: rows }, normal)
  const words = Array.from({ length: rows }, () => ['a', 'b', 'c'][Math.floor(random() * 3)]!)
  return frameOf(numericColumn('x', numbers()), numericColumn('y', numbers()), codedColumn('kind', words))
}

describe('order', () => {
  it('is found in a table that is sorted', async () => {
    const frame = noise(400, 'sorted')
    const x = (frame.columns[0]!.vector as { values: Float64Array }).values
    const sorted = Uint32Array.from({ length: 400 }, (_, i) => i).sort((a, b) => x[a]! - x[b]!)
    expect(of(await find(takeRows(frame, sorted)), 'order')).toBeDefined()
  })

  // One in 26 tables without any order is claimed to have one; eight or more of twenty have a chance below 1 in 100,000.
  const MOST_CLAIMS = 7

  it('is not claimed where there is none', async () => {
    let claims = 0
    for (let i = 0; i < 20; i++) if (of(await find(noise(200, `none ${i}`)), 'order')) claims++
    expect(claims).toBeLessThanOrEqual(MOST_CLAIMS)
  })

  it('is not claimed where ties alone choose the neighbours', async () => {
    const random = seededRandom('ties')
    let claims = 0
    for (let i = 0; i < 20; i++) {
      const words = Array.from({ length: 300 }, () => ['a', 'b', 'c', 'd'][Math.floor(random() * 4)]!)
      if (of(await find(frameOf(codedColumn('kind', words))), 'order')) claims++
    }
    expect(claims).toBeLessThanOrEqual(MOST_CLAIMS)
  })
})

describe('findRows', () => {
  it('finds the same rows in whatever order they come', async () => {
    const frame = sines(2)
    const order = shuffle(
      Uint32Array.from({ length: frame.rows }, (_, i) => i),
      seededRandom('order'),
    )
    const [before, after] = [await find(frame), await find(takeRows(frame, order))]
    for (const kind of ['alike', 'outliers'] as const)
      expect(
        rowsOf(after, kind)
          .map((row) => order[row])
          .toSorted(),
      ).toEqual(rowsOf(before, kind).toSorted())
  })

  it('names columns that are constant or number the rows, and compares by neither', async () => {
    const frame = noise(50, 'columns')
    const rows = Array.from({ length: 50 }, (_, i) => i)
    const found = await find({
      rows: 50,
      columns: [
        numericColumn(
          'id',
          rows.map((i) => 1007 - i),
          'integer',
        ),
        numericColumn(
          'gapped',
          rows.map((i) => 2 * i),
          'integer',
        ),
        codedColumn(
          'one',
          rows.map((i) => (i % 5 === 0 ? null : 'same')),
        ),
        codedColumn(
          'words',
          rows.map((i) => `some words ${i % 7}`),
          'text',
        ),
        ...frame.columns,
      ],
    })
    expect(of(found, 'constant')).toMatchObject({ columns: ['one'], sentence: '1 column never varies: one.' })
    expect(of(found, 'identifier')).toMatchObject({ columns: ['id'], share: 1 / 7 })
    expect(found.compared!.columns).toEqual(['gapped', 'x', 'y', 'kind'])
  })

  it('says nothing of amounts that differ where inputs agree', async () => {
    const inputs = numericColumn('n', [1, 1, 2], 'integer')
    const found = await find(frameOf(inputs, numericColumn('price', [1.5, 2.5, 3])), { target: 'price' })
    expect(of(found, 'conflicts')).toBeUndefined()
    const classes = frameOf(inputs, codedColumn('kind', ['a', 'b', 'a']))
    expect(rowsOf(await find(classes, { target: 'kind' }), 'conflicts')).toEqual([0, 1])
  })

  it('looks at some rows of many, and for copies at all', async () => {
    const frame = takeRows(
      noise(300, 'many'),
      Uint32Array.from({ length: 600 }, (_, i) => i % 300),
    )
    const found = await find(frame, { most: 100 })
    expect(found.compared!.rows).toBe(100)
    expect(of(found, 'duplicates')!.count).toBe(300)
    expect(of(found, 'duplicates')!.rows).toHaveLength(100)
  })

  it('has nothing to compare in data without columns that say something', async () => {
    const found = await find(frameOf(codedColumn('name', ['x', 'y', 'z'], 'text'), numericColumn('one', [1, 1, 1])))
    expect(found).not.toHaveProperty('compared')
    expect(found.findings.map(({ kind }) => kind)).toEqual(['constant'])
    expect((await find(frameOf(numericColumn('n', [1])))).findings.map(({ kind }) => kind)).toEqual(['constant'])
    expect((await find(frameOf(numericColumn('n', [])))).findings.map(({ kind }) => kind)).toEqual(['constant'])
  })

  it('opens no more columns once it is stopped', async () => {
    const controller = new AbortController()
    const events: RowFindingsEvent[] = []
    const report = (event: RowFindingsEvent) => {
      events.push(event)
      controller.abort()
    }
    const stopped = findRows(inputOf(noise(100, 'stopped')), { signal: controller.signal, report })
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' })
    expect(events).toHaveLength(1)
  })

  it('tells how far it is', async () => {
    const events: RowFindingsEvent[] = []
    await findRows(inputOf(noise(100, 'told')), { ...unattended, report: (event) => events.push(event) })
    expect(events.at(0)).toEqual({ phase: 'reading', done: 1, total: 3 })
    expect(events.at(-1)).toEqual({ phase: 'comparing', done: 100, total: 100 })
  })
})
