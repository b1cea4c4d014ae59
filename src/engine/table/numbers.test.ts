import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type NumberFormat, parseNumber } from '@/core/dataset/cell.ts'
import { isPlainInteger, parseNumberBytes } from './numbers.ts'

const encoder = new TextEncoder()
/** Within other bytes, so that reading beyond the cell would show. */
const framed = (text: string) => encoder.encode(`9${text}9`)
const parse = (text: string, format?: NumberFormat) =>
  parseNumberBytes(framed(text), 1, encoder.encode(text).length + 1, format)

const likeNumbers = fc.oneof(
  fc.stringMatching(/^[+-]?\d{0,22}\.?\d{0,22}([eE][+-]?\d{0,4})?$/),
  fc.double().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((value) => value.toFixed(4)),
  fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }).map(String),
  fc.string({ maxLength: 5 }),
)

describe('numbers from bytes', () => {
  it('are the same as from text, to the last bit', () => {
    fc.assert(
      fc.property(
        likeNumbers.filter((text) => text === text.trim()),
        (text) => {
          expect(parse(text)).toBe(parseNumber(text) ?? Number.NaN)
        },
      ),
      { numRuns: 5_000 },
    )
  })

  it('are the same as from text in every format', () => {
    const format = fc.record({
      decimal: fc.constantFrom('.', ','),
      thousands: fc.constantFrom('', ',', '.', ' ', "'"),
    }) as fc.Arbitrary<NumberFormat>
    const marked = fc.oneof(
      likeNumbers,
      fc.stringMatching(/^[+-]?\d{1,4}([., '\u00a0\u202f\u2019]\d{3}){0,3}([.,]\d{0,3})?(e[+-]?\d)?$/),
    )
    fc.assert(
      fc.property(
        marked.filter((text) => text === text.trim()),
        format,
        (text, format) => {
          expect(parse(text, format)).toBe(parseNumber(text, format) ?? Number.NaN)
        },
      ),
      { numRuns: 10_000 },
    )
  })

  it('round to the nearest double where the short way would not', () => {
    // Hard cases of decimal conversion, from Paxson's and Gay's collections.
    for (const text of [
      '9007199254740993e0',
      '2.2250738585072011e-308',
      '8.41e21',
      '9.5e-22',
      '123456789012345e23',
      '1e23',
      '5e-324',
    ])
      expect(parse(text)).toBe(Number(text))
  })
})

it('tells whole numbers that would be written the same', () => {
  const plain = (text: string) => isPlainInteger(framed(text), 1, text.length + 1)
  expect(['0', '12', '-7'].map(plain)).toEqual([true, true, true])
  expect(['+1', '-0', '1.0', '1e3', '', '-'].map(plain)).toEqual(Array(6).fill(false))
})
