import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ISSUES_KEPT } from '@/core/dataset/dataset.ts'
import { readTable, readTexts } from '@/testing/readTable.ts'
import { MOST_COLUMNS } from './openFile.ts'
import { readCsv } from './readCsv.ts'

describe('headers', () => {
  const headerOf = async (text: string) => (await readTable(text)).dialect.header

  it('are found by cells that their columns do not hold', async () => {
    expect(await headerOf('a,b\n1,2\n')).toBe(true)
    expect(await headerOf('1,2\n3,4\n')).toBe(false)
    expect(await headerOf('x,1\ny,2\n')).toBe(false)
    expect(await headerOf('country,2019,2020\nFrance,1.5,2\nSpain,x,3\n')).toBe(false) // no column proves it; can be set
    expect(await headerOf('id,2019,2020\n1,1.5,2\n')).toBe(true)
    expect(await headerOf('name,colour\nanna,red\nben,blue\n')).toBe(true)
    expect(await headerOf('red,blue\nblue,red\nred,red\n')).toBe(false)
    expect(await headerOf('day,who\n2020-01-01,anna\n')).toBe(true)
  })

  it('name every column once', async () => {
    const { names } = await readTexts('a,a (2),a,, a ,column 4\n1,2,3,4,5,6\n')
    expect(names).toEqual(['a', 'a (2)', 'a (3)', 'column 4', 'a (4)', 'column 4 (2)'])
  })
})

describe('quotes', () => {
  it('may be single', async () => {
    expect((await readTable("a,b\n'x, y',1\n'it''s',2\n")).cells).toEqual({ a: ['x, y', "it's"], b: [1, 2] })
    expect((await readTable("a,b\n'tis,1\nx,2\n")).cells['a']).toEqual(["'tis", 'x'])
  })

  it('that are not closed cost their own cell only', async () => {
    const { cells, issues } = await readTable('a,b,c\n1,"open,x\n2,"closed",y\n3,"also ""closed""",z\n')
    expect(cells).toEqual({ a: [1, 2, 3], b: ['"open', 'closed', 'also "closed"'], c: ['x', 'y', 'z'] })
    expect(issues.counts).toEqual({ quote: 1 })
  })

  it('that are not closed in a large file do not swallow it', async () => {
    const line = 'x,some words to make it long,1\n'
    const lines = Math.ceil(2 ** 25 / line.length) + 100_000
    const { table, issues } = await readTable(`a,b,c\n"open,y,2\n${line.repeat(lines)}`)
    expect(table.rows).toBe(lines + 1)
    expect(issues.counts).toEqual({ quote: 1 })
  }, 60_000)

  it('after a space are quotes only where spaces are dropped', async () => {
    expect((await readTable('a, b\n1, "x, y"\n2, "z"\n')).cells).toEqual({ a: [1, 2], b: ['x, y', 'z'] })
  })
})

describe('rows', () => {
  it('that are short or long are counted, extra blanks not', async () => {
    const { cells, issues } = await readTable('a,b\n1,2\n3\n4,5,\n6,7,8,9\n10,11, \n')
    expect(cells).toEqual({ a: [1, 3, 4, 6, 10], b: [2, null, 5, 7, 11] })
    expect(issues.counts).toEqual({ padded: 1, cut: 1 })
    expect(issues.samples.map(({ kind, line, raw }) => [kind, line, raw])).toEqual([
      ['padded', 3, '3'],
      ['cut', 5, '8,9'],
    ])
  })

  it('keep a few issues and count all', async () => {
    const { issues } = await readTable(`a,b\n${'1,2\n'.repeat(1_000)}${'1\n'.repeat(900)}`)
    expect(issues.counts).toEqual({ padded: 900 })
    expect(issues.samples).toHaveLength(ISSUES_KEPT)
  })
})

describe('files that are no table', () => {
  it.each([
    ['', 'csv.empty'],
    ['\n\n  \n', 'csv.empty'],
    ['\ufeff', 'csv.empty'],
    ['a,b\n', 'csv.noRows'],
    ['PK\x03\x04 and so on', 'csv.unreadable'],
    ['\0\x01\x02\x03', 'csv.unreadable'],
    [`${'a,'.repeat(MOST_COLUMNS)}b\n`, 'csv.tooManyColumns'],
  ])('%j', async (text, code) => {
    await expect(readTable(text)).rejects.toMatchObject({ code })
  })

  it('are an error when they went away', async () => {
    const gone = new Blob(['a\n1\n'])
    gone.slice = () =>
      ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }) as unknown as Blob
    await expect(readCsv(gone, {}, { signal: new AbortController().signal, report: () => {} })).rejects.toMatchObject({
      code: 'csv.unreadable',
    })
  })
})

describe('how a file is read', () => {
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      'NA',
      '-',
      '?',
      'None',
      'inf',
      'yes',
      'no',
      'T',
      '007',
      '1',
      '2',
      '-0',
      '1.50',
      '+3',
      '1e400',
      '9007199254740993',
    ),
    fc.constantFrom('2020-01-31', '31/01/2020', '01/02/2020', '"q"', 'a,b', 'line\nend', 'é😎', "it's", '"'),
    fc.integer().map(String),
    fc.double({ noNaN: true }).map(String),
    fc.string({ maxLength: 4 }),
  )
  /** Columns with one odd cell somewhere, as real ones have. */
  const column = fc
    .tuple(cell, fc.array(cell, { maxLength: 3 }), fc.nat(30))
    .map(([usual, odd, at]) => Array.from({ length: 30 }, (_, i) => odd[i - at] ?? usual))
  const quoted = (text: string) => (/^[\w.]+$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`)
  const fixed = {
    encoding: 'utf-8',
    delimiter: ',',
    quote: '"',
    escape: 'doubled',
    header: true,
    trim: false,
    preamble: 0,
    comment: '',
    decimal: '.',
    thousands: '',
  } as const
  const file = fc.array(column, { minLength: 2, maxLength: 4 }).map((columns) => {
    const lines = Array.from({ length: 30 }, (_, i) => columns.map((cells) => quoted(cells[i]!)).join(','))
    return `${columns.map((_, i) => `c${i}`).join(',')}\n${lines.join('\n')}\n`
  })

  it('does not matter: slices, what the beginning looks like, numbers first or text first', async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        async (text, sliceBytes, sampleBytes) => {
          const { table: _, ...expected } = await readTable(text, fixed)
          for (const internals of [{ sliceBytes }, { sampleBytes }, { allAsText: true }]) {
            const { table, ...read } = await readTable(text, fixed, internals)
            expect(read).toEqual(expected)
          }
        },
      ),
      { numRuns: 200 },
    )
  }, 60_000)

  it('says all of it: reading again with what was found gives the same', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        const { table: _, ...found } = await readTable(text)
        const { table, ...again } = await readTable(text, found.dialect)
        expect(again).toEqual(found)
      }),
      { numRuns: 200 },
    )
  }, 60_000)
})
