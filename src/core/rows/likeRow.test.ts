import { describe, expect, it } from 'vitest'
import { checkView, numberTest } from '../dataset/view.ts'
import { viewLike } from './likeRow.ts'

describe('viewLike', () => {
  it('asks each column for the cell, in words that its type has', () => {
    const cells = [
      { column: 'n', type: 'number', value: 1.5 },
      { column: 'gap', type: 'integer', value: Number.NaN },
      { column: 'none', type: 'text', value: null },
      { column: 'flag', type: 'boolean', value: 0 },
      { column: 'when', type: 'datetime', value: Date.UTC(2020, 0, 2) },
      { column: 'kind', type: 'category', value: 'a' },
    ] as const
    const view = viewLike(cells)
    expect(view.conditions.map(({ word }) => word)).toEqual(['equal', 'missing', 'missing', 'false', 'between', 'is'])
    checkView(
      view,
      cells.map(({ column, type }) => ({ name: column, type })),
    )
    expect(numberTest(view.conditions[4]!, 'datetime')(Date.UTC(2020, 0, 2))).toBe(true)
  })

  it('asks no more columns than an address has room for', () => {
    const cells = Array.from({ length: 100 }, (_, i) => ({ column: `c${i}`, type: 'number', value: i }) as const)
    expect(viewLike(cells).conditions).toHaveLength(24)
  })
})
