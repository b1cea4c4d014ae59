import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { found, openKernel } from '@/testing/foundRecords.ts'
import { Utf8Check } from '../encoding.ts'
import type { KernelDictionary } from './kernelDictionary.ts'

const encoder = new TextEncoder()

describe('readCodes', () => {
  it('numbers texts in the order in which they first occur, however long and alike they are', async () => {
    // Alike up to their ends, and some with zeros where shorter ones have nothing.
    const text = fc
      .tuple(fc.constantFrom('', 'a', 'a\0', 'abcdefgh'), fc.nat(40), fc.constantFrom('', '\0', 'b', 'ü', '""'))
      .map(([start, length, end]) => start + 'x'.repeat(length) + end)
    const written = (each: string) => (each.includes('"') ? `"${each}"` : each)
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 400 }), async (cells) => {
        const { kernel } = found(`${cells.map((cell) => `${written(cell)},`).join('\n')}\n`, 2)
        const dictionary = kernel.makeDictionary()
        const { codes, blank } = kernel.readCodes(0, dictionary)
        const read = [...codes]
        const present = cells.map((cell) => cell.replaceAll('""', '"')).filter((cell) => cell !== '')
        const distinct = [...new Set(present)]
        expect(blank).toBe(cells.length - present.length)
        expect(read.filter((code) => code >= 0)).toEqual(present.map((cell) => distinct.indexOf(cell)))
        expect(await dictionary.texts(async () => {})).toEqual(distinct)
      }),
      { numRuns: 200 },
    )
  })

  it('keeps many texts apart, window after window', () => {
    const cells = Array.from({ length: 20_000 }, (_, i) => `u${(i * 7_919) % 10_007}`)
    const window = found(`${cells.map((cell) => `${cell},`).join('\n')}\n`, 2)
    const { kernel } = window
    const dictionary = kernel.makeDictionary()
    const read: number[] = []
    for (let { bytes } = window; bytes > 0; bytes = kernel.findRecords(true)) {
      read.push(...kernel.readCodes(0, dictionary).codes)
      kernel.drop(bytes)
    }
    expect(read).toEqual(cells.map((_, i) => i % 10_007))
  })
})

describe('codesOf', () => {
  it('gives texts of another dictionary their codes in the order in which they first occur, however many and long', async () => {
    const bySize = (length: number) => Array.from({ length }, (_, i) => `${'x'.repeat(i % 300)}${(i * 7_919) % 10_007}`)
    for (const [first, second] of [
      [
        ['a', 'b'],
        ['b', 'c', 'a'],
      ],
      [[], bySize(300)],
      [bySize(3_000), bySize(30_000).toReversed()],
      [['x'.repeat(100_000)], ['y', 'x'.repeat(100_000), 'z'.repeat(70_000), 'ü'.repeat(99_999)]],
    ] as const) {
      const kernel = openKernel(2)
      const dictionary = kernel.makeDictionary()
      const other = kernel.makeDictionary()
      for (const text of first) addText(dictionary, text)
      for (const text of second) addText(other, text)
      const expected = [...new Set([...first, ...second])]
      const codes = new Map(expected.map((text, code) => [text, code]))
      expect([...dictionary.codesOf(other.encoded())]).toEqual([...new Set(second)].map((text) => codes.get(text)))
      expect(await dictionary.texts(async () => {})).toEqual(expected)
    }
  })

  const addText = (dictionary: KernelDictionary, text: string) => {
    const bytes = encoder.encode(text)
    dictionary.code(bytes, 0, bytes.length)
  }
})

describe('readInstants', () => {
  const instants = (cells: readonly string[]) => {
    const { kernel } = found(`${cells.map((cell) => `${cell},`).join('\n')}\n`, 2)
    const { values, odd } = kernel.readInstants(0)
    return { values: [...values], odd: [...odd] }
  }

  it('reads days and times of the calendar, and leaves the rest', () => {
    const cells = [
      '2012-01-31',
      '2012/02/29 14:05',
      '1969-12-31T23:59:59',
      '0000-02-29',
      '2013-02-29',
      '2012-01-31Z',
      'x',
    ]
    expect(instants(cells)).toEqual({
      values: [
        Date.UTC(2012, 0, 31),
        Date.UTC(2012, 1, 29, 14, 5),
        -1000,
        Date.parse('0000-02-29T00:00:00Z'),
        Number.NaN,
        Number.NaN,
        Number.NaN,
      ],
      odd: [4, 5, 6],
    })
  })

  it('agrees with the calendar of the platform', () => {
    const day = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(fc.array(day, { minLength: 1 }), (days) => {
        const seconds = days.map((each) => Math.floor(each.getTime() / 1000) * 1000)
        const written = seconds.map((each) => new Date(each).toISOString().slice(0, 19))
        expect(instants(written)).toEqual({ values: seconds, odd: [] })
      }),
    )
  })
})

describe('isUtf8', () => {
  it('agrees with a decoder, however the bytes are cut', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }).map((text) => encoder.encode(text)),
      fc.uint8Array({ maxLength: 4 }),
      fc
        .constantFrom(
          [0xed, 0xa0, 0x80],
          [0xf4, 0x90, 0x80, 0x80],
          [0xc0, 0x80],
          [0xe0, 0x80, 0x80],
          [0xf0, 0x80, 0x80, 0x80],
        )
        .map((bytes) => Uint8Array.from(bytes)),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.array(fc.nat(300), { maxLength: 5 }), (pieces, cuts) => {
        const bytes = Uint8Array.from(pieces.flatMap((each) => [...each]))
        const places = [...new Set([0, ...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort(
          (a, b) => a - b,
        )
        const kernel = openKernel(1)
        const check = new Utf8Check()
        let isValid = true
        let expected = true
        for (let i = 1; i < places.length; i++) {
          const slice = bytes.subarray(places[i - 1], places[i])
          const last = i === places.length - 1
          kernel.append(slice)
          isValid &&= kernel.isUtf8(last)
          expected &&= check.accepts(slice, last)
        }
        if (bytes.length > 0) expect(isValid).toBe(expected)
      }),
      { numRuns: 1_000 },
    )
  })
})
