import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import type { ReadOptions } from '@/core/dataset/dataset.ts'
import { describeTable } from '@/core/dataset/describeColumn.ts'
import { toErrorData } from '@/core/errors.ts'
import { unattended } from '@/core/task.ts'
import { readFrame } from '@/testing/frames.ts'
import { threadsHere } from '@/testing/threadsHere.ts'
import { type ReadInternals, readCsv } from '../readCsv.ts'

/** All that a reading says, or the error that it ends with. */
async function everythingOf(content: Uint8Array<ArrayBuffer>, options: ReadOptions, internals: ReadInternals) {
  try {
    const { table, lines, issues, ...read } = await readCsv(new Blob([content]), options, unattended, internals)
    return {
      ...read,
      columns: table.columns.map(({ data, ...column }) => ({
        ...column,
        kind: data.kind,
        lengths: data.chunks.map(({ length }) => length),
      })),
      widths: table.columns.map(({ data: { chunks } }) => chunks.map(({ BYTES_PER_ELEMENT: width }) => width)),
      dictionaries: table.columns.map(({ data }) => data.kind === 'coded' && [...data.dictionary]),
      cells: readFrame(toFrame(table)),
      lines: Array.from({ length: table.rows }, (_, row) => lines.lineOf(row)),
      issues,
    }
  } catch (cause) {
    const { code, message } = toErrorData(cause)
    return { code, message }
  }
}

const encoder = new TextEncoder()

const cell = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('1', '22', '-3.5', '0.25', '1e5', 'red', 'blue', '2020-01-31', '2020-01-31T14:05:30'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      'NA',
      'n/a',
      '-',
      '?',
      'None',
      'inf',
      '007',
      'yes',
      'no',
      '1.50',
      '9007199254740993',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '"two\nlines"',
      '"a\n1,2\n3,4\nb"',
      '"q ""x"" y"',
      '"a,b;c"',
      '"open',
      '5" pipe',
      '"a "b" c"',
      '"',
      "it's",
    ),
  },
  fc.constantFrom('31/01/2020', '01/02/2020', '2020-01-31T14:05Z', 'é😎', 'Zürich', '1,5', '# 7', '\ufeff2'),
  fc.integer({ min: -50, max: 5_000 }).map(String),
  fc.string({ maxLength: 4 }),
)
/** Columns that mostly say one thing, and something else somewhere. */
const column = fc
  .tuple(fc.array(cell, { minLength: 1, maxLength: 4 }), fc.array(cell, { maxLength: 3 }), fc.nat(40))
  .map(([usual, odd, at]) => Array.from({ length: 40 }, (_, i) => odd[i - at] ?? usual[i % usual.length]!))
const oddLine = fc.constantFrom(
  '',
  '# a comment',
  '#no',
  '--, a comment',
  '-5',
  '§ a comment',
  '¶',
  '1',
  '1,2,3,4,5,6,7,8',
  '"',
  ',',
  '"x\n',
  '\ufeff1,2',
)
const text = fc
  .record({
    columns: fc.array(column, { minLength: 1, maxLength: 4 }),
    header: fc.boolean(),
    delimiter: fc.constantFrom(',', ',', ';', '\t'),
    end: fc.constantFrom('\n', '\n', '\r\n', '\r'),
    odd: fc.dictionary(fc.nat(39).map(String), oddLine, { maxKeys: 3 }),
    ends: fc.boolean(),
  })
  .map(({ columns, header, delimiter, end, odd, ends }) => {
    const rows = Array.from({ length: 40 }, (_, i) => odd[i] ?? columns.map((cells) => cells[i]!).join(delimiter))
    if (header) rows.unshift(columns.map((_, i) => `name${i}`).join(delimiter))
    return rows.join(end) + (ends ? end : '')
  })
const content = fc.oneof(
  text.map((each) => encoder.encode(each)),
  text.map((each) => Uint8Array.from(each, (character) => character.charCodeAt(0) & 255)),
)
const options: fc.Arbitrary<ReadOptions> = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      header: fc.boolean(),
      delimiter: fc.constantFrom(',', ';'),
      quote: fc.constantFrom('"', "'"),
      escape: fc.constantFrom('doubled', 'backslash'),
      comment: fc.constantFrom('', '#', '# ', '--', '§', 'é'),
      preamble: fc.nat(45),
      trim: fc.boolean(),
      missing: fc.constantFrom([], ['NA', '-'], ['22', '-3.5']),
      encoding: fc.constantFrom('utf-8', 'windows-1252'),
      decimal: fc.constantFrom('.', ','),
    } as const,
    { requiredKeys: [] },
  ),
)

/** Where lines start, within quotes too. */
const lineStarts = (bytes: Uint8Array) => [...bytes.keys()].filter((at) => at > 0 && bytes[at - 1] === 10)

describe('reading in parts', () => {
  it('gives what reading as a whole gives, wherever parts begin and whoever reads them', async () => {
    let whole = 0
    await fc.assert(
      fc.asyncProperty(
        content,
        options,
        fc.array(fc.nat(), { maxLength: 4 }),
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 1, max: 100 }),
        async (bytes, given, chosen, count, sliceBytes) => {
          const starts = lineStarts(bytes)
          const places = [...new Set(chosen.map((at) => starts[at % starts.length]!))].toSorted((a, b) => a - b)
          const { threads, wholeParts } = threadsHere(count)
          const internals = { threads, sliceBytes, partBytes: 10, ...(starts.length > 0 && { places }) }
          const [expected, read] = [await everythingOf(bytes, given, {}), await everythingOf(bytes, given, internals)]
          expect(read).toEqual(expected)
          if (wholeParts() > 0) whole++
        },
      ),
      { numRuns: 400 },
    )
    expect(whole).toBeGreaterThan(50)
  }, 120_000)

  it('gives a table of many chunks the same names of content', async () => {
    const rows = Array.from({ length: 150_000 }, (_, i) =>
      [i, i / 3, i % 90, `u${(i * 7_919) % 10_007}`, i === 140_000 ? 'x' : i, i % 2 ? 'yes' : 'no', `note ${i}`].join(),
    )
    const file = new Blob([`id,third,age,user,late,flag,note\n${rows.join('\n')}\n`])
    const { threads, wholeParts } = threadsHere(3)
    const digests = async (internals: ReadInternals) => {
      const { table } = await readCsv(file, {}, unattended, internals)
      return (await describeTable(table, unattended)).map(({ digest }) => digest)
    }
    expect(await digests({ threads, partBytes: 2e6 })).toEqual(await digests({}))
    // Two passes, since one column shows late that it is none of numbers.
    expect(wholeParts()).toBeGreaterThan(1)
  })
})
