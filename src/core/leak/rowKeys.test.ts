import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toVector } from '@/core/dataset/column.ts'
import { makeColumn } from '@/testing/dataset.ts'
import { addColumn, keyOf, startKeys } from './rowKeys.ts'

function keysOf(rows: readonly (readonly [number | null, string | null])[], order = [0, 1]) {
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
  for (const i of order) addColumn(keys, columns[i]!, 0, rows.length)
  return rows.map((_, row) => keyOf(keys, row))
}

describe('row keys', () => {
  it('are equal for equal rows and, as far as was ever seen, for no others', () => {
    const cell = fc.tuple(
      fc.option(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-0, 0.5, 1e300))),
      fc.option(fc.constantFrom('', 'a', 'b', 'ab', 'ba')),
    )
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 60 }), (rows) => {
        const keys = keysOf(rows)
        const texts = rows.map(([n, t]) => JSON.stringify([n === null ? null : n + 0, t]))
        expect(new Set(keys).size).toBe(new Set(texts).size)
        for (const [i, key] of keys.entries()) expect(key).toBe(keys[texts.indexOf(texts[i]!)])
      }),
    )
  })

  it('are told apart in a million rows', () => {
    const n = 1_000_000
    const values = Float64Array.from({ length: n }, (_, i) => i)
    const keys = startKeys(n)
    addColumn(keys, { kind: 'numeric', values }, 0, n)
    const seen = new Set<number>()
    for (let row = 0; row < n; row++) seen.add(keyOf(keys, row))
    expect(seen.size).toBe(n)
  })
})
