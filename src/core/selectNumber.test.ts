import fc from 'fast-check'
import { expect, it } from 'vitest'
import { selectNumber } from './selectNumber.ts'

const numbers = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), { minLength: 1 })

it('puts the number there that sorting would, between those not greater and those not less', () => {
  fc.assert(
    fc.property(numbers, fc.nat(), (values, any) => {
      const place = any % values.length
      const sorted = Float64Array.from(values).sort()
      const selected = Float64Array.from(values)
      selectNumber(selected, place)
      expect(selected[place]! + 0).toBe(sorted[place]! + 0)
      expect(selected.slice(0, place).every((value) => value <= selected[place]!)).toBe(true)
      expect(selected.slice(place).every((value) => value >= selected[place]!)).toBe(true)
      expect(selected.toSorted().map((value) => value + 0)).toEqual(sorted.map((value) => value + 0))
    }),
  )
})

it('finds the middle of numbers that go up, down, up and down, or are all one', () => {
  const many = 20_001
  for (const at of [(i: number) => i, (i: number) => -i, (i: number) => Math.min(i, many - i), () => 7]) {
    const values = Float64Array.from({ length: many }, (_, i) => at(i))
    const middle = values.toSorted()[many >> 1]
    selectNumber(values, many >> 1)
    expect(values[many >> 1]).toBe(middle)
  }
})
