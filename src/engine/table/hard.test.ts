import { describe, expect, it } from 'vitest'
import type { Dialect, Doubt, IssueReport } from '@/core/dataset/dataset.ts'
import { readTable } from '@/testing/readTable.ts'
import { readSharedFile, sharedDataDir } from '@/testing/sharedData.ts'

interface Outcome {
  readonly rows: number
  readonly types: string
  /** Cells of some columns. */
  readonly cells?: Record<string, unknown>
  readonly issues?: IssueReport['counts']
  readonly dialect?: Partial<Dialect>
  readonly doubts?: readonly Doubt[]
}

/** What is promised of each file; what is not yet, says so. */
const OUTCOMES: Record<string, Outcome | { readonly code: string }> = {
  '01_quoted_newline': {
    rows: 3,
    types: 'id:identifier txt:category v:integer',
    cells: { txt: ['line1\nline2', 'p\r\nq', 'ok'], v: [5, 6, 7] },
  },
  '02_mixed_eol': { rows: 4, types: 'a:integer b:integer', cells: { a: [1, 3, 5, 7], b: [2, 4, 6, 8] } },
  '03_cr_only': { rows: 3, types: 'a:integer b:category c:number', cells: { c: [2.5, 3.5, 4.5] } },
  '04_bom': { rows: 3, types: 'a:integer b:category c:number' },
  '05_utf16le_bom': {
    rows: 2,
    types: 'näme:category v:integer',
    cells: { näme: ['Ü', 'ß'] },
    dialect: { encoding: 'utf-16le' },
  },
  '06_utf16be_bom': {
    rows: 2,
    types: 'näme:category v:integer',
    cells: { näme: ['Ü', 'ß'] },
    dialect: { encoding: 'utf-16be' },
  },
  '07_latin1': {
    rows: 2,
    types: 'näme:category v:integer',
    cells: { näme: ['Ü', 'ß'] },
    dialect: { encoding: 'windows-1252' },
  },
  '08_ragged': {
    rows: 4,
    types: 'a:integer b:integer c:integer',
    cells: { c: [3, null, 8, 12] },
    issues: { padded: 1, cut: 1 },
  },
  '09_dup_header': { rows: 2, types: 'x:integer x (2):integer y:integer' },
  '10_empty_header': { rows: 2, types: 'a:integer column 2:integer c:integer' },
  '11_trailing_delim': {
    rows: 2,
    types: 'a:integer b:integer c:integer column 4:category',
    cells: { 'column 4': [null, null] },
  },
  '12_nul': { rows: 2, types: 'a:integer b:category', cells: { b: ['x\0y', 'z'] } },
  '13_huge_field': { rows: 2, types: 'a:integer b:text', cells: { b: ['q'.repeat(3_000_000), 'w'] } },
  '14_semicolon_decimal': {
    rows: 3,
    types: 'nom:category prix:number n:integer',
    cells: { prix: [1.5, 2.75, 3] },
    dialect: { delimiter: ';', decimal: ',', thousands: '' },
  },
  '15_header_only': { code: 'csv.noRows' },
  '16_empty': { code: 'csv.empty' },
  '17_formula': {
    rows: 3,
    types: 'a:category b:integer',
    cells: { a: ['=1+1', '@cmd', '=HYPERLINK("x")'], b: [5, -3, 2] },
  },
  '18_unclosed_quote': {
    rows: 3,
    types: 'a:integer b:category',
    cells: { b: ['"open', 'x', 'y'] },
    issues: { quote: 1 },
  },
  '19_stray_quote': {
    rows: 3,
    types: 'a:integer b:category',
    cells: { b: ['5" pipe', '6" pipe', 'ok'] },
    issues: { quote: 2 },
  },
  '20_leading_zeros': { rows: 3, types: 'zip:category n:integer', cells: { zip: ['00123', '02134', '90210'] } },
  '21_bigint': { rows: 2, types: 'id:identifier n:integer', cells: { id: ['9007199254740993', '9007199254740995'] } },
  '22_mixed_late': {
    rows: 60_002,
    types: 'a:identifier b:integer',
    cells: {
      a: [...Array.from({ length: 60_000 }, (_, i) => String(i)), 'N/A', 'oops'],
      b: [...Array.from({ length: 60_000 }, (_, i) => i), 5, 6],
    },
  },
  '23_na_tokens': {
    rows: 6,
    types: 'a:integer b:integer',
    cells: { a: [1, 2, 3, null, null, 5], b: [null, null, null, 5, 6, 7] },
    dialect: { missing: ['NA', 'null', '?', '-'] },
  },
  '24_thousands': {
    rows: 3,
    types: 'a:integer b:category',
    cells: { a: [1_234, 2_500, 10_000] },
    dialect: { decimal: '.', thousands: ',' },
  },
  // Nothing proves which number is the day.
  '25_dates_ambiguous': {
    rows: 3,
    types: 'd:category v:integer',
    cells: { d: ['01/02/2020', '03/04/2020', '05/06/2021'] },
    doubts: [{ kind: 'dateOrder', example: '01/02/2020', cells: 3, columns: ['d'] }],
  },
  '26_preamble': {
    rows: 3,
    types: 'id:identifier v:integer',
    cells: { v: [2, 4, 6] },
    issues: { rejected: 1 },
    dialect: { preamble: 2, delimiter: ',' },
  },
  '27_tab': { rows: 2, types: 'a:integer b:category', cells: { b: ['x y', 'z'] }, dialect: { delimiter: '\t' } },
  '28_blank_lines': { rows: 2, types: 'a:integer b:integer', cells: { a: [1, 3], b: [2, 4] } },
  '29_spaces': { rows: 2, types: 'a:integer b:integer c:category', cells: { c: ['x', 'y'] }, dialect: { trim: true } },
  '30_one_col': { rows: 3, types: 'v:integer', cells: { v: [1, 2, 3] } },
  '31_bool': { rows: 3, types: 't:boolean f:boolean', cells: { t: [1, 0, 1], f: [1, 0, 1] } },
  '32_cp1252': {
    rows: 2,
    types: 'p:category v:integer',
    cells: { p: ['“q” €5', '–'] },
    dialect: { encoding: 'windows-1252' },
  },
  '33_backslash': {
    rows: 2,
    types: 'a:category b:integer',
    cells: { a: ['x"y', 'z'], b: [1, 2] },
    dialect: { delimiter: ',', quote: '"', escape: 'backslash' },
  },
  '34_sep_line': {
    rows: 2,
    types: 'a:integer b:integer',
    cells: { a: [1, 3] },
    issues: { rejected: 1 },
    dialect: { delimiter: ';', preamble: 1 },
  },
  '35_inf_exp': {
    rows: 3,
    types: 'v:number w:integer',
    cells: { v: [1e5, -0.0025, null], w: [null, null, 1] },
    issues: { coerced: 2 },
    dialect: { missing: ['NaN'] },
  },
}

describe.skipIf(!sharedDataDir())('hard files (needs the shared data)', () => {
  it.each(Object.entries(OUTCOMES))('%s', async (name, outcome) => {
    const bytes = Uint8Array.from(readSharedFile(`csv-suites/hard/${name}.csv`)!)
    if ('code' in outcome) return void (await expect(readTable(bytes)).rejects.toMatchObject({ code: outcome.code }))
    const { table, types, cells, issues, dialect, doubts } = await readTable(bytes)
    expect({ rows: table.rows, types, issues: issues.counts }).toEqual({
      rows: outcome.rows,
      types: outcome.types,
      issues: outcome.issues ?? {},
    })
    expect(doubts).toEqual(outcome.doubts ?? [])
    expect(dialect).toMatchObject(outcome.dialect ?? { encoding: 'utf-8', delimiter: ',', quote: '"' })
    for (const [column, expected] of Object.entries(outcome.cells ?? {})) expect(cells[column]).toEqual(expected)
  })

  it('tells where each issue is, and what stood there', async () => {
    const issuesOf = async (name: string) =>
      (await readTable(Uint8Array.from(readSharedFile(`csv-suites/hard/${name}.csv`)!))).issues.samples
    expect(await issuesOf('08_ragged')).toMatchObject([
      { kind: 'padded', line: 3, column: 'c', raw: '4,5' },
      { kind: 'cut', line: 4, column: 'c', raw: '9' },
    ])
    expect(await issuesOf('18_unclosed_quote')).toMatchObject([{ kind: 'quote', line: 2, column: 'b', raw: '"open' }])
    expect(await issuesOf('26_preamble')).toMatchObject([{ kind: 'rejected', line: 1, raw: 'Report generated 2020' }])
    expect(await issuesOf('35_inf_exp')).toMatchObject([
      { kind: 'coerced', line: 2, column: 'w', raw: 'inf' },
      { kind: 'coerced', line: 3, column: 'w', raw: '-Infinity' },
    ])
  })
})
