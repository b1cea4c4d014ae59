import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runAtOnce } from '../work.ts'
import { sortNumbers } from './sortNumbers.ts'

/** Many numbers made from few: the property need not draw thousands. */
const many = fc
  .tuple(
    fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 40 }),
    fc.constantFrom(1, 0.5, 1e-3),
    fc.constantFrom(100, 4_096, 9_000),
  )
  .map(([seeds, step, length]) =>
    Float64Array.from({ length }, (_, i) => {
      const value = seeds[i % seeds.length]! + step * ((i * 7_919) % 1_009)
      return Number.isFinite(value) ? value + 0 : 0
    }),
  )

const whole = fc
  .tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 30_000 }))
  .map(([least, range]) => Float64Array.from({ length: 8_000 }, (_, i) => least + ((i * 7_919) % range)))

it('sorts as the platform does', () => {
  fc.assert(
    fc.property(fc.oneof(many, whole), (values) => {
      const expected = values.slice().sort()
      runAtOnce(sortNumbers(values))
      expect(values).toEqual(expected)
    }),
    { numRuns: 200 },
  )
})

it('sorts numbers of the smallest range', () => {
  const values = Float64Array.from({ length: 5_000 }, (_, i) => (i % 3) * 1e-310)
  const expected = values.slice().sort()
  runAtOnce(sortNumbers(values))
  expect(values).toEqual(expected)
})

it('sorts numbers that mostly lie together', () => {
  const values = Float64Array.from({ length: 50_000 }, (_, i) => (i % 1_000 === 0 ? 1e12 + i : Math.sin(i)))
  const expected = values.slice().sort()
  runAtOnce(sortNumbers(values))
  expect(values).toEqual(expected)
})
