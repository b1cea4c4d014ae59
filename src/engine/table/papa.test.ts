import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { readTexts } from '@/testing/readTable.ts'

/** Cells as RFC 4180 allows them, blanks aside: those are missing here, and texts there. */
const cell = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('a', '"', ',', ';', '\t', '\n', '\r\n', ' ', '7', '.'),
    minLength: 1,
    maxLength: 10,
  }),
  fc.double({ noNaN: true }).map(String),
  fc.constantFrom('NA', 'null', 'true', '2012-01-31', '007', '1,234'),
)

const isBlank = (text: string) => /^[\t-\r ]*$/.test(text)

describe('agreement with Papa Parse', () => {
  it('on any well-formed table, whatever parts its cells and ends its lines', async () => {
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 30 }),
      )
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (cells, delimiter, newline, quotes) => {
          const rows = cells.map((row) => row.map((text) => text.replaceAll('\0', '')))
          fc.pre(rows.every((row) => row.every((text) => !isBlank(text))))
          const text = Papa.unparse(rows, { delimiter, newline, quotes })
          const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline, header: false })
          expect(errors).toEqual([])
          const ours = await readTexts(new TextEncoder().encode(text), {
            delimiter,
            quote: '"',
            escape: 'doubled',
            header: false,
            trim: false,
            encoding: 'utf-8',
            preamble: 0,
            comment: '',
          })
          expect(ours.rows).toEqual(data)
          expect(data).toEqual(rows)
        },
      ),
      { numRuns: 500 },
    )
  })
})
