import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import type { ReadOptions } from '@/core/dataset/dataset.ts'
import { unattended } from '@/core/task.ts'
import { readFrame } from '@/testing/frames.ts'
import { ElementCutter, eachRecord, LineCutter } from './jsonFrames.ts'
import { readTable } from './readTable.ts'
import { type ByteSource, blobSource } from './source.ts'

async function read(text: string | Blob | Record<string, string>, options: ReadOptions = {}, name = 'a.json') {
  const files =
    typeof text === 'string' || text instanceof Blob
      ? [{ name, blob: new Blob([text]) }]
      : Object.entries(text).map(([each, content]) => ({ name: each, blob: new Blob([content]) }))
  const reading = await readTable(files, options, unattended)
  return {
    ...reading,
    types: reading.table.columns.map((column) => `${column.name}:${column.type}`).join(' '),
    cells: readFrame(toFrame(reading.table)),
    told: reading.issues.samples.map(({ kind, line, raw }) => [kind, line, raw]),
  }
}

const lines = (records: readonly unknown[]) => records.map((record) => JSON.stringify(record)).join('\n')

describe('JSON Lines', () => {
  it('keep the types of their values', async () => {
    const { cells, types, format, dialect } = await read(
      lines([
        { code: '007', n: 1.5, ok: true, at: '2020-01-31T10:00:00Z', many: '12' },
        { code: '008', n: null, ok: false, at: '2020-02-01T10:00:00Z', many: '13' },
        { n: 2, ok: null, code: '' },
      ]),
      {},
      'a.jsonl',
    )
    expect(format).toBe('jsonl')
    expect(dialect).toBeUndefined()
    expect(types).toBe('code:category n:number ok:boolean at:datetime many:category')
    expect(cells).toEqual({
      code: ['007', '008', null],
      n: [1.5, null, 2],
      ok: [1, 0, null],
      at: [Date.UTC(2020, 0, 31, 10), Date.UTC(2020, 1, 1, 10), null],
      many: ['12', '13', null],
    })
  })

  it('flatten objects, and keep lists as their text', async () => {
    const { cells } = await read(
      '{"a":{"b":1,"c":{"d":"x"}},"l":[1,{"k":9007199254740993}]}\n{"a":{"c":{"d":"y"}},"e":{}}\n{"late":true}',
      {},
      'a.ndjson',
    )
    expect(cells).toEqual({
      'a.b': [1, null, null],
      'a.c.d': ['x', 'y', null],
      l: ['[1,{"k":9007199254740993}]', null, null],
      late: [null, null, 1],
    })
  })

  it('keep every digit of whole numbers beyond 2^53, and no other text is touched', async () => {
    const { cells } = await read(
      '{"id":9007199254740993,"pi":3.14159265358979323846,"s":"12345678901234567890 \\" 12345678901234567890"}\n{"id":1,"pi":1e2,"s":"x"}',
      {},
      'a.jsonl',
    )
    expect(cells).toEqual({
      id: ['9007199254740993', '1'],
      pi: [Math.PI, 100],
      s: ['12345678901234567890 " 12345678901234567890', 'x'],
    })
    expect((await read('{"a":9007199254740991}', {}, 'a.jsonl')).cells).toEqual({ a: [Number.MAX_SAFE_INTEGER] })
  })

  it('leave out a line that is no JSON, and say which', async () => {
    const { cells, told, issues } = await read('{"a":1}\n\n{"a":2,}\r\n{"a":3}\r\noops', {}, 'a.jsonl')
    expect(cells).toEqual({ a: [1, 3] })
    expect(told).toEqual([
      ['rejected', 3, '{"a":2,}\r'],
      ['rejected', 5, 'oops'],
    ])
    expect(issues.counts).toEqual({ rejected: 2 })
    await expect(read('a,b\n1,2\n', {}, 'a.jsonl')).rejects.toMatchObject({ code: 'json.unreadable' })
  })

  it('take NaN and infinities for missing, and say so', async () => {
    const text = '{"a":NaN,"s":"NaN"}\n\n{"a":-Infinity,"s":"Infinity","o":{"b":NaN}}\n{"a":1}'
    const { cells, issues } = await read(text, {}, 'a.jsonl')
    expect(cells).toEqual({ a: [null, null, 1], s: ['NaN', 'Infinity', null], 'o.b': [null, null, null] })
    // A cell each, in the place where the grid shows it.
    expect(issues.counts).toEqual({ coerced: 3 })
    expect(issues.samples.map(({ line, row, column, raw }) => [line, row, column, raw])).toEqual([
      [1, 0, 'a', 'NaN'],
      [3, 1, 'a', '-Infinity'],
      [3, 1, 'o.b', 'NaN'],
    ])
  })

  it('take them so beside whole numbers that keep their digits, in lists and in any form of a table', async () => {
    const big = await read('{"id":9007199254740993,"l":[1,NaN,"NaN"]}\n{"id":NaN}\n{NaN:1}', {}, 'a.jsonl')
    expect(big.cells).toEqual({ id: ['9007199254740993', null], l: ['[1,null,"NaN"]', null] })
    expect(big.told).toEqual([
      ['coerced', 1, '[1,NaN,"NaN"]'],
      ['coerced', 2, 'NaN'],
      ['rejected', 3, '{NaN:1}'],
    ])
    const columns = await read('{"a":[1,NaN],"b":[Infinity,2]}')
    expect(columns.cells).toEqual({ a: [1, null], b: [null, 2] })
    expect(columns.issues.samples.map(({ row, column, raw }) => [row, column, raw])).toEqual([
      [0, 'b', 'Infinity'],
      [1, 'a', 'NaN'],
    ])
    // Names of columns are texts, which these are not.
    expect((await read('[[NaN,Infinity],[1,2]]')).cells).toEqual({ 'column 1': [null, 1], 'column 2': [null, 2] })
  })

  it('are told of as they stand in the file', async () => {
    const { told } = await read('[["a"],[9007199254740993,NaN]]')
    expect(told).toEqual([['cut', 1, '[9007199254740993,NaN]']])
  })

  it('with texts among numbers are read again, and no digit is lost', async () => {
    const records = Array.from({ length: 9_000 }, (_, i) => ({ a: i < 8_999 ? i : 'x', b: i }))
    const { cells } = await read(lines(records), {}, 'a.jsonl')
    expect(cells['a']!.slice(-2)).toEqual(['8998', 'x'])
    expect(cells['b']!.slice(-2)).toEqual(['8998', '8999'])
  })

  it('hear types and words for missing that were set', async () => {
    const { cells, types, told } = await read(
      lines([
        { a: 1, b: 'NA' },
        { a: 'x', b: '2' },
      ]),
      {
        types: { a: 'number', b: 'integer' },
        missing: ['NA'],
      },
    )
    expect(types).toBe('a:number b:integer')
    expect(cells).toEqual({ a: [1, null], b: [null, 2] })
    expect(told).toEqual([['coerced', 2, 'x']])
    await expect(read('{"a":1}', { types: { z: 'text' } })).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
  })

  it('of several files are one table where they have the same names', async () => {
    const { cells, files } = await read({ 'a.jsonl': '{"a":1,"b":2}\n', 'b.jsonl': '{"b":4,"a":3}\nx\n' })
    expect(cells).toEqual({ a: [1, 3], b: [2, 4] })
    expect(files!.map(({ rows }) => rows)).toEqual([1, 1])
    await expect(read({ 'a.jsonl': '{"a":1}\n', 'b.jsonl': '{"c":4}\n' })).rejects.toMatchObject({
      code: 'files.differ',
    })
  })
})

describe('JSON', () => {
  it.each([
    ['a list of records', '[{"a":1,"b":"x"},\n {"a":2,"b":"y"}]'],
    ['a list of rows under a header', '[["a","b"],[1,"x"],[2,"y"]]'],
    ['an object of columns', '{"a":[1,2],"b":["x","y"]}'],
    ['what pandas writes', '{"a":{"0":1,"1":2},"b":{"0":"x","1":"y"}}'],
    ['what pandas writes by row', '{"0":{"a":1,"b":"x"},"1":{"a":2,"b":"y"}}'],
    ['columns and data', '{"columns":["a","b"],"index":[0,1],"data":[[1,"x"],[2,"y"]]}'],
    ['records among other facts', '{"count":2,"items":[{"a":1,"b":"x"},{"a":2,"b":"y"}]}'],
    ['a byte order mark before it', '\uFEFF [{"a":1,"b":"x"},{"a":2,"b":"y"}]'],
    ['a record a line after all', '{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n'],
  ])('is read from %s', async (_, text) => {
    expect((await read(text)).cells).toEqual({ a: [1, 2], b: ['x', 'y'] })
    expect((await read(text, {}, 'data')).cells).toEqual({ a: [1, 2], b: ['x', 'y'] })
  })

  it('of lists without a header has numbered columns; of lone values, one', async () => {
    expect((await read('[[1,"x"],[2,"y",true]]')).cells).toEqual({
      'column 1': [1, 2],
      'column 2': ['x', 'y'],
      'column 3': [null, 1],
    })
    expect((await read('[1,null,3]')).cells).toEqual({ value: [1, null, 3] })
  })

  it('that is damaged loses only what cannot be read, and says where', async () => {
    const { cells, told } = await read('[{"a":1},\n{"a":tru},\n{"a":3},\n{"a":')
    expect(cells).toEqual({ a: [1, 3] })
    expect(told).toEqual([
      ['rejected', 2, '{"a":tru}'],
      ['rejected', 4, '{"a":'],
    ])
    const open = await read('[{"a":1},{"a":2}')
    expect([open.cells, open.told]).toEqual([{ a: [1, 2] }, [['rejected', 1, '']]])
    const cut = await read('[1,2')
    expect([cut.cells, cut.told]).toEqual([{ value: [1] }, [['rejected', 1, '2']]])
    expect((await read('[{"a":1}]\nx')).told).toEqual([['rejected', 2, 'x']])
  })

  it('that is one object tells what is no part of the table', async () => {
    const among = await read('{"count":2,"items":[{"a":1}],"next":{"page":12345678901234567890}}')
    expect(among.told).toEqual([
      ['rejected', 1, '2'],
      ['rejected', 1, '{"page":12345678901234567890}'],
    ])
    const short = await read('{"a":[1,2],"b":["x"]}')
    expect(short.cells).toEqual({ a: [1, 2], b: ['x', null] })
    expect(short.told).toEqual([['padded', 1, '["x"]']])
    await expect(read('{"nodes":[{"a":1}],"links":[{"b":2}]}')).rejects.toThrow('holds 2 tables: nodes, links. Save')
  })

  it.each(['{"a":1', '[]', '[\n]', '{"a":[]}'])('%j is an error that says what to do', async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'json.unreadable' })
  })

  it('is UTF-8, or UTF-16 with a mark, or says that it must be', async () => {
    const utf16 = Uint8Array.from([255, 254, ...[...'[{"a":1}]'].flatMap((letter) => [letter.charCodeAt(0), 0])])
    expect((await read(new Blob([utf16]), {}, 'data')).cells).toEqual({ a: [1] })
    await expect(read(new Blob([Uint8Array.of(91, 34, 0xe9, 34, 93)]))).rejects.toThrow('not UTF-8, as JSON has to be')
  })
})

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: fc.constantFrom('"', '\\', ',', ']', '}', '\n', 'é', 'a') }),
)

it('finds every record of a list or of lines, by slices of any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(value),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(0, 1),
      async (values, size, indent) => {
        const found: [unknown, number][] = []
        const collect = (bytes: Uint8Array, line: number, flaw: string | undefined) => {
          expect(flaw).toBeUndefined()
          return found.push([JSON.parse(new TextDecoder().decode(bytes)), line])
        }
        const sliced = (text: string): ByteSource => {
          const source = blobSource(new Blob([text]))
          return { size: source.size, slices: () => source.slices(size) }
        }
        await eachRecord(
          sliced(JSON.stringify(values, null, indent)),
          'utf-8',
          new ElementCutter(),
          collect,
          unattended,
        )
        const plain: unknown[] = JSON.parse(JSON.stringify(values))
        expect(found.map(([each]) => each)).toEqual(plain)
        if (values.length > 0 && indent === 1) expect(found[0]![1]).toBe(2)
        found.length = 0
        await eachRecord(sliced(lines(values)), 'utf-8', new LineCutter(), collect, unattended)
        expect(found).toEqual(plain.map((each, i) => [each, i + 1]))
      },
    ),
  )
})

describe('a table', () => {
  const name = fc.constantFrom('a', 'b b', 'ç', 'd,"')
  const record = fc.record({
    number: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constant(null)),
    whole: fc.integer(),
    truth: fc.boolean(),
    text: fc.oneof(name, fc.constant(null)),
    when: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
  })

  it('is the same from CSV, gzip, zip, JSON and JSON Lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 3, maxLength: 40 }), async (records) => {
        // Numbers of which one is no whole number are numbers in any format; a column of missing cells has no type to agree on.
        const rows = [
          ...records,
          { number: 0.5, whole: 3, truth: true, text: 'e', when: '2020-01-01T00:00:00Z' },
          { number: null, whole: 3, truth: false, text: 'e', when: '2021-01-01T00:00:00Z' },
        ]
        const quote = (cell: unknown) => `"${String(cell ?? '').replaceAll('"', '""')}"`
        const names = Object.keys(rows[0]!) as (keyof (typeof rows)[number])[]
        const csv = [names, ...rows.map((row) => names.map((key) => row[key]))]
          .map((cells) => cells.map(quote).join(','))
          .join('\n')
        const expected = await read(csv, {}, 'a.csv')
        const packed = {
          'a.csv.gz': new Blob([new Uint8Array(gzipSync(csv))]),
          'a.zip': new Blob([zipSync({ 'a.csv': new TextEncoder().encode(csv) }) as Uint8Array<ArrayBuffer>]),
        }
        for (const [file, blob] of Object.entries(packed)) {
          const found = await read(blob, {}, file)
          expect([found.table, found.dialect]).toEqual([expected.table, expected.dialect])
        }
        for (const [file, text] of Object.entries({ 'a.jsonl': lines(rows), 'a.json': JSON.stringify(rows) })) {
          const found = await read(text, {}, file)
          expect([found.types, found.cells]).toEqual([expected.types, expected.cells])
        }
      }),
      { numRuns: 40 },
    )
  })
})
