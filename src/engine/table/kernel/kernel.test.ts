import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import { found, RULES } from '@/testing/foundRecords.ts'
import { readTable } from '@/testing/readTable.ts'
import { GrowingBatch, type SquareBatch } from '../batch.ts'
import { parseNumberBytes } from '../numbers.ts'
import { Tokenizer } from '../tokenizer.ts'
import type { Kernel } from './kernel.ts'

const encoder = new TextEncoder()

const texts = async (kernel: Kernel, column: number) => {
  const dictionary = kernel.makeDictionary()
  const codes = [...kernel.readCodes(column, dictionary).codes]
  const words = await dictionary.texts(async () => {})
  return codes.map((code) => (code < 0 ? null : words[code]))
}

describe('findRecords', () => {
  it('takes whole records of the width, whatever ends their lines', async () => {
    const { kernel, bytes } = found('a,b\nc,d\r\ne,f\rg,h', 2)
    expect([kernel.rows, bytes]).toEqual([4, 16])
    expect(await texts(kernel, 0)).toEqual(['a', 'c', 'e', 'g'])
    expect(await texts(kernel, 1)).toEqual(['b', 'd', 'f', 'h'])
  })

  it.each([
    ['a short record', 'a,b\nc,d\ne\nf,g\n', 2],
    ['a long record', 'a,b\nc,d\ne,f,g\nh,i\n', 2],
    ['a blank line', 'a,b\nc,d\n\ne,f\n', 2],
    ['a stray quote', 'a,b\nc,d\ne"x,f\ng,h\n', 2],
    ['a quote that is closed within its cell', 'a,b\nc,d\n"e"x,f\ng,h\n', 2],
    ['a quote that is never closed', 'a,b\nc,d\n"e,f\ng,h\n', 2],
    ['a quote after a space', 'a,b\nc,d\ne, "f"\n', 2],
  ])('stops before %s', (_, text, rows) => {
    expect(found(text, 2).kernel.rows).toBe(rows)
  })

  it('leaves a record that more bytes may go on with', () => {
    expect(found('a,b\nc,d', 2, { last: false }).bytes).toBe(4)
    expect(found('a,b\nc,d\r', 2, { last: false }).bytes).toBe(4)
    expect(found('a,b\nc,"d', 2, { last: false }).bytes).toBe(4)
    expect(found('a,b\nc,d', 2).bytes).toBe(7)
  })

  it('stops before a comment, and before a blank cell in a table of one column', () => {
    expect(found('a,b\n#x,y\nc,d\n', 2, { rules: { ...RULES, comment: '#' } }).kernel.rows).toBe(1)
    expect(found('a\n \nb\n', 1).kernel.rows).toBe(1)
  })

  it.each([
    ['//', '/x,y', 'x//,y'],
    ['--', '-5,y', '"--",y'],
    ['§', '¶,y', 'Â,y'],
    ['REM', 'RE,y', 'REN,y'],
  ])('stops before a comment that begins with %s, not before what only begins alike', (comment, alike, other) => {
    const rules = { ...RULES, comment }
    expect(found(`a,b\n${alike}\n${other}\n${comment}x,y\nc,d\n`, 2, { rules }).kernel.rows).toBe(3)
    expect(found(`a,b\n${comment},d`, 2, { rules }).kernel.rows).toBe(1)
    expect(found(`a,b\nc,${comment[0]}`, 2, { rules }).kernel.rows).toBe(2)
  })

  it('tells the records within which a line ends', () => {
    const { kernel } = found('a,b\n"c\nc","d\n\nd"\ne,f\n"g\r\ng",h\n', 2)
    expect([...kernel.breaks]).toEqual([1, 1, 1, 3])
  })

  it('finds what the tokenizer finds, wherever 64-byte blocks fall', async () => {
    // Cells that put quotes, delimiters and line ends at all distances from each other.
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'ü', ' ', '7'), maxLength: 70 }),
      fc.string({ unit: fc.constantFrom('x', '"', ',', '\n', '\r'), maxLength: 40 }).map((text) => ({ text })),
    )
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 1, max: 4 })
          .chain((width) =>
            fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 30 }),
          ),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        async (rows, newline, ends) => {
          const written = rows
            .map((row) =>
              row.map((each) => (typeof each === 'string' ? each : `"${each.text.replaceAll('"', '""')}"`)).join(','),
            )
            .join(newline)
          const text = ends ? written + newline : written
          const width = rows[0]!.length
          const { kernel, bytes } = found(text, width)
          const padded = encoder.encode(`${text} `)
          const batch = new GrowingBatch()
          const tokenizer = new Tokenizer(RULES)
          tokenizer.fill(padded, 0, padded.length - 1, true, batch)
          // Blank lines are where the two part.
          const isBlank = (row: (typeof rows)[number]) =>
            width === 1 && typeof row[0] === 'string' && row[0].trim() === ''
          if (rows.some(isBlank)) return
          expect([kernel.rows, bytes]).toEqual([batch.records, padded.length - 1])
          expect(tokenizer.line).toBe(1 + kernel.rows + kernel.breaks.length)
          for (let column = 0; column < width; column++)
            expect(await texts(kernel, column)).toEqual(
              rows.map((row) => {
                const each = row[column]!
                const value = typeof each === 'string' ? each : each.text
                return /^[\t-\r ]*$/.test(value) ? null : value
              }),
            )
        },
      ),
      { numRuns: 400 },
    )
  }, 60_000)
})

describe('readNumbers', () => {
  const numbers = (cells: readonly string[], marks: number[] = []) => {
    const { kernel } = found(`${cells.map((cell) => `${cell},`).join('\n')}\n`, 2, { marks })
    const { values, odd, missing, areWhole, arePlain } = kernel.readNumbers(0)
    return { values: [...values], odd: [...odd], missing, areWhole, arePlain }
  }

  it('tells what is missing, what is odd, and what the others are', () => {
    expect(numbers(['1', '', '-2', 'x', '0'])).toEqual({
      values: [1, Number.NaN, -2, Number.NaN, 0],
      odd: [3],
      missing: 1,
      areWhole: true,
      arePlain: true,
    })
    expect(numbers(['1', '2.0'])).toMatchObject({ areWhole: true, arePlain: false })
    expect(numbers(['1', '2.5'])).toMatchObject({ areWhole: false, arePlain: false })
    expect(numbers(['1', '-200', '3'], [-200])).toMatchObject({ odd: [1], values: [1, Number.NaN, 3] })
  })

  it('reads every number to the bit, or leaves it to the other side', () => {
    const decimal = fc.oneof(
      fc.double({ noNaN: true }).map(String),
      fc.double({ noNaN: true }).map((value) => value.toExponential(17)),
      fc
        .tuple(fc.bigInt({ min: 0n, max: 10n ** 19n }), fc.integer({ min: -330, max: 320 }))
        .map(([m, e]) => `${m}e${e}`),
      fc
        .tuple(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.bigInt({ min: 0n, max: 10n ** 9n }))
        .map(([w, f]) => `${w}.${f}`),
      fc
        .tuple(
          fc.constantFrom('', '-', '+', '-0', '0'),
          fc.stringMatching(/^\d{0,17}$/),
          fc.stringMatching(/^\.?\d{0,17}$/),
        )
        .map((parts) => parts.join('') || '0'),
      fc.string({ unit: fc.constantFrom(...'0123456789.+-eE '), minLength: 1, maxLength: 24 }),
    )
    fc.assert(
      fc.property(fc.array(decimal, { minLength: 1, maxLength: 200 }), (cells) => {
        const { values, odd } = numbers(cells)
        const isOdd = new Set(odd)
        cells.forEach((cell, row) => {
          const bytes = encoder.encode(cell.trim())
          const expected = bytes.length === 0 ? Number.NaN : parseNumberBytes(bytes, 0, bytes.length)
          if (isOdd.has(row)) return
          expect(Object.is(values[row], expected) ? expected : [cell, values[row]]).toBe(expected)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('rounds ties as the platform does', () => {
    const near = fc.tuple(fc.integer({ min: 50, max: 60 }), fc.bigInt({ min: -4096n, max: 4096n }))
    const tie = fc
      .tuple(
        near,
        fc.constantFrom('.5', '.25', '.75', '.125', '.000', '.50000', '.0000000000', 'e-3', 'e-8', 'e-14', 'e3'),
      )
      .map(([[bits, offset], end]) => `${(1n << BigInt(bits)) + offset}${end}`)
    fc.assert(
      fc.property(fc.array(tie, { minLength: 1, maxLength: 300 }), (cells) => {
        const { values, odd } = numbers(cells)
        const isOdd = new Set(odd)
        cells.forEach((cell, row) => {
          if (!isOdd.has(row)) expect([cell, values[row]]).toEqual([cell, Number(cell)])
        })
      }),
      { numRuns: 300 },
    )
    const ties = ['9007199254740995.000', '2251799813685248.750']
    expect(numbers(ties).values).toEqual(ties.map(Number))
  })

  it('decides numbers as programs write them by itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), { minLength: 1 }),
        (values) => {
          const normal = values.filter((value) => value === 0 || Math.abs(value) > 1e-300)
          const cells = normal.flatMap((value) => [value.toExponential(16), value.toPrecision(7)])
          if (cells.length > 0) expect(numbers(cells).odd).toEqual([])
        },
      ),
    )
  })
})

describe('reading with and without the kernel', () => {
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      'NA',
      'x',
      '"a, b"',
      '"say ""hi"""',
      '"two\nlines"',
      '5" pipe',
      '"open',
      'Zürich',
      '007',
      '1e5',
      'inf',
      '2012-01-31',
      '2012-01-31 14:05:30',
    ),
    fc.integer({ min: -300, max: 300 }).map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  )
  const record = fc.array(cell, { minLength: 1, maxLength: 5 })

  it('gives the same table and issues, to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 2, maxLength: 60 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom(3, 64, 100_000),
        async (rows, newline, sliceBytes) => {
          const text = `a,b,c\n${rows.map((row) => row.join(',')).join(newline)}`
          const options = { delimiter: ',', header: true, quote: '"' } as const
          // Some of these texts are no table; then both must say so, and why.
          const read = async (isScalar: boolean) => {
            try {
              const outcome = await readTable(text, options, { sliceBytes, isScalar })
              return { outcome, frame: toFrame(outcome.table) }
            } catch (cause) {
              if (!(cause instanceof AssayError)) throw cause
              return { refused: `${cause.code}: ${cause.message}` }
            }
          }
          expect(await read(false)).toEqual(await read(true))
        },
      ),
      { numRuns: 400 },
    )
  }, 60_000)

  it('numbers the lines of issues alike after cells with line ends', async () => {
    const text = `a,b\n${'"x\ny",1\n'.repeat(200)}2,"q\r\nq",3\n${'z,4\n'.repeat(5)}w\n`
    const [fast, scalar] = [await readTable(text), await readTable(text, {}, { isScalar: true })]
    expect(fast.issues.samples.map(({ line }) => line)).toEqual([402, 409])
    expect(fast).toEqual(scalar)
  })
})

it('gives one cell with its quotes told', () => {
  const { kernel } = found('1,"a ""b"""\n2,"c"\n3,d\n', 2)
  const cells = [0, 1, 2].map((row): SquareBatch => kernel.cell(row, 1))
  expect(cells.map(({ bytes, flags }) => [new TextDecoder().decode(bytes), flags[0]])).toEqual([
    ['a ""b""', 3],
    ['c', 1],
    ['d', 0],
  ])
})
