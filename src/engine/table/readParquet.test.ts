import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import type { ReadOptions } from '@/core/dataset/dataset.ts'
import { unattended } from '@/core/task.ts'
import { readFrame } from '@/testing/frames.ts'
import { type ParquetColumn, writeParquet } from '@/testing/parquetFile.ts'
import { readTable } from './readTable.ts'
import type { ReadProgress } from './scan.ts'

async function read(files: Record<string, Uint8Array<ArrayBuffer>>, options: ReadOptions = {}) {
  const blobs = Object.entries(files).map(([name, content]) => ({ name, blob: new Blob([content]) }))
  const reading = await readTable(blobs, options, unattended)
  return {
    ...reading,
    types: Object.fromEntries(reading.table.columns.map(({ name, type }) => [name, type])),
    zones: Object.fromEntries(reading.table.columns.map(({ name, zone }) => [name, zone])),
    cells: readFrame(toFrame(reading.table)),
  }
}

const COLUMNS: readonly ParquetColumn[] = [
  { name: 'truth', kind: 'boolean', values: [true, null, false] },
  { name: 'whole', kind: 'int32', values: [-1, 2, null] },
  { name: 'long', kind: 'int64', values: [1n, 9007199254740991n, null] },
  { name: 'huge', kind: 'int64', values: [9007199254740993n, -9223372036854775808n, null] },
  { name: 'single', kind: 'float', values: [0.5, null, Number.NaN] },
  { name: 'double', kind: 'double', values: [0.1, null, Number.POSITIVE_INFINITY] },
  { name: 'text', kind: 'string', values: ['007', 'é', null] },
  { name: 'blob', kind: 'binary', values: ['abc', Uint8Array.of(0xff, 0x01), null] },
  { name: 'day', kind: 'date', values: [18_292, -1, null] },
  { name: 'clock', kind: 'timeMillis', values: [50_730_000, 250, null] },
  { name: 'instant', kind: 'timestampMillis', values: [1_580_464_800_250n, null, 0n] },
  { name: 'wall', kind: 'localMicros', values: [1_580_464_800_250_000n, null, 0n] },
  { name: 'price', kind: 'decimal', values: [12_345, -7, null] },
  { name: 'wide', kind: 'wideDecimal', values: [123_456_789_012n, -1n, null] },
  { name: 'list', kind: 'list', values: [[1, 2], [], null] },
]

const CELLS = {
  truth: [1, null, 0],
  whole: [-1, 2, null],
  long: [1, Number.MAX_SAFE_INTEGER, null],
  huge: ['9007199254740993', '-9223372036854775808', null],
  single: [0.5, null, null],
  double: [0.1, null, null],
  text: ['007', 'é', null],
  blob: ['abc', 'ff01', null],
  day: [Date.UTC(2020, 0, 31), Date.UTC(1969, 11, 31), null],
  clock: ['14:05:30', '00:00:00.250', null],
  instant: [Date.UTC(2020, 0, 31, 10, 0, 0, 250), null, 0],
  wall: [Date.UTC(2020, 0, 31, 10, 0, 0, 250), null, 0],
  price: [123.45, -0.07, null],
  wide: [123_456_789.012, -0.001, null],
  list: ['[1,2]', '[]', null],
}

describe('a Parquet file', () => {
  it.each([
    ['in one group', {}],
    ['in groups of one row', { groupRows: 1 }],
    ['packed by gzip', { groupRows: 2, codec: 'gzip' as const }],
  ])('%s gives each value as what it is', async (_, how) => {
    const { cells, types, zones, format, dialect, issues } = await read({ 'a.parquet': writeParquet(COLUMNS, how) })
    expect(cells).toEqual(CELLS)
    expect(types).toMatchObject({
      truth: 'boolean',
      whole: 'integer',
      long: 'integer',
      single: 'number',
      text: 'category',
      day: 'datetime',
      instant: 'datetime',
      price: 'number',
    })
    expect(zones).toMatchObject({ instant: 'stated', wall: 'none', day: 'none', text: undefined })
    expect([format, dialect]).toEqual(['parquet', undefined])
    expect(issues).toMatchObject({
      counts: { coerced: 1 },
      samples: [{ kind: 'coerced', column: 'double', line: 3, raw: 'Infinity' }],
    })
  })

  it('is known by its bytes, and unpacked where it was packed', async () => {
    const bytes = writeParquet(COLUMNS)
    expect((await read({ data: bytes })).cells).toEqual(CELLS)
    expect((await read({ 'a.parquet.gz': new Uint8Array(gzipSync(bytes)) })).cells).toEqual(CELLS)
    const zip = zipSync({ 'a.parquet': bytes, 'b.parquet': bytes }) as Uint8Array<ArrayBuffer>
    const both = await read({ 'a.zip': zip })
    expect(both.cells['price']).toEqual([...CELLS.price, ...CELLS.price])
    expect(both.files).toMatchObject([
      { fileName: 'a.parquet', rows: 3 },
      { fileName: 'b.parquet', rows: 3 },
    ])
  })

  it('hears types that were set', async () => {
    const { cells, types } = await read(
      { 'a.parquet': writeParquet(COLUMNS) },
      { types: { whole: 'category', text: 'number', instant: 'text' } },
    )
    expect(types).toMatchObject({ whole: 'category', text: 'number', instant: 'text' })
    expect(cells).toMatchObject({
      whole: ['-1', '2', null],
      text: [null, null, null],
      instant: ['2020-01-31T10:00:00.250Z', null, '1970-01-01T00:00:00.000Z'],
    })
  })

  it('of other columns than the first is refused', async () => {
    const other = writeParquet([{ name: 'x', kind: 'int32', values: [1] }])
    await expect(read({ 'a.parquet': writeParquet(COLUMNS), 'b.parquet': other })).rejects.toMatchObject({
      code: 'files.differ',
      message: expect.stringContaining('its column 1 is “x” instead of “truth”'),
    })
  })

  it.each([
    ['cut short', writeParquet(COLUMNS).slice(0, -20)],
    ['only magic', Uint8Array.from([...'PAR1PAR1'].map((letter) => letter.charCodeAt(0)))],
    ['changed', writeParquet(COLUMNS, { codec: 'gzip' }).map((byte, i) => (i > 40 && i < 300 ? byte ^ 0x5a : byte))],
  ])('%s is refused with the cure', async (_, bytes) => {
    await expect(read({ 'a.parquet': bytes as Uint8Array<ArrayBuffer> })).rejects.toMatchObject({
      code: 'parquet.unreadable',
      message: expect.stringMatching(/cannot be read.*Copy it again, or export the table as CSV\.$/s),
    })
  })

  it('tells how far it is, group by group, and hears a stop', async () => {
    const column = { name: 'n', kind: 'int32', values: Array.from({ length: 100 }, (_, i) => i) } as const
    const blob = new Blob([writeParquet([column], { groupRows: 10 })])
    const events: ReadProgress[] = []
    const { signal } = unattended
    await readTable([{ name: 'a', blob }], {}, { signal, report: (event) => events.push(event) })
    expect(events.at(-1)).toEqual({ bytes: blob.size, total: blob.size, rows: 100 })
    const controller = new AbortController()
    const stopped = readTable(
      [{ name: 'a', blob }],
      {},
      { signal: controller.signal, report: () => controller.abort() },
    )
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' })
  })
})
