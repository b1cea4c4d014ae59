import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseNumber } from '@/core/dataset/cell.ts'
import type { Table } from '@/core/dataset/column.ts'
import { toFrame } from '@/core/dataset/column.ts'
import { BYTE_ORDER_MARK } from '@/core/dataset/csvCell.ts'
import { writeIssues } from '@/core/dataset/issue.ts'
import { writeTable } from '@/core/dataset/tableData.ts'
import { unattended } from '@/core/task.ts'
import { makeColumn } from '@/testing/dataset.ts'
import { readTable } from '@/testing/readTable.ts'
import { type WriteOptions, writeCsv } from './writeCsv.ts'

/** With its byte order mark, which `Blob.text` drops. */
const textOf = async (blob: Blob) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(await blob.arrayBuffer())
const write = async (table: Table, options: WriteOptions = {}) => textOf(await writeCsv(table, options, unattended))
const table = (rows: number, ...columns: Table['columns']): Table => ({ rows, columns })

describe('writeCsv', () => {
  it('writes cells as they are shown, quoted where they must be', async () => {
    const text = await write(
      table(
        3,
        makeColumn('n', 'number', [1.5, null, -2e-7]),
        makeColumn('when, then', 'datetime', [1327968000000, 1328018700000, null]),
        makeColumn('b', 'boolean', [1, 0, null]),
        makeColumn('t', 'text', ['say "hi"', ' x', 'line\nend']),
      ),
    )
    expect(text).toBe(
      'n,"when, then",b,t\n1.5,2012-01-31,true,"say ""hi"""\n,2012-01-31 14:05,false," x"\n-2e-7,,,"line\nend"\n',
    )
  })

  it('quotes the delimiter it uses, and no other', async () => {
    const one = table(1, makeColumn('a', 'text', ['x,y;z|w\t']), makeColumn('b', 'text', ['v']))
    expect(await write(one, { delimiter: ';' })).toBe('a;b\n"x,y;z|w\t";v\n')
    expect(
      await write(table(1, makeColumn('a', 'text', ['x|y']), makeColumn('b', 'text', ['v,w'])), { delimiter: '|' }),
    ).toBe('a|b\n"x|y"|v,w\n')
  })

  it('leaves no line without anything', async () => {
    expect(await write(table(2, makeColumn('a', 'text', [null, 'x'])))).toBe('a\n""\nx\n')
  })

  it('keeps spreadsheets from running what only looks like text, when told to', async () => {
    const cells = ['=1+1', '+x', '-x', '@cmd', '\tx', '\rx', '-5', '+3', 'a=b']
    const text = await write(
      table(
        cells.length,
        makeColumn('=c', 'text', cells),
        makeColumn(
          'n',
          'number',
          cells.map(() => -1),
        ),
      ),
      { neutralise: true },
    )
    expect(text).toBe(
      BYTE_ORDER_MARK +
        "'=c,n\n'=1+1,-1\n'+x,-1\n'-x,-1\n'@cmd,-1\n'\tx,-1\n'\rx,-1\n-5,-1\n+3,-1\na=b,-1\n".replace(
          /'([^,]*),/g,
          '"\'$1",',
        ),
    )
    expect(await write(table(1, makeColumn('a', 'text', ['=1']), makeColumn('b', 'text', ['x'])))).toBe('a,b\n=1,x\n')
  })

  it('keeps whole what a spreadsheet of another country would part, and tells it that the text is UTF-8', async () => {
    const one = table(1, makeColumn('Köln', 'text', ['x;=1+1']), makeColumn('b;c', 'text', ['v\tw']))
    expect(await write(one, { neutralise: true })).toBe('\ufeffKöln,"b;c"\n"x;=1+1","v\tw"\n')
    // Only the first part of a file has a header, and only its beginning may have the mark.
    expect(await write(one, { neutralise: true, header: false })).toBe('"x;=1+1","v\tw"\n')
    const { cells, dialect, issues } = await readTable(await write(one, { neutralise: true }))
    expect(cells).toEqual({ Köln: ['x;=1+1'], 'b;c': ['v\tw'] })
    expect([dialect.delimiter, issues.counts]).toEqual([',', {}])
  })

  it('hears a stop', async () => {
    const rows = 5_000
    const long = table(
      rows,
      makeColumn(
        'a',
        'integer',
        Array.from({ length: rows }, (_, i) => i),
      ),
    )
    await expect(writeCsv(long, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('a round trip', () => {
  const cell = fc.option(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.stringMatching(/^["',;|\t\r\n ab]{0,6}$/),
      fc.constantFrom('NA', '007', '1e5', 'true', '-', '', '2020-01-01', '\ufeff', 'sep=;', '=1+1'),
    ),
    { freq: 6 },
  )
  const anyTable = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 }))
    .chain(([width, rows]) =>
      fc.array(fc.array(cell, { minLength: rows, maxLength: rows }), { minLength: width, maxLength: width }),
    )

  it('gives any texts back, for every delimiter and wherever slices cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyTable,
        fc.constantFrom(',' as const, ';' as const, '\t' as const, '|' as const),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        async (columns, delimiter, sliceBytes, neutralise) => {
          const names = columns.map((_, i) => `c${i}`)
          const written = await write(
            table(columns[0]!.length, ...columns.map((cells, i) => makeColumn(names[i]!, 'text', cells))),
            { delimiter, neutralise },
          )
          const types = Object.fromEntries(names.map((name) => [name, 'text' as const]))
          const { cells, issues } = await readTable(
            written,
            { types, missing: [], delimiter, quote: '"', header: true, trim: false, encoding: 'utf-8' },
            { sliceBytes },
          )
          const isFormula = (text: string) => /^[=+\-@\t\r\n]/.test(text) && parseNumber(text) === undefined
          const asWritten = (text: string) => (neutralise && isFormula(text) ? `'${text}` : text)
          // A blank cell is a missing one.
          const expected = columns.map((column) =>
            column.map((text) => (text === null || /^[\t-\r ]*$/.test(asWritten(text)) ? null : asWritten(text))),
          )
          expect(names.map((name) => cells[name])).toEqual(expected)
          expect(issues.counts).toEqual({})
        },
      ),
      { numRuns: 500 },
    )
  })

  it('gives values back with their types, nothing being fixed', async () => {
    const before = table(
      60,
      makeColumn(
        'amount',
        'number',
        Array.from({ length: 60 }, (_, i) => (i % 7 === 0 ? null : i / 8)),
      ),
      makeColumn(
        'count',
        'integer',
        Array.from({ length: 60 }, (_, i) => (i * 37) % 11),
      ),
      makeColumn(
        'when',
        'datetime',
        Array.from({ length: 60 }, (_, i) => 1327968000000 + i * 3_600_000),
      ),
      makeColumn(
        'ok',
        'boolean',
        Array.from({ length: 60 }, (_, i) => i % 2),
      ),
      makeColumn(
        'kind',
        'category',
        Array.from({ length: 60 }, (_, i) => ['red', 'a, b', null, 'say "x"'][i % 4]!),
      ),
    )
    const { table: after, types, issues } = await readTable(await write(before))
    expect(toFrame(after).columns.map(({ vector }) => vector)).toEqual(
      toFrame(before).columns.map(({ vector }) => vector),
    )
    expect(types).toBe('amount:number count:integer when:datetime ok:boolean kind:category')
    expect(issues.counts).toEqual({})
  })

  it('writes as tables of the page and lists of issues are saved', async () => {
    const texts = ['=1+1', '-4', 'a "b"', 'two, parts', ' blank ', '', '@x', '\t1', "it's", 'line\nend']
    const coded = {
      name: '+name',
      type: 'text',
      data: { kind: 'coded', chunks: [Int32Array.from(texts.keys())], dictionary: texts },
    } as const
    const numbers = { kind: 'numeric', chunks: [Float64Array.from(texts.keys())] } as const
    const table = { rows: texts.length, columns: [coded, { name: 'n', type: 'number', data: numbers } as const] }
    const columns = table.columns.map(({ name }) => ({ name }))
    const whole = await writeCsv(table, { neutralise: true }, unattended)
    expect(writeTable({ columns, rows: texts.map((text, row) => [text, row]) })).toBe(await textOf(whole))
    // Of one column too, where a line would be empty.
    const one = await writeCsv({ ...table, columns: [coded] }, { neutralise: true }, unattended)
    expect(writeTable({ columns: columns.slice(0, 1), rows: texts.map((text) => [text]) })).toBe(await textOf(one))
    const issue = { line: 3, column: '=c', kind: 'text', raw: '=1', reason: 'It is "odd".' } as never
    expect(writeIssues([issue])).toBe(
      writeTable({
        columns: ['line', 'column', 'kind', 'raw', 'reason'].map((name) => ({ name })),
        rows: [[3, '=c', 'text', '=1', 'It is "odd".']],
      }),
    )
  })
})
