import { describe, expect, it } from 'vitest'
import { seededRandom } from '@/core/random.ts'
import { runAtOnce } from '@/core/work.ts'
import { openDesign, weightedGram } from './design.ts'
import { multiply, multiplyThrough, multiplyTransposed } from './multiply.ts'
import { openProducts } from './products.ts'

describe('products of matrices', () => {
  it.each([false, true])('have the same bits compiled and plain (lower half only: %s)', (isLower) => {
    const [rows, inner, columns] = [12, 9, 8]
    const made = [false, true].map((isPlain) => {
      const products = openProducts(600, isPlain)
      const random = seededRandom('products')
      for (let i = 0; i < 300; i++) products.doubles[i] = random() * 2 - 1
      const [a, b, to] = [
        { at: 0, row: 1, column: rows },
        { at: 120, row: columns },
        { at: 200, row: columns },
      ] as const
      products.add(to, a, b, { rows, inner, columns }, isLower)
      products.scale(400, 200, 0, rows, columns)
      return products.doubles
    })
    expect(made[0]).toEqual(made[1])
    // Σ a[5, j] · b[j, 3], and what lay there before.
    const random = seededRandom('products')
    const before = Array.from({ length: 300 }, () => random() * 2 - 1)
    let sum = before[200 + 5 * columns + 3]!
    for (let j = 0; j < inner; j++) sum += before[5 + j * rows]! * before[120 + j * columns + 3]!
    expect(made[0]![200 + 5 * columns + 3]).toBe(sum)
    expect(made[0]![400 + 5 * columns + 3]).toBe(sum * before[5]!)
  })

  it('of a design are those of its columns less their shifts, full ones and sparse ones', () => {
    const [rows, width, outputs] = [150, 7, 3]
    const random = seededRandom('design')
    const x = Float32Array.from({ length: rows * width }, (_, i) =>
      i % width < 4 ? random() + (i % width) : Number(random() < 0.1),
    )
    const weights = new Float64Array(rows).fill(1 / rows)
    const design = runAtOnce(openDesign(x, width, weights))
    expect([design.full.length, design.sparse.length]).toEqual([4, 3])
    const cell = (row: number, column: number) =>
      column === width ? 1 : x[row * width + column]! - design.shifts[column]!
    const parameters = Float64Array.from({ length: (width + 1) * outputs }, () => random() - 0.5)

    const predictors = new Float64Array(rows * outputs)
    runAtOnce(multiply(design, parameters, outputs, predictors))
    const expected = predictors.map((_, i) => {
      let sum = 0
      for (let j = 0; j <= width; j++)
        sum += cell(Math.floor(i / outputs), j) * parameters[j * outputs + (i % outputs)]!
      return sum
    })
    for (const [i, value] of expected.entries()) expect(predictors[i]).toBeCloseTo(value, 12)

    const sums = runAtOnce(multiplyTransposed(design, predictors, outputs))
    for (const [i, value] of sums.entries()) {
      let sum = 0
      for (let row = 0; row < rows; row++)
        sum += cell(row, Math.floor(i / outputs)) * expected[row * outputs + (i % outputs)]!
      expect(value).toBeCloseTo(sum, 10)
    }
    expect(runAtOnce(multiplyThrough(design, parameters, outputs, () => {}))).toEqual(sums)

    const gram = runAtOnce(weightedGram(design, weights))
    for (const [i, value] of gram.entries()) {
      let sum = 0
      for (let row = 0; row < rows; row++)
        sum += weights[row]! * cell(row, Math.floor(i / (width + 1))) * cell(row, i % (width + 1))
      expect(value).toBeCloseTo(sum, 12)
    }
  })
})
