import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeNetwork } from './shape.ts'
import { fillUnknown } from './unknownEntry.ts'

describe('the entry of what training never had', () => {
  it('is the mean of the others, counted by the rows that name them', () => {
    const shape = describeNetwork(2, [], 'regression', 0, 'relu', [{ entries: 4, dims: 2 }])
    const parameters = Float32Array.of(1, 10, 2, 20, 9, 90, 0, 0, 5, 6, 7, 8)
    // Three rows name the first entry, one the second, none the third.
    const train = { x: Float32Array.of(0.5, 0, 0.5, 0, 0.5, 0, 0.5, 1), y: new Float64Array(4) }
    fillUnknown(parameters, shape, train)
    expect([...parameters]).toEqual([1, 10, 2, 20, 9, 90, 1.25, 12.5, 5, 6, 7, 8])
  })

  it('lies among the entries that are named, in each of its numbers, and leaves all else as it was', () => {
    const codes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 30 })
    const values = fc.array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: 23, maxLength: 23 })
    fc.assert(
      fc.property(codes, values, (named, all) => {
        const shape = describeNetwork(1, [], 'binary', 2, 'relu', [{ entries: 6, dims: 3 }])
        expect(shape.size).toBe(22)
        const before = Float32Array.from(all.slice(0, shape.size))
        const after = fillUnknown(before.slice(), shape, {
          x: Float32Array.from(named),
          y: new Float64Array(named.length),
        })
        for (let d = 0; d < 3; d++) {
          const numbers = named.map((entry) => before[entry * 3 + d]!)
          expect(after[15 + d]!).toBeGreaterThanOrEqual(Math.min(...numbers) - 1e-6)
          expect(after[15 + d]!).toBeLessThanOrEqual(Math.max(...numbers) + 1e-6)
        }
        expect([...after.subarray(0, 15), ...after.subarray(18)]).toEqual([
          ...before.subarray(0, 15),
          ...before.subarray(18),
        ])
      }),
    )
  })
})
