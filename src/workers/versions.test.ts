import { beforeEach, describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { describeDiff } from '@/core/dataset/diff.ts'
import type { Edit } from '@/core/dataset/edit.ts'
import { describeVersion } from '@/core/dataset/lineage.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import { parseRecord } from '@/core/schema/record.ts'
import { unattended } from '@/core/task.ts'
import { withoutRows } from '@/engine/bundle/datasetFacts.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { openRowIds, openWeights } from '@/storage/numbers.ts'
import { openTable } from '@/storage/tables.ts'
import { codedColumn, frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeLoadJobs } from './load.jobs.ts'
import { makeReadJobs } from './read.jobs.ts'

let records: Records
let arrays: Arrays
let v0: Dataset

const frame = frameOf(
  numericColumn('amount', [1, 2, null, 4, 5]),
  codedColumn('kind', ['a', 'b', 'a', null, 'b']),
  codedColumn('note', ['p', 'q', 'r', 's', 't'], 'text'),
)

beforeEach(async () => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
  v0 = await storeFrame(records, arrays, 'things.csv', frame)
})

const edit = (dataset: Dataset, ...edits: readonly Edit[]) =>
  makeLoadJobs({ records, arrays }).edit({ datasetId: dataset.id, edits }, unattended)
const cellsOf = async (dataset: Dataset) => readFrame(toFrame(await openTable(arrays, dataset)))
const relabel = (rows: readonly number[], value: string): Edit => ({ kind: 'setCells', column: 'kind', rows, value })

describe('edit', () => {
  it('makes the next version, shares the columns that did not change, and keeps the log', async () => {
    const v1 = await edit(v0, relabel([1], 'a'), { kind: 'setWeights', rows: [0], weight: 2 })
    expect(await records.get('dataset', v1.id)).toEqual(v1)
    expect(v1).toMatchObject({
      version: 1,
      lineage: v0.id,
      parent: v0.id,
      rows: 5,
      edits: [
        { kind: 'setCells', column: 'kind', value: 'a', rows: { count: 1, keys: [1] } },
        { kind: 'setWeights', weight: 2, rows: { count: 1, keys: [0] } },
      ],
    })
    expect(v1.rowIds).toBeUndefined()
    expect(v1.columns.map(({ digest }, i) => digest === v0.columns[i]!.digest)).toEqual([true, false, true])
    expect(v1.columns[1]!.summary).toMatchObject({
      distinct: 2,
      top: [
        { value: 'a', count: 3 },
        { value: 'b', count: 1 },
      ],
    })
    expect((await cellsOf(v1))['kind']).toEqual(['a', 'a', 'a', null, 'b'])
    expect(await openWeights(arrays, v1)).toEqual(Float64Array.of(2, 1, 1, 1, 1))
    expect(describeVersion(v1, v0)).toBe('kind of row 2 is a, 1 row counts 2')
  })

  it('drops rows, which keep their keys through later edits and in windows', async () => {
    const v1 = await edit(v0, { kind: 'dropRows', rows: [1, 3] })
    const v2 = await edit(v1, relabel([4, 3], 'c'), { kind: 'dropRows', rows: [0] })
    expect(v2).toMatchObject({ version: 2, parent: v1.id, rows: 2 })
    expect(await cellsOf(v2)).toEqual({ amount: [null, 5], kind: ['a', 'c'], note: ['r', 't'] })
    expect(await openRowIds(arrays, v2)).toEqual(Uint32Array.of(2, 4))

    const read = makeReadJobs({ records, arrays })
    const window = await read.window({ datasetId: v2.id, start: 1, count: 5, columns: ['note'] }, unattended)
    expect(window).toEqual({ start: 1, length: 1, columns: [['t']], keys: Uint32Array.of(4) })
    const view = { conditions: [], search: '', sort: [{ column: 'note', descending: true }] }
    const arranged = { view, shown: ['note'] }
    const sorted = await read.window(
      { datasetId: v2.id, start: 0, count: 9, columns: ['note'], view: arranged },
      unattended,
    )
    expect([...sorted.keys!]).toEqual([4, 2])
    expect([...sorted.rows!]).toEqual([1, 0])
    expect([...(await read.rowKeys({ datasetId: v2.id, ...arranged }, unattended))]).toEqual([4, 2])
    expect([...(await read.rowKeys({ datasetId: v0.id, ...arranged }, unattended))]).toEqual([4, 3, 2, 1, 0])
  })

  it('finds rows by their places where that is asked', async () => {
    const v1 = await edit(v0, { kind: 'dropRows', rows: [0] })
    const edits: readonly Edit[] = [relabel([0, 9], 'z')]
    const v2 = await makeLoadJobs({ records, arrays }).edit({ datasetId: v1.id, edits, byPlace: true }, unattended)
    expect((await cellsOf(v2))['kind']).toEqual(['z', 'a', null, 'b'])
    expect(v2.edits).toMatchObject([{ rows: { count: 1, keys: [1] } }])
  })

  it('of the same content is the same version, however it came about', async () => {
    const jobs = makeLoadJobs({ records, arrays })
    const load = (text: string) =>
      jobs.load({ files: [{ file: new Blob([text]), fileName: 'pets.csv' }], sourceKind: 'file' }, unattended)
    const file = await load('kind,legs\ncat,4\nbird,2\ncat,3\n')
    const v1 = await edit(file, relabel([1], 'cat'))
    expect(parseRecord('dataset', JSON.parse(JSON.stringify(v1)))).toEqual(v1)
    expect((await edit(v1, relabel([1], 'bird'))).id).toBe(file.id)
    expect((await edit(file, relabel([0], 'cat'), { kind: 'dropRows', rows: [17] })).id).toBe(file.id)
    // Row 2 is gone either way, and with it all that was edited of it.
    const dropped = await edit(file, { kind: 'dropRows', rows: [1] })
    expect((await edit(v1, { kind: 'dropRows', rows: [1] })).id).toBe(dropped.id)
    expect(await records.all('dataset')).toHaveLength(4)
    // A file with these rows alone deals them otherwise, so it is another dataset.
    const alone = await load('kind,legs\ncat,4\ncat,3\n')
    expect(alone.columns.map(({ digest }) => digest)).toEqual(dropped.columns.map(({ digest }) => digest))
    expect(alone.id).not.toBe(dropped.id)
  })

  it('keeps long lists of rows in a file, which a sweep leaves alone', async () => {
    const rows = Array.from({ length: 3_000 }, (_, i) => i)
    const long = await storeFrame(records, arrays, 'long.csv', frameOf(numericColumn('n', rows)))
    const even = Uint32Array.from(rows.filter((row) => row % 2 === 0))
    const v1 = await edit(long, { kind: 'setWeights', rows: even, weight: 0.5 }, { kind: 'dropRows', rows: [7] })
    expect(v1.edits).toMatchObject([{ rows: { count: 1_500, stored: { width: 4 } } }, { rows: { keys: [7] } }])
    await records.remove('dataset', long.id)
    await records.remove('dataset', v0.id)
    await makeLoadJobs({ records, arrays }).sweep({ runIds: [] }, unattended)
    expect((await openWeights(arrays, v1))!.reduce((sum, weight) => sum + weight, 0)).toBe(750 + 1_499)
    expect((await openRowIds(arrays, v1))![7]).toBe(8)
    expect(await arrays.size(`columns/${v1.edits![0]!.rows.stored!.digest}`)).toBeGreaterThan(0)
    expect(await arrays.size(`columns/${v1.firstRead!.columns[0]!.digest}`)).toBeGreaterThan(0)
    await records.remove('dataset', v1.id)
    await makeLoadJobs({ records, arrays }).sweep({ runIds: [] }, unattended)
    expect(await arrays.list('columns')).toEqual([])
  })

  it('commits nothing where it is stopped or refused', async () => {
    const controller = new AbortController()
    controller.abort()
    const jobs = makeLoadJobs({ records, arrays })
    const input = { datasetId: v0.id, edits: [{ kind: 'dropRows', rows: [1] }] as const }
    await expect(jobs.edit(input, { ...unattended, signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    })
    const bad = edit(v0, { kind: 'setCells', column: 'amount', rows: [0], value: 'much' })
    await expect(bad).rejects.toMatchObject({ code: 'edit.invalid', message: expect.stringContaining('“much”') })
    const unknown = edit(v0, { kind: 'setCells', column: 'size', rows: [0], value: '1' })
    await expect(unknown).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
    expect(await records.all('dataset')).toHaveLength(1)
  })
})

it('in a bundle tells nothing of the cells that were edited, and is a record still', async () => {
  const jobs = makeLoadJobs({ records, arrays })
  const file = { file: new Blob(['name,legs\nRex,4\nTweety,2\n']), fileName: 'pets.csv' }
  const { id } = await jobs.load({ files: [file], sourceKind: 'file' }, unattended)
  const edits: readonly Edit[] = [
    { kind: 'setCells', column: 'name', rows: [0], value: 'Fido' },
    { kind: 'dropRows', rows: [1] },
  ]
  const facts = withoutRows(await jobs.edit({ datasetId: id, edits }, unattended))
  const { parent, rowIds, firstRead } = parseRecord('dataset', JSON.parse(JSON.stringify(facts)))
  expect({ parent, rowIds, rows: firstRead?.rows }).toEqual({ parent: id, rowIds: undefined, rows: 2 })
  expect(facts.edits).toBeUndefined()
})

it('diff: what an edited version and its first differ by, told through the read worker', async () => {
  const v1 = await edit(
    v0,
    relabel([1, 2], 'c'),
    { kind: 'dropRows', rows: [4] },
    { kind: 'setWeights', rows: [0], weight: 3 },
  )
  const events: unknown[] = []
  const read = makeReadJobs({ records, arrays })
  const task = { signal: unattended.signal, report: (event: unknown) => events.push(event) }
  const found = await read.diff({ before: v0.id, after: v1.id }, task)
  expect(describeDiff(found)).toBe(
    '1 row removed, 2 rows changed in kind, 1 row reweighted; the cells of 2 rows are the same.',
  )
  expect(found.changed.first).toEqual([
    { name: '2', cells: [{ column: 'kind', before: 'b', after: 'c' }] },
    { name: '3', cells: [{ column: 'kind', before: 'a', after: 'c' }] },
  ])
  expect(events.at(-1)).toEqual({ done: 3, total: 3 })
  expect((await read.diff({ before: v0.id, after: v0.id }, unattended)).same).toBe(5)
})
