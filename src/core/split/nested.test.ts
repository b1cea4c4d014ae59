import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { nestedLength, nestedOrder } from './nested.ts'

const rowsOf = (length: number) => Uint32Array.from({ length }, (_, i) => 3 * i)

describe('nestedOrder', () => {
  it('holds every row once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.constantFrom('class', 'group', 'plain'), (length, by) => {
        const rows = rowsOf(length)
        const order = nestedOrder({
          rows,
          random: seededRandom('order', length),
          ...(by === 'class' && { classOf: (row: number) => row % 4 }),
          ...(by === 'group' && { groupOf: (row: number) => (row % 5 === 0 ? null : `g${row % 7}`) }),
        })
        expect([...order].sort((a, b) => a - b)).toEqual([...rows])
      }),
    )
  })

  it('has the mix of classes in every beginning', () => {
    const rows = rowsOf(1_000)
    // One in ten.
    const classOf = (row: number) => Number(row % 30 === 0)
    const order = nestedOrder({ rows, random: seededRandom('mix'), classOf })
    for (const share of [0.1, 0.2, 0.4, 0.7]) {
      const part = order.subarray(0, nestedLength(order, share))
      expect(part.filter((row) => classOf(row) === 1)).toHaveLength(100 * share)
    }
  })

  it('keeps groups together', () => {
    const rows = rowsOf(200)
    const groupOf = (row: number) => (row % 9 === 0 ? null : `g${Math.floor(row / 30)}`)
    const order = nestedOrder({ rows, random: seededRandom('groups'), groupOf })
    for (const share of [0.1, 0.33, 0.5]) {
      const length = nestedLength(order, share, groupOf)
      const inside = new Set(Array.from(order.subarray(0, length), groupOf).filter(Boolean))
      for (const row of order.subarray(length)) expect(inside.has(groupOf(row)!)).toBe(false)
      expect(length).toBeGreaterThanOrEqual(Math.round(200 * share))
    }
  })

  it('is another order by another draw, and the same by the same', () => {
    const rows = rowsOf(50)
    const order = (draw: number) => [...nestedOrder({ rows, random: seededRandom('draw', draw) })]
    expect(order(1)).toEqual(order(1))
    expect(order(1)).not.toEqual(order(2))
  })
})
