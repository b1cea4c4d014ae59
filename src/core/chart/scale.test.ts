import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flipBrush, isWithinAll, withBrush } from './brush.ts'
import { numberScale, wordScale } from './scale.ts'

describe('numberScale', () => {
  it('lays numbers between ticks, by their logarithms where asked', () => {
    const linear = numberScale([0, 10], { isLog: false, write: String })
    expect([0, 5, 10, undefined].map(linear.placeOf)).toEqual([0, 0.5, 1, undefined])
    const log = numberScale([0.001, 0.1], { isLog: true, write: (value) => value.toPrecision(2) })
    expect(log.placeOf(0.01)).toBeCloseTo(0.5)
    expect(log.placeOf(0)).toBeUndefined()
    expect(log.read(0.5)).toBe('0.010')
    // Whose logarithm is not exact.
    expect(numberScale([1e-4, 0.1], { isLog: true, write: String }).read(0)).toBe('0.0001')
  })

  it('has no places where there is no number', () => {
    const { placeOf, ticks } = numberScale([undefined], { isLog: false, write: String })
    expect([placeOf(1), ticks]).toEqual([undefined, []])
  })

  it('reads back what it places, in order and within its ends', () => {
    const numbers = fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(numbers, fc.boolean(), (values, isLog) => {
        const { placeOf, read } = numberScale(values, { isLog, write: String })
        const sorted = values.toSorted((a, b) => a - b)
        let before = 0
        for (const value of sorted) {
          const place = placeOf(value)!
          expect(place).toBeGreaterThanOrEqual(before - 1e-9)
          expect(place).toBeLessThanOrEqual(1 + 1e-9)
          expect(Math.abs(Number(read(place)) - value)).toBeLessThanOrEqual(1e-6 * Math.max(...values))
          before = place
        }
      }),
    )
  })
})

describe('wordScale', () => {
  it('gives each word a piece, numbers within words in their order', () => {
    const { placeOf, read, ticks } = wordScale(['b 10', 'b 9', undefined, 'a', 'b 9'])
    expect(ticks.map(({ text }) => text)).toEqual(['a', 'b 9', 'b 10'])
    expect(placeOf('b 9')).toBe(0.5)
    expect([0, 0.4, 0.99, 1].map(read)).toEqual(['a', 'b 9', 'b 10', 'b 10'])
    expect(placeOf('c')).toBeUndefined()
  })
})

describe('brushes', () => {
  it('choose what lies within all of them and has a place on each', () => {
    const brushes = { a: { low: 0.2, high: 0.5 }, b: { low: 0, high: 1 } }
    const within = (places: Record<string, number | undefined>) => isWithinAll(brushes, (key) => places[key])
    expect(within({ a: 0.5, b: 0 })).toBe(true)
    expect(within({ a: 0.6, b: 0 })).toBe(false)
    expect(within({ a: 0.3 })).toBe(false)
    expect(isWithinAll({}, () => undefined)).toBe(true)
  })

  it('are drawn anew, taken away and turned round', () => {
    const [one, two] = [
      { low: 0, high: 0.5 },
      { low: 0.25, high: 0.5 },
    ]
    expect(withBrush({ a: one }, 'a', two)).toEqual({ a: two })
    expect(withBrush({ a: one, b: two }, 'a', undefined)).toEqual({ b: two })
    expect(flipBrush(two)).toEqual({ low: 0.5, high: 0.75 })
  })
})
