import { describe, expect, it } from 'vitest'
import { chooseMix, type HeldOut, judge, scoreFolds } from './mix.ts'

const asked = { task: 'regression', classes: [], metric: 'rmse' } as const
const parts: readonly HeldOut[] = [
  { train: 4, actual: Float64Array.of(1, 2) },
  { train: 3, actual: Float64Array.of(3, 4, 5) },
]
const answers = (...rows: readonly (readonly number[])[]) => rows.map((row) => Float32Array.from(row))
const exact = answers([1, 2], [3, 4, 5])
const high = answers([2, 3], [4, 5, 6])
const low = answers([0, 1], [2, 3, 4])

describe('candidates on folds', () => {
  it('have the loss of all rows together, and the mean of the metric over folds', () => {
    const uneven = answers([1, 2], [3, 4, 8])
    // One row is off by 3: squared error 9 / 5; RMSE 0 on one fold and √3 on the other.
    const { loss, metric } = judge(asked, parts, uneven)
    expect(loss).toBeCloseTo(9 / 5, 6)
    expect(metric).toBeCloseTo(Math.sqrt(3) / 2, 6)
  })

  it('are mixed where that is better, and else the best answers alone', () => {
    expect(chooseMix(asked, parts, [high, low])).toEqual([0.5, 0.5])
    expect(chooseMix(asked, parts, [high, exact, low])).toEqual([0, 1, 0])
  })

  it('are scored on a fold by the mix that the others choose', () => {
    // The first fold would choose `one`, the second `two`; each is scored by the other's choice.
    const one = answers([1, 2], [9, 9, 9])
    const two = answers([9, 9], [3, 4, 5])
    const [first, second] = scoreFolds(asked, parts, [one, two])
    expect(first).toMatchObject({ train: 4, validation: 2 })
    expect(first!.metrics.rmse).toBeCloseTo(Math.sqrt((64 + 49) / 2), 6)
    expect(second!.metrics.rmse).toBeCloseTo(Math.sqrt((36 + 25 + 16) / 3), 6)
  })

  it('are chosen by some of very many rows', () => {
    const rows = 50_000
    const actual = Float64Array.from({ length: rows }, (_, i) => i % 7)
    const good = [Float32Array.from(actual)]
    const bad = [Float32Array.from(actual, (value) => value + 1)]
    expect(chooseMix(asked, [{ train: 1, actual }], [bad, good])).toEqual([0, 1])
  })
})
