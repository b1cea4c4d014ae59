import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { LoadEvent } from '@/core/dataset/jobs.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import { parseRecord } from '@/core/schema/record.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { openTable } from '@/storage/tables.ts'
import { readFrame } from '@/testing/frames.ts'
import { fileInput, type LoadChange, pets } from '@/testing/petsFile.ts'
import { makeLoadJobs } from './load.jobs.ts'
import { makeReadJobs } from './read.jobs.ts'

let records: Records
let arrays: Arrays

beforeEach(() => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
})

const doubt = { kind: 'missing', token: '-1', cells: 2, columns: ['a'] } as const

const jobs = () => makeLoadJobs({ records, arrays })
const load = (text = pets, change: LoadChange = {}) => jobs().load(fileInput(text, change), unattended)
const cellsOf = async (dataset: Dataset) => readFrame(toFrame(await openTable(arrays, dataset)))
const files = async () => (await arrays.list('columns')).map(({ path }) => path)

describe('load', () => {
  it('commits a record that names what is stored', async () => {
    const events: LoadEvent[] = []
    const { signal } = unattended
    const dataset = await jobs().load(fileInput(pets), { signal, report: (event) => events.push(event) })
    expect(await records.get('dataset', dataset.id)).toEqual(dataset)
    expect(dataset).toMatchObject({
      name: 'pets',
      version: 0,
      lineage: dataset.id,
      rows: 3,
      source: { kind: 'file', fileName: 'pets.csv', bytes: pets.length, dialect: { missing: ['NA'] } },
      issues: { counts: {} },
    })
    expect(dataset.columns.map(({ name, type, summary }) => [name, type, summary.missing])).toEqual([
      ['id', 'identifier', 0],
      ['kind', 'category', 0],
      ['legs', 'integer', 0],
      ['weight', 'number', 1],
    ])
    expect(await cellsOf(dataset)).toEqual({
      id: ['1', '2', '3'],
      kind: ['cat', 'bird', 'cat'],
      legs: [4, 2, 3],
      weight: [4.5, null, 5],
    })
    expect(events.map(({ phase }) => phase)).toEqual(['reading', 'ready', 'storing'])
    expect(events[0]).toMatchObject({ bytes: pets.length, total: pets.length, rows: 3 })
    expect(events.at(-1)).toMatchObject({ phase: 'storing', bytes: 0, rows: 3 })
  })

  it('gives rows to look at before anything is stored, and none once it is', async () => {
    const own = jobs()
    const written: string[] = []
    let looked: Promise<unknown> | undefined
    const slow: Arrays = {
      ...arrays,
      write: async (path, parts) => {
        written.push(path)
        await looked
        return arrays.write(path, parts)
      },
    }
    const reading = makeLoadJobs({ records, arrays: slow })
    const dataset = await reading.load(fileInput(pets), {
      signal: unattended.signal,
      report: (event) => {
        if (event.phase !== 'ready') return
        expect(written).toEqual([])
        looked = reading.window({ datasetId: event.dataset.id, start: 1, count: 9 }, unattended)
      },
    })
    expect(await looked).toMatchObject({
      start: 1,
      length: 2,
      columns: [['2', '3'], ['bird', 'cat'], Float64Array.of(2, 3), Float64Array.of(Number.NaN, 5)],
    })
    const again = { datasetId: dataset.id, start: 0, count: 1 }
    await expect(reading.window(again, unattended)).rejects.toMatchObject({ code: 'storage.missing' })
    await expect(own.window(again, unattended)).rejects.toMatchObject({ code: 'storage.missing' })
  })

  it('records several files, a format and a packing; a packed file has the id of what is in it', async () => {
    const files = [
      { file: new Blob([pets.slice(0, pets.indexOf('3,'))]), fileName: 'a.csv' },
      { file: new Blob(['id,kind,legs,weight\n3,cat,3,5\n']), fileName: 'b.csv' },
    ]
    const both = await jobs().load({ files, sourceKind: 'file' }, unattended)
    expect(both.id).toBe((await load()).id)
    expect(both).toMatchObject({
      name: 'a',
      source: {
        fileName: 'a.csv',
        bytes: files[0]!.file.size + files[1]!.file.size,
        files: [
          { fileName: 'a.csv', bytes: files[0]!.file.size, rows: 2 },
          { fileName: 'b.csv', bytes: files[1]!.file.size, rows: 1 },
        ],
      },
    })
    const gz = { file: new Blob([gzipSync('{"a":1}\n{"a":2}\n')]), fileName: 'rows.jsonl.gz' }
    const packed = await jobs().load({ files: [gz], sourceKind: 'paste' }, unattended)
    expect(packed.name).toBe('rows')
    const { readMs, ...source } = packed.source
    expect(source).toEqual({
      kind: 'paste',
      fileName: 'rows.jsonl.gz',
      bytes: gz.file.size,
      format: 'jsonl',
      packed: 'gzip',
    })
    expect(readMs).toBeGreaterThan(0)
    expect(parseRecord('dataset', both)).toEqual(both)
    expect(parseRecord('dataset', packed)).toEqual(packed)
  })

  it('takes types for columns that may be absent', async () => {
    const typesWherePresent = { legs: 'category', wings: 'category' } as const
    const { columns, source } = await jobs().load({ ...fileInput(pets), typesWherePresent }, unattended)
    expect(columns.find(({ name }) => name === 'legs')).toMatchObject({ type: 'category', kind: 'coded' })
    expect(source).not.toHaveProperty('fixed')
  })

  it('tells beforehand whether files are of one shape', async () => {
    const of = (...texts: string[]) =>
      jobs().compare({ files: texts.map((text, i) => ({ file: new Blob([text]), fileName: `${i}.csv` })) }, unattended)
    expect(await of('a,b\n1,2\n', 'a,b\n3,4\n')).toEqual({ areAlike: true })
    expect(await of('a,b\n1,2\n', 'a,c\n3,4\n')).toEqual({
      areAlike: false,
      difference: '“1.csv” has not the shape of “0.csv”: its column 2 is “c” instead of “b”.',
    })
    expect((await of('a,b\n1,2\n', '{"a":1}\n')).difference).toMatch('its column 1 is')
    // What is wrong with one file sets it apart from none.
    expect(await of('a,b\n1,2\n', '')).toEqual({ areAlike: false })
  })

  it('gives the same content the same id, and brings a deleted one back under its name', async () => {
    const first = await load()
    await records.put('dataset', { ...first, name: 'my pets', deletedAt: 5 })
    const again = await load(pets, { fileName: 'other.csv' })
    expect(again).toEqual({ ...first, name: 'my pets', deletedAt: undefined, source: again.source })
    expect(again.source).toMatchObject({ fileName: 'other.csv', bytes: pets.length })
    expect(await records.all('dataset')).toHaveLength(1)
  })

  it('says of the same content how it was read last, and which parts the person fixed', async () => {
    const first = await load('a;b\n1;2\n', { settled: ['missing -1'] })
    await records.put('dataset', { ...first, name: 'mine', doubts: [{ ...doubt }] })
    const again = await load('a;b\n1;2\n', { options: { quote: "'", types: { a: 'integer' } } })
    expect(again).toEqual({
      ...first,
      name: 'mine',
      deletedAt: undefined,
      source: {
        ...first.source,
        dialect: { ...first.source.dialect!, quote: "'" },
        fixed: { quote: "'" },
        readMs: again.source.readMs,
      },
    })
    expect(again.settled).toEqual(['missing -1'])
    expect(first.source).not.toHaveProperty('fixed')
  })

  it('gives a name once among what is in sight, unless somebody chose it', async () => {
    const first = await load()
    expect((await load('a\n1\n')).name).toBe('pets (2)')
    expect((await load('a\n2\n')).name).toBe('pets (3)')
    expect((await load('a\n3\n', { name: 'pets' })).name).toBe('pets')
    await records.put('dataset', { ...first, deletedAt: 5 })
    expect((await load('a\n4\n', { fileName: 'pets (2).tsv' })).name).toBe('pets (2) (2)')
  })

  it('leaves nothing of its own when it is stopped, and all that others need', async () => {
    const other = await load('kind\ncat\nbird\ncat\n')
    const before = await files()
    const stores = { records, arrays }
    const controller = new AbortController()
    // Stopped while the third column is written.
    let writes = 0
    const stopping: Arrays = {
      ...arrays,
      write: async (path, parts) => {
        await arrays.write(path, parts)
        if (++writes === 4) controller.abort()
      },
    }
    const stopped = makeLoadJobs({ ...stores, arrays: stopping }).load(fileInput(pets), {
      signal: controller.signal,
      report: () => {},
    })
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' })
    expect(writes).toBeGreaterThanOrEqual(4)
    expect(await files()).toEqual(before)
    expect(await records.all('dataset')).toEqual([other])
  })

  it('passes on why a file cannot be read', async () => {
    await expect(load('')).rejects.toMatchObject({ code: 'csv.empty' })
    expect(await records.all('dataset')).toEqual([])
  })
})

describe('sweep', () => {
  it('drops what no record names, deleted ones counting as records, and the arrays of removed runs', async () => {
    const kept = await load()
    const gone = await load('x,y\n1,2\n5,6\n')
    await records.put('dataset', { ...kept, deletedAt: 5 })
    await arrays.write('runs/old/weights.0', [new Float32Array(10)])
    await arrays.write('runs/new/weights.0', [new Float32Array(10)])
    expect(await jobs().sweep({ runIds: [] }, unattended)).toBe(0)
    await records.remove('dataset', gone.id)
    const before = (await arrays.list('columns')).reduce((sum, { bytes }) => sum + bytes, 0)
    const freed = await jobs().sweep({ runIds: ['old'] }, unattended)
    const after = (await arrays.list('columns')).reduce((sum, { bytes }) => sum + bytes, 0)
    expect(freed).toBe(before - after + 40)
    expect(before).toBeGreaterThan(after)
    expect(await arrays.size('runs/old/weights.0')).toBeUndefined()
    expect(await arrays.size('runs/new/weights.0')).toBe(40)
    expect((await cellsOf(kept))['legs']).toEqual([4, 2, 3])
  })
})

describe('window', () => {
  it('gives rows as they were read, and says when the data is gone', async () => {
    const { id } = await load()
    const { window } = makeReadJobs({ records, arrays })
    const rows = await window({ datasetId: id, start: 1, count: 10 }, unattended)
    expect(rows).toEqual({
      start: 1,
      length: 2,
      columns: [['2', '3'], ['bird', 'cat'], new Float64Array([2, 3]), new Float64Array([Number.NaN, 5])],
    })
    await expect(window({ datasetId: 'none', start: 0, count: 1 }, unattended)).rejects.toMatchObject({
      code: 'storage.missing',
    })
  })
})
