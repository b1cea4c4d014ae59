import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WideMap } from './wideMap.ts'

describe('a wide map', () => {
  it('holds what a map holds', () => {
    const key = fc.oneof(fc.string(), fc.double(), fc.constantFrom(0, -0, Number.NaN, ''))
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.nat())), (pairs) => {
        const map = new Map<string | number, number>()
        const wide = new WideMap<string | number, number>()
        for (const [own, value] of pairs) {
          expect(wide.get(own)).toBe(map.get(own))
          expect(wide.has(own)).toBe(map.has(own))
          map.set(own, value)
          wide.set(own, value)
        }
        expect(wide.size).toBe(map.size)
        expect(new Map(wide.entries())).toEqual(map)
      }),
    )
  })

  it.each([
    ['numbered texts', (i: number) => `row ${i}`],
    ['keys of several columns', (i: number) => JSON.stringify([i, 'a', true])],
    ['numbers', (i: number) => i],
    ['fractions', (i: number) => i / 1000 + 0.1],
  ] as const)('deals %s evenly', (_name, keyOf) => {
    const sizes = new Map<Map<unknown, unknown>, number>()
    const before = Map.prototype.set
    try {
      Map.prototype.set = function (key, value) {
        if (value !== null || this === (sizes as unknown)) return before.call(this, key, value)
        before.call(sizes, this, (sizes.get(this) ?? 0) + 1)
        return before.call(this, key, value)
      }
      const wide = new WideMap<string | number, null>()
      for (let i = 0; i < 25_600; i++) wide.set(keyOf(i), null)
    } finally {
      Map.prototype.set = before
    }
    expect(sizes.size).toBe(256)
    expect(Math.max(...sizes.values())).toBeLessThan(400)
  })
})
