import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findBinary, findByteOrderMark, findWideEncoding, Utf8Check, windows1252ToUtf8 } from './encoding.ts'

const accepted = (bytes: Uint8Array, cut: number) => {
  const check = new Utf8Check()
  return check.accepts(bytes.subarray(0, cut), false) && check.accepts(bytes.subarray(cut), true)
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

describe('Utf8Check', () => {
  it('agrees with the platform on any bytes, wherever they are cut', () => {
    // Bytes around the bounds of table 3-7 make valid and nearly valid sequences likely.
    const byte = fc.oneof(
      fc.constantFrom(
        0x41,
        0x7f,
        0x80,
        0x8f,
        0x90,
        0x9f,
        0xa0,
        0xbf,
        0xc0,
        0xc2,
        0xdf,
        0xe0,
        0xe1,
        0xed,
        0xef,
        0xf0,
        0xf1,
        0xf4,
        0xf5,
        0xff,
      ),
      fc.integer({ min: 0, max: 255 }),
    )
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 8 }), fc.nat(8), (bytes, cut) => {
        const array = Uint8Array.from(bytes)
        expect(accepted(array, Math.min(cut, array.length))).toBe(isUtf8(array))
      }),
      { numRuns: 5_000 },
    )
  })

  it('accepts every text, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, cut) => {
        const bytes = new TextEncoder().encode(text)
        expect(accepted(bytes, bytes.length === 0 ? 0 : cut % bytes.length)).toBe(true)
      }),
    )
  })
})

it("reads windows-1252 as Python's cp1252 writes it", () => {
  const read = (hex: string) => new TextDecoder().decode(windows1252ToUtf8(Uint8Array.from(Buffer.from(hex, 'hex'))))
  expect(read('937194208035')).toBe('“q” €5')
  expect(read('9f9e')).toBe('Ÿž')
  expect(read('6ee46d65')).toBe('näme')
  expect(read('6162')).toBe('ab')
})

it('knows byte order marks', () => {
  expect(findByteOrderMark(Uint8Array.of(0xef, 0xbb, 0xbf))).toEqual({ encoding: 'utf-8', length: 3 })
  expect(findByteOrderMark(Uint8Array.of(0xff, 0xfe, 0x41))).toEqual({ encoding: 'utf-16le', length: 2 })
  expect(findByteOrderMark(Uint8Array.of(0xfe, 0xff, 0))).toEqual({ encoding: 'utf-16be', length: 2 })
  expect(findByteOrderMark(Uint8Array.of(0x61))).toBeUndefined()
})

it('knows UTF-16 without a mark by its NULs', () => {
  const le = (text: string) => Uint8Array.from(Buffer.from(text, 'utf16le'))
  const be = (text: string) => Uint8Array.from(Buffer.from(text, 'utf16le').swap16())
  for (const text of ['a,b\n1,2\n', 'имя;число\nмышь;1\nкот;25\n', '名前,値\n猫,1\n犬,2\n']) {
    expect(findWideEncoding(le(text))).toBe('utf-16le')
    expect(findWideEncoding(be(text))).toBe('utf-16be')
    expect(findBinary(le(text))).toBeUndefined()
  }
  expect(findWideEncoding(new TextEncoder().encode('a,b\n1,x\0y\n'))).toBeUndefined()
  expect(findWideEncoding(Uint8Array.of(0, 1, 0, 2, 0, 3, 0, 4))).toBeUndefined()
})

it('knows what is no text', () => {
  expect(findBinary(Uint8Array.of(0x50, 0x4b, 3, 4, 20))?.what).toBe('a zip or Excel file')
  expect(findBinary(Uint8Array.of(0, 1, 2, 3))?.what).toContain('NUL')
  expect(findBinary(new TextEncoder().encode('a,b\n1,x\0y\n'))).toBeUndefined()
  expect(findBinary(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x2c, 0, 0x62, 0))).toBeUndefined()
})
