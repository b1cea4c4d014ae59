import { describe, expect, it } from 'vitest'
import type { ReadOptions } from '@/core/dataset/dataset.ts'
import { macrotask } from '@/core/task.ts'
import { readTable } from '@/testing/readTable.ts'
import { readCsv } from './readCsv.ts'
import type { ReadProgress } from './scan.ts'

/** Whole chunks and a part of one. */
const MANY = 150_000
const many = (line: (i: number) => string) => Array.from({ length: MANY }, (_, i) => line(i)).join('\n')

describe('columns that turn out not to be numbers', () => {
  it('keep the text of every earlier cell', async () => {
    const text = `a,b\n${many((i) => `${i % 7}.${i % 2 ? '50' : '5'},${i}`)}\n1.50x,1\n`
    const { cells, types } = await readTable(text)
    expect(types).toBe('a:category b:integer')
    expect(cells['a']!.slice(0, 3)).toEqual(['0.5', '1.50', '2.5'])
    expect(cells['a']!.at(-1)).toBe('1.50x')
    expect(cells['a']).toHaveLength(MANY + 1)
    expect(cells['b']![MANY - 1]).toBe(MANY - 1)
  })

  it('keep leading zeros and digits beyond 2^53 that come late', async () => {
    const late = (cell: string) => `a,b\n${many((i) => `${i % 1000},x`)}\n${cell},x\n`
    expect((await readTable(late('007'))).cells['a']!.slice(-2)).toEqual([String((MANY - 1) % 1000), '007'])
    expect((await readTable(late('9007199254740993'))).cells['a']!.at(-1)).toBe('9007199254740993')
  })

  it('come in chunks of which all but the last are full', async () => {
    const { table } = await readTable(`a,b\n${many((i) => `${i}.5,x`)}\n`)
    for (const { data } of table.columns)
      expect(data.chunks.map(({ length }) => length)).toEqual([65_536, 65_536, 18_928])
  })
})

describe('encodings', () => {
  const late = (line: string, ...bytes: number[]) =>
    Uint8Array.from(Buffer.concat([Buffer.from(`name,v\n${many((i) => `${line},${i}`)}\n`), Buffer.from(bytes)]))

  it('are revised when a byte that is not UTF-8 shows up late', async () => {
    const { cells, dialect } = await readTable(late('e', 0xe9, 0x2c, 0x31, 0x0a))
    expect(dialect.encoding).toBe('windows-1252')
    expect(cells['name']!.at(-1)).toBe('é')
  })

  it('are not revised for a byte in a text of UTF-8, which is told with its cell', async () => {
    const { cells, dialect, issues } = await readTable(late('é', 0x61, 0x80, 0x2c, 0x31, 0x0a))
    expect(dialect.encoding).toBe('utf-8')
    expect([cells['name']![0], cells['name']!.at(-1)]).toEqual(['é', 'a\ufffd'])
    expect(issues.counts).toEqual({ undecoded: 1 })
    expect(issues.samples).toMatchObject([
      { kind: 'undecoded', line: MANY + 2, row: MANY, column: 'name', raw: 'a\ufffd' },
    ])
  })

  it('that are fixed as UTF-8 are read so, each flaw told', async () => {
    const bytes = Uint8Array.of(0x61, 0x0a, 0xe9, 0x0a)
    const { cells, issues } = await readTable(bytes, { encoding: 'utf-8' })
    expect(cells).toEqual({ a: ['\ufffd'] })
    expect(issues.samples).toMatchObject([{ kind: 'undecoded', line: 2, column: 'a' }])
    expect((await readTable(bytes, { encoding: 'windows-1252' })).cells).toEqual({ a: ['é'] })
  })

  it('that make no words of Windows-1252 are asked about, with what others make of them', async () => {
    // «город,n», «Москва,1», «Тула,2» in Windows-1251; 東京 in Shift JIS.
    const russian = Uint8Array.of(
      ...[0xe3, 0xee, 0xf0, 0xee, 0xe4, 0x2c, 0x6e, 0x0a],
      ...[0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0, 0x2c, 0x31, 0x0a],
      ...[0xd2, 0xf3, 0xeb, 0xe0, 0x2c, 0x32, 0x0a],
    )
    const { doubts } = await readTable(russian)
    expect(doubts).toMatchObject([{ kind: 'encoding', example: 'Ìîñêâà', cells: 2 }])
    expect(doubts[0]).toHaveProperty('readings', expect.arrayContaining([{ encoding: 'windows-1251', text: 'Москва' }]))
    const read = await readTable(russian, { encoding: 'windows-1251' })
    expect(read.doubts).toEqual([])
    expect(read.cells).toEqual({ город: ['Москва', 'Тула'], n: [1, 2] })
    const japanese = Uint8Array.of(0x61, 0x0a, 0x93, 0x8c, 0x8b, 0x9e, 0x0a)
    expect((await readTable(japanese)).doubts[0]).toHaveProperty(
      'readings',
      expect.arrayContaining([{ encoding: 'shift_jis', text: '東京' }]),
    )
    const german = Uint8Array.of(0x61, 0x0a, 0x4b, 0xf6, 0x6c, 0x6e, 0x0a)
    expect((await readTable(german)).doubts).toEqual([])
  })

  it('do not depend on where slices cut characters', async () => {
    const text = 'näme,v\n€uro,1\n😎,2\n'
    const utf16 = Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le'))
    for (const sliceBytes of [1, 2, 3, 5])
      for (const bytes of [Uint8Array.from(Buffer.from(text)), Uint8Array.from(Buffer.from(`\ufeff${text}`)), utf16])
        expect((await readTable(bytes, {}, { sliceBytes })).cells).toEqual({ näme: ['€uro', '😎'], v: [1, 2] })
  })
})

describe('missing words', () => {
  const missingIn = async (text: string, options?: ReadOptions) => (await readTable(text, options)).dialect.missing

  it('are taken where a column says values without them', async () => {
    expect(await missingIn('a,b\n1,x\n-,y\n')).toEqual(['-'])
    expect(await missingIn('a,b\nyes,x\nNone,y\nno,z\n')).toEqual(['None'])
    expect(await missingIn('a,b\n2020-01-01,x\nnan,y\n')).toEqual(['nan'])
  })

  it('are taken among categories only if they hardly name one', async () => {
    expect(await missingIn('a,b\nred,1\nNA,2\n')).toEqual(['NA'])
    expect(await missingIn('a,b\n+,1\n-,2\nNone,3\n')).toEqual([])
    expect(await missingIn('a,b\nunknown,1\nred,2\n')).toEqual([])
  })

  it('count in every column once they are taken in one', async () => {
    const { cells } = await readTable('a,b,c\n1,x,NA\n-,-,y\n')
    expect(cells).toEqual({ a: [1, null], b: ['x', null], c: [null, 'y'] })
  })

  it('are those that the person says, numbers too, and no others', async () => {
    const text = 'a,b\n1,NA\n-200,x\n-200.0,\n200,y\n'
    const { cells, dialect } = await readTable(text, { missing: ['-200'] })
    expect(dialect.missing).toEqual(['-200'])
    expect(cells).toEqual({ a: [1, null, null, 200], b: ['NA', 'x', null, 'y'] })
  })

  it('are blank cells always', async () => {
    expect((await readTable('a,b\n 1, \n"  ",x\n')).cells).toEqual({ a: [1, null], b: [null, 'x'] })
  })
})

describe('types', () => {
  const typesOf = async (text: string, options?: ReadOptions) => (await readTable(text, options)).types
  const rows = (n: number, line: (i: number) => string) => Array.from({ length: n }, (_, i) => `${line(i)}\n`).join('')

  it('find row names by name, or by their counting the rows', async () => {
    expect(await typesOf('user_id,v\n7,1\n3,1\n')).toBe('user_id:identifier v:integer')
    expect(await typesOf('user_id,v\n7,1\n7,1\n')).toBe('user_id:integer v:integer')
    expect(await typesOf(`,v\n${rows(200, (i) => `${i},0`)}`)).toBe('column 1:identifier v:integer')
    expect(await typesOf(`year,v\n${rows(200, (i) => `${i + 1800},0`)}`)).toBe('year:integer v:integer')
    expect(await typesOf(`code,v\n${rows(60, (i) => `k${i}-${i * 31},0`)}`)).toBe('code:identifier v:integer')
  })

  it('part categories from text', async () => {
    expect(await typesOf(`note,v\n${rows(60, (i) => `this is the number ${i} of them,0`)}`)).toBe('note:text v:integer')
    expect(await typesOf(`city,v\n${rows(4000, (i) => `city ${i % 200},0`)}`)).toBe('city:category v:integer')
  })

  it('read truths and dates of one kind only', async () => {
    expect(await typesOf('a,b,v\nyes,Y,1\nno,N,1\n')).toBe('a:boolean b:boolean v:integer')
    expect(await typesOf('a,b,v\nyes,F,1\ntrue,F,1\n')).toBe('a:category b:category v:integer')
    expect(await typesOf('a,b,v\n2020-02-29,13/01/2020,1\n2020-01-31 10:00,01/02/2020,1\n')).toBe(
      'a:datetime b:datetime v:integer',
    )
    expect(await typesOf('a,v\n2021-02-29,1\n2020-01-31,1\n')).toBe('a:category v:integer')
  })

  it('that the person fixed win; cells without such a value are counted with their line', async () => {
    const text = 'a,b,c,d\n1,x,2020-01-01,1.5\n"2\n",yes,soon,2\nthree,0,,x\n'
    const { cells, types, issues } = await readTable(text, {
      types: { a: 'number', b: 'boolean', c: 'datetime', d: 'integer' },
    })
    expect(types).toBe('a:number b:boolean c:datetime d:integer')
    expect(cells).toEqual({
      a: [1, 2, null],
      b: [null, 1, 0],
      c: [Date.UTC(2020, 0, 1), null, null],
      d: [null, 2, null],
    })
    expect(issues.counts).toEqual({ coerced: 5 })
    expect(issues.samples.map(({ line, column, raw }) => [line, column, raw])).toEqual([
      [2, 'b', 'x'],
      [2, 'd', '1.5'],
      [3, 'c', 'soon'],
      [5, 'a', 'three'],
      [5, 'd', 'x'],
    ])
    expect(await typesOf('a,b\n1,2\n3,4\n', { types: { a: 'category' } })).toBe('a:category b:integer')
    await expect(readTable(text, { types: { z: 'text' } })).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
  })
})

describe('a reading', () => {
  const file = new Blob([`a,b\n${many((i) => `${i % 100}.5,x${i % 9}`)}\n`])

  it('tells how far it is, up to the end', async () => {
    const events: ReadProgress[] = []
    await readCsv(
      file,
      {},
      { signal: new AbortController().signal, report: (event) => events.push(event) },
      { sliceBytes: 100_000 },
    )
    expect(events).toHaveLength(Math.ceil(file.size / 100_000))
    expect(events.at(-1)).toEqual({ bytes: file.size, total: file.size, rows: MANY })
    expect(events.every(({ rows }, i) => i === 0 || rows > events[i - 1]!.rows)).toBe(true)
  })

  it('hears a stop', async () => {
    const controller = new AbortController()
    const reading = readCsv(
      file,
      {},
      { signal: controller.signal, report: () => controller.abort() },
      { sliceBytes: 100_000 },
    )
    await expect(reading).rejects.toMatchObject({ code: 'aborted' })
    await macrotask()
    await expect(readCsv(file, {}, { signal: AbortSignal.abort(), report: () => {} })).rejects.toMatchObject({
      code: 'aborted',
    })
  })
})
