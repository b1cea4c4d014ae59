import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toVector } from '@/core/dataset/column.ts'
import { makeColumn } from '@/testing/dataset.ts'
import { addColumn, keyOf, startKeys } from './rowKeys.ts'

const stay = async () => {}

async function keysOf(rows: readonly (readonly [number | null, string | null])[], order = [0, 1]) {
  const columns = [
    toVector(
      makeColumn(
        'n',
        'number',
        rows.map(([n]) => n),
      ).data,
    ),
    toVector(
      makeColumn(
        't',
        'text',
        rows.map(([, t]) => t),
      ).data,
    ),
  ]
  const keys = startKeys(rows.length)
  for (const i of order) await addColumn(keys, columns[i]!, stay)
  return rows.map((_, row) => keyOf(keys, row))
}

describe('row keys', () => {
  it('are equal for equal rows and, as far as was ever seen, for no others', async () => {
    const cell = fc.tuple(
      fc.option(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-0, 0.5, 1e300))),
      fc.option(fc.constantFrom('', 'a', 'b', 'ab', 'ba')),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 60 }), async (rows) => {
        const keys = await keysOf(rows)
        const texts = rows.map(([n, t]) => JSON.stringify([n === null ? null : n + 0, t]))
        expect(new Set(keys).size).toBe(new Set(texts).size)
        for (const [i, key] of keys.entries()) expect(key).toBe(keys[texts.indexOf(texts[i]!)])
      }),
    )
  })

  it('take no longer for a large dictionary than it is long', async () => {
    let read = 0
    const texts = Array.from({ length: 50_000 }, (_, i) => `text ${i}`)
    const dictionary = new Proxy(texts, {
      get: (all, key) => {
        if (typeof key === 'string' && key !== 'length') read++
        return Reflect.get(all, key)
      },
    })
    const codes = Int32Array.from({ length: 200_000 }, (_, i) => i % 50_000)
    const keys = startKeys(codes.length)
    await addColumn(keys, { kind: 'coded', codes, dictionary }, stay)
    expect(keyOf(keys, 7)).toBe(keyOf(keys, 50_007))
    expect(read).toBeLessThanOrEqual(50_010)
  })

  it('are told apart in a million rows', async () => {
    const n = 1_000_000
    const values = Float64Array.from({ length: n }, (_, i) => i)
    const keys = startKeys(n)
    await addColumn(keys, { kind: 'numeric', values }, stay)
    const seen = new Set<number>()
    for (let row = 0; row < n; row++) seen.add(keyOf(keys, row))
    expect(seen.size).toBe(n)
  })
})
