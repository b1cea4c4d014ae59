import { describe, expect, it } from 'vitest'
import { findCombination } from './combination.ts'
import { cellCodes, dependence, linearFit, midranks } from './disguise.ts'

const list = (n: number, make: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => make(i))

const codes = (...cells: readonly number[]) => ({
  codes: Int32Array.from(cells),
  count: Math.max(-1, ...cells) + 1,
})

describe('dependence', () => {
  it('counts rows that follow from another column, one of each value apart', () => {
    const from = codes(0, 0, 0, 1, 1, 1, 1, -1)
    // Value 0 has two of three alike, value 1 three of four: (2 − 1 + 3 − 1) of (7 − 2).
    const to = codes(0, 0, 1, 2, 2, 2, 0, 0)
    expect(dependence(from, to)?.share).toBeCloseTo(3 / 5)
    expect(dependence(from, to)?.rows).toBe(7)
  })

  it('has the errors that are saved over always saying the most common', () => {
    // By hand: 0, the most common, is wrong of two rows; the most common of each value of `from` is wrong of one, or none.
    expect(dependence(codes(0, 0, 0, 1, 1), codes(0, 0, 1, 0, 1))?.lambda).toBe(0)
    expect(dependence(codes(0, 0, 0, 1, 1), codes(0, 0, 0, 1, 0))?.lambda).toBe(0)
    expect(dependence(codes(0, 0, 0, 1, 1), codes(0, 0, 1, 1, 1))?.lambda).toBe(0.5)
    expect(dependence(codes(0, 0, 0, 1, 1), codes(0, 0, 0, 1, 1))?.lambda).toBe(1)
    expect(dependence(codes(0, 0, 0, 1, 1), codes(0, 0, 0, 0, 0))?.lambda).toBe(0)
  })

  it('says nothing of values that do not repeat', () => {
    const unique = Array.from({ length: 20 }, (_, i) => i)
    expect(dependence(codes(...unique), codes(...unique.map(() => 0)))).toBeUndefined()
    expect(dependence(codes(), codes())).toBeUndefined()
  })
})

describe('cellCodes', () => {
  it('are the same for equal cells, −1 for missing ones', () => {
    const { codes, count } = cellCodes({ kind: 'numeric', values: Float64Array.of(5, Number.NaN, 2, 5) })
    expect([...codes]).toEqual([0, -1, 1, 0])
    expect(count).toBe(2)
  })
})

describe('midranks and linearFit', () => {
  it('rank as scipy.stats.rankdata', () => {
    // rankdata([0, 2, 3, 2]) of its documentation.
    expect([...midranks(Float64Array.of(0, 2, 3, 2))]).toEqual([1, 2.5, 4, 2.5])
    expect([...midranks(Float64Array.of(Number.NaN, 1))]).toEqual([Number.NaN, 1])
  })

  it('find a line, over rows that have both', () => {
    const celsius = list(50, (i) => (i === 3 ? Number.NaN : i))
    const fit = linearFit(
      celsius,
      list(50, (i) => 1.8 * i + 32),
    )
    expect(fit?.slope).toBeCloseTo(1.8, 12)
    expect(fit?.offset).toBeCloseTo(32, 10)
    expect(fit?.r2).toBeCloseTo(1, 12)
    expect(fit?.rows).toBe(49)
    expect(
      linearFit(
        list(50, () => 1),
        list(50, (i) => i),
      ),
    ).toBeUndefined()
  })
})

describe('findCombination', () => {
  const a = list(200, (i) => (i * 37) % 101)
  const b = list(200, (i) => (i * i) % 53)
  const c = list(200, (i) => (i * 17) % 29)
  const noise = list(200, (i) => (i * 71) % 97)
  const sum = (weights: readonly number[], offset = 0) =>
    list(200, (i) => offset + weights[0]! * a[i]! + weights[1]! * b[i]! + weights[2]! * c[i]!)

  it('finds the columns whose sum is the target, with their weights', () => {
    const found = findCombination([noise, a, b, c], sum([1, 1, 0]), 0.999)
    expect([...found!.columns].sort()).toEqual([1, 2])
    for (const weight of found!.weights) expect(weight).toBeCloseTo(1, 9)
    expect(found?.offset).toBeCloseTo(0, 7)
    expect(found?.r2).toBeCloseTo(1, 12)
  })

  it('finds three, and not more than are needed', () => {
    const three = findCombination([noise, a, b, c], sum([2, -3, 0.5], 40), 0.999)
    expect([...three!.columns].sort()).toEqual([1, 2, 3])
    expect(three?.offset).toBeCloseTo(40, 6)
    expect(findCombination([noise, a, b, c], sum([5, 0, 0]), 0.999)?.columns).toEqual([1])
  })

  it('is not taken in by so few rows that any columns would do', () => {
    const few = [a, b, c].map((column) => column.subarray(0, 4))
    expect(findCombination(few, noise.subarray(0, 4), 0.999)).toBeUndefined()
  })

  it('is not taken in by copies of a column, nor by what is nearly a sum', () => {
    expect([...findCombination([a, a, b], sum([1, 1, 0]), 0.999)!.columns].sort()).toEqual([0, 2])
    const blurred = sum([1, 1, 0]).map((value, i) => value + 0.1 * noise[i]!)
    expect(findCombination([a, b], blurred, 0.999)).toBeUndefined()
    expect(
      findCombination(
        [a, b],
        list(200, () => 7),
        0.999,
      ),
    ).toBeUndefined()
  })
})
