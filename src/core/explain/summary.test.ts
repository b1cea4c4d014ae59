import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeImportances } from './judge.ts'
import { fallOf, gradesOf, sizeColumns, swarmOffsets } from './summary.ts'

const number = fc.double({ min: -100, max: 100, noNaN: true })
const numbers = fc.array(number, { minLength: 1, maxLength: 40 }).map((values) => Float64Array.from(values))

describe('sizeColumns', () => {
  it('orders columns by the mean size of what they add', () => {
    const values = Float64Array.of(1, -4, 0, -1, 2, 0)
    expect(sizeColumns({ columns: ['a', 'b', 'c'], values })).toEqual([
      { column: 'b', place: 1, mean: 3 },
      { column: 'a', place: 0, mean: 1 },
      { column: 'c', place: 2, mean: 0 },
    ])
    expect(sizeColumns({ columns: [], values: new Float64Array() })).toEqual([])
  })
})

describe('fallOf', () => {
  it('goes from what is expected to the answer, each column once', () => {
    fc.assert(
      fc.property(number, numbers, fc.integer({ min: 1, max: 12 }), (expected, values, most) => {
        const steps = fallOf(expected, values, most)
        expect(steps[0]!.from).toBe(expected)
        for (const [i, step] of steps.entries()) if (i > 0) expect(step.from).toBe(steps[i - 1]!.to)
        const answer = values.reduce((sum, value) => sum + value, expected)
        expect(steps.at(-1)!.to).toBeCloseTo(answer, 6)
        expect(steps.reduce((sum, { columns }) => sum + columns, 0)).toBe(values.length)
        expect(steps.length).toBeLessThanOrEqual(most + 1)
        // The rest is more than one column, or it would have its name.
        for (const { place, columns } of steps) expect(place === undefined).toBe(columns > 1)
      }),
    )
  })
})

describe('gradesOf', () => {
  it('are 0 to 1, rise with the numbers, and missing where they are', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const grades = gradesOf(values)
        for (const [i, grade] of grades.entries()) {
          expect(grade).toBeGreaterThanOrEqual(0)
          expect(grade).toBeLessThanOrEqual(1)
          for (const [j, other] of grades.entries())
            if (values[i]! < values[j]!) expect(grade).toBeLessThanOrEqual(other)
        }
      }),
    )
    expect([...gradesOf(Float64Array.of(3, Number.NaN, 3))]).toEqual([0.5, Number.NaN, 0.5])
  })
})

describe('swarmOffsets', () => {
  it('keeps to the lane and lays no two points of a stretch upon each other', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const offsets = swarmOffsets(values, [-100, 100], 10)
        const seen = new Set<string>()
        for (const [i, offset] of offsets.entries()) {
          expect(Math.abs(offset)).toBeLessThanOrEqual(0.4)
          const key = `${Math.floor((values[i]! + 100) / 20)} ${offset}`
          expect(seen.has(key)).toBe(false)
          seen.add(key)
        }
      }),
    )
  })
})

describe('judgeImportances', () => {
  it('is the two-sided normal test, adjusted by Holm', () => {
    const of = (column: string, rise: number, error: number) => ({
      column,
      rise,
      low: rise - 1.959963984540054 * error,
      high: rise + 1.959963984540054 * error,
    })
    const judged = judgeImportances([of('a', 0.06, 0.01), of('b', 0.022, 0.01), of('c', -0.04, 0.01), of('d', 0, 0)])
    // scipy 1.10.1: 2 * norm.sf([6, 2.2, 4]) = [1.973e-09, .0278068950, 6.334e-05], times 4, 2 and 3.
    expect(judged.map(({ p }) => p)).toEqual([
      expect.closeTo(7.893e-9, 11),
      expect.closeTo(0.05561379, 8),
      expect.closeTo(1.90027e-4, 8),
      1,
    ])
    expect(judged.map(({ shows }) => shows)).toEqual(['worse', 'nothing', 'better', 'nothing'])
  })

  it('shows nothing where there is one row', () => {
    const alone = { column: 'a', rise: 1, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
    expect(judgeImportances([alone])).toMatchObject([{ p: 1, shows: 'nothing' }])
  })
})
