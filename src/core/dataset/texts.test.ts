import fc from 'fast-check'
import { expect, it } from 'vitest'
import { summariseColumn } from '../profile/summarise.ts'
import type { ColumnData } from './column.ts'
import { PackedTexts, packedData, packedTexts, textsOf } from './texts.ts'
import { windowOf } from './window.ts'

const ascii = fc.array(fc.string({ unit: 'binary-ascii', maxLength: 6 }), { maxLength: 60 })

function pack(texts: readonly string[]): PackedTexts {
  let end = 0
  const ends = Uint32Array.from(texts, (text) => (end += text.length))
  return new PackedTexts(new TextEncoder().encode(texts.join('')), ends)
}

/** The same data with strings, and with packed texts. */
function both(dictionary: readonly string[]) {
  const chunks = [Int32Array.from({ length: dictionary.length + 1 }, (_, row) => row - 1)]
  return { plain: { kind: 'coded', chunks, dictionary } as const, packed: packedData(chunks, pack(dictionary)) }
}

it('says of packed texts what it says of strings', () => {
  fc.assert(
    fc.property(ascii, (dictionary) => {
      const { plain, packed } = both(dictionary)
      const [a, b] = [textsOf(plain), textsOf(packed)]
      const codes = dictionary.map((_, code) => code)
      for (const { size, ...told } of [a, b].map((texts) => ({
        size: texts.size,
        texts: codes.map((code) => texts.at(code)),
        lengths: codes.map((code) => texts.lengthOf(code)),
        order: codes.map((code) => codes.map((other) => texts.precedes(code, other))),
      }))) {
        expect(size).toBe(dictionary.length)
        expect(told).toEqual({
          texts: dictionary,
          lengths: dictionary.map(({ length }) => length),
          order: dictionary.map((text) => dictionary.map((other) => text < other)),
        })
      }
      expect([b.at(-1), b.at(dictionary.length)]).toEqual([undefined, undefined])
    }),
  )
})

it('is summarised and shown without its strings, to the same end', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ unit: 'binary-ascii', maxLength: 6 }), { minLength: 1, maxLength: 60 }),
      (dictionary) => {
        const { plain, packed } = both(dictionary)
        Object.defineProperty(packed, 'dictionary', {
          get: () => {
            throw new Error('strings were made')
          },
        })
        const of = (data: ColumnData) => ({ name: 'id', type: 'identifier', data }) as const
        expect(summariseColumn(of(packed))).toEqual(summariseColumn(of(plain)))
        const rows = dictionary.length + 1
        const window = (data: ColumnData) => windowOf({ rows, columns: [of(data)] }, { start: 0, count: rows })
        expect(window(packed)).toEqual(window(plain))
      },
    ),
  )
})

it('makes its strings once, and clones and spreads as data that never was packed', () => {
  const { plain, packed } = both(['7', '42', 'x y'])
  expect(packed.dictionary).toBe(packed.dictionary)
  for (const copy of [structuredClone(packed), { ...packed }]) {
    expect(copy).toEqual(plain)
    expect(packedTexts(copy)).toBeUndefined()
  }
  expect(packedTexts(packed)?.size).toBe(3)
})
