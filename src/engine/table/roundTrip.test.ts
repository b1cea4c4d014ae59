import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dialect, ReadOptions } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { type ReadTable, readTable } from '@/testing/readTable.ts'
import type { ReadInternals } from './readCsv.ts'

/** A dialect with every part said. */
type Whole = Required<Omit<Dialect, 'dateOrder' | 'missing' | 'trim' | 'preamble' | 'comment'>>

interface Written {
  readonly numbers: readonly number[]
  readonly amounts: readonly number[]
  readonly texts: readonly string[]
}

/** A number as a person would write it in a dialect. */
function writeNumber(value: number, { decimal, thousands }: Whole): string {
  const [whole = '', fraction] = String(Math.abs(value)).split('.')
  const grouped = thousands ? whole.replace(/\B(?=(\d{3})+$)/g, thousands) : whole
  return `${value < 0 ? '-' : ''}${grouped}${fraction ? decimal + fraction : ''}`
}

function writeTable({ numbers, amounts, texts }: Written, dialect: Whole, newline: string): Uint8Array<ArrayBuffer> {
  const { delimiter, quote, escape: escaping, header, encoding } = dialect
  const write = (cell: string) => {
    const isSpecial = [delimiter, '"', "'", '\\', '\n', '\r', ' '].some((mark) => cell.includes(mark))
    if (!isSpecial) return cell
    const inner =
      escaping === 'backslash'
        ? cell.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
        : cell.replaceAll(quote, quote + quote)
    return quote + inner + quote
  }
  const rows = numbers.map((value, i) => [writeNumber(value, dialect), texts[i]!, writeNumber(amounts[i]!, dialect)])
  const lines = [...(header ? [['number', 'text', 'amount']] : []), ...rows].map((cells) =>
    cells.map(write).join(delimiter),
  )
  return encode(lines.join(newline) + newline, encoding)
}

function encode(text: string, encoding: Whole['encoding']): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-8') return Uint8Array.from(Buffer.from(text))
  if (encoding === 'windows-1252') return Uint8Array.from(Buffer.from(text, 'latin1'))
  const bytes = Buffer.from(text, 'utf16le')
  return Uint8Array.from(encoding === 'utf-16be' ? bytes.swap16() : bytes)
}

const formats = fc.constantFrom(
  { decimal: '.', thousands: '' },
  { decimal: ',', thousands: '' },
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: "'" },
) as fc.Arbitrary<Pick<Whole, 'decimal' | 'thousands'>>

const dialects: fc.Arbitrary<Whole> = fc
  .record({
    encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'windows-1252'),
    delimiter: fc.constantFrom(',', ';', '\t', '|', ' ', ':', '^', '~', '\u0001', '\u001f'),
    quote: fc.constantFrom('"', "'"),
    escape: fc.constantFrom('doubled', 'backslash'),
    header: fc.boolean(),
  })
  .chain((dialect) => formats.map((format) => ({ ...dialect, ...format }) as Whole))

const newlines = fc.constantFrom('\n', '\r\n', '\r')

const ROWS = 12

function tables(text: fc.Arbitrary<string>): fc.Arbitrary<Written> {
  const many = <T>(cell: fc.Arbitrary<T>) => fc.array(cell, { minLength: ROWS, maxLength: ROWS })
  const number = fc.integer({ min: -2_000_000, max: 2_000_000 })
  return fc.record({
    numbers: many(number.map((value) => value / 100)),
    amounts: many(number),
    texts: many(text),
  })
}

async function expectSame(
  bytes: Uint8Array<ArrayBuffer>,
  written: Written,
  header: boolean,
  options: ReadOptions,
  internals: ReadInternals = {},
) {
  const names = header ? ['number', 'text', 'amount'] : ['column 1', 'column 2', 'column 3']
  const [number, text, amount] = names as [string, string, string]
  const types = { [text]: 'text' } as const
  const { cells, issues } = await readTable(bytes, { missing: [], ...options, types }, internals)
  expect(cells).toEqual({
    [number]: written.numbers.map((value) => value + 0),
    [text]: written.texts,
    [amount]: written.amounts,
  })
  expect(issues.counts).toEqual({})
}

describe('a table written in any dialect', () => {
  it('is the same when read in it', async () => {
    const text = fc
      .string({ unit: fc.constantFrom('a', 'ü', '"', "'", '\\', ',', ';', '|', '\t', ' ', '\n', '\r\n', '#', '7') })
      .map((inner) => `x${inner}x`)
    await fc.assert(
      fc.asyncProperty(tables(text), dialects, newlines, async (written, dialect, newline) => {
        const bytes = writeTable(written, dialect, newline)
        const options = { ...dialect, trim: false, preamble: 0, comment: '' }
        for (const internals of [{}, { isScalar: true }, { allAsText: true }, { sliceBytes: 37 }])
          await expectSame(bytes, written, dialect.header, options, internals)
      }),
      { numRuns: 300 },
    )
  }, 60_000)

  it('is the same when the dialect is found', async () => {
    const word = fc.constantFrom('red', 'blue', 'Zürich', 'a, b', "it's", 'two words', 'x; y', 'say "so"', 'p|q')
    await fc.assert(
      fc.asyncProperty(tables(word), dialects, newlines, async (written, dialect, newline) => {
        // A point and a comma stand for thousands alike: something must show which it is.
        const table = { ...written, numbers: [1234.56, -0.25, ...written.numbers.slice(2)] }
        await expectSame(writeTable(table, dialect, newline), table, dialect.header, {})
      }),
      { numRuns: 500 },
    )
  }, 60_000)
})

/** Of issues the counts alone: which are told first depends on how many records are read at once. */
const factsOf = ({ cells, issues, doubts, dialect }: ReadTable) => ({ cells, counts: issues.counts, doubts, dialect })

it('reads anything, and with what it found the same again, however it is cut', async () => {
  const unit = fc.constantFrom(
    ',',
    ';',
    '"',
    "'",
    '\n',
    '\r',
    '\r\n',
    '\t',
    ' ',
    '#',
    '%',
    '\\',
    '|',
    ':',
    '.',
    'a',
    'b',
    '1',
    '2',
    '0',
    '-',
    '\u0001',
    'é',
    ',1',
    ',2\n',
    '"a"',
    '01/02/2020',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(unit, { maxLength: 80 }), fc.integer({ min: 1, max: 30 }), async (units, sliceBytes) => {
      const text = units.join('')
      let first: ReadTable
      try {
        first = await readTable(text)
      } catch (cause) {
        if (!(cause instanceof AssayError)) throw cause
        return
      }
      for (const internals of [{}, { sliceBytes }, { sliceBytes, isScalar: true }, { allAsText: true }]) {
        const again = await readTable(text, first.dialect, internals)
        expect(factsOf(again)).toEqual(factsOf(first))
      }
    }),
    { numRuns: 500 },
  )
}, 60_000)
