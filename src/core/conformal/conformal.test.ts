import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalFrom, seededRandom } from '../random.ts'
import { ROWS_AT_ONCE, runAtOnce, type Work } from '../work.ts'
import { conformalQuantile, fitConformal, intervalsOf, leastRows, SET_KINDS, setsOf } from './conformal.ts'
import { measureCoverage } from './coverage.ts'

const fit = (...input: Parameters<typeof fitConformal>) => runAtOnce(fitConformal(...input))
const makeSets = (...input: Parameters<typeof setsOf>) => runAtOnce(setsOf(...input))
const measure = (...input: Parameters<typeof measureCoverage>) => runAtOnce(measureCoverage(...input))

describe('the quantile', () => {
  it('is the ⌈level (n + 1)⌉-th smallest', () => {
    const nine = Float64Array.from([5, 3, 9, 1, 7, 2, 8, 4, 6])
    expect(conformalQuantile(nine, 0.9)).toBe(9)
    expect(conformalQuantile(nine, 0.8)).toBe(8)
    expect(conformalQuantile(nine, 0.5)).toBe(5)
    expect([...nine]).toEqual([5, 3, 9, 1, 7, 2, 8, 4, 6])
  })

  it('is infinite where that is more than n', () => {
    for (const [level, rows] of [
      [0.8, 4],
      [0.9, 9],
      [0.95, 19],
      [0.99, 99],
    ] as const) {
      expect(leastRows(level)).toBe(rows)
      expect(conformalQuantile(new Float64Array(rows), level)).toBe(0)
      expect(conformalQuantile(new Float64Array(rows - 1), level)).toBe(Number.POSITIVE_INFINITY)
    }
  })
})

describe('intervals', () => {
  it('reach as far on both sides as the truth was off', () => {
    const actual = [0, 1, 2, 3, 4, 5, 6, 7, 8]
    const conformal = fit('regression', { level: 0.8 }, { scores: new Float32Array(9), width: 1, actual })
    expect(conformal).toEqual({ kind: 'residual', level: 0.8, bound: 7, rows: 9 })
    expect(intervalsOf(conformal, Float32Array.of(10))).toEqual({ low: Float32Array.of(3), high: Float32Array.of(17) })
  })

  it('have no ends where the rows were too few', () => {
    const conformal = fit(
      'regression',
      { level: 0.9 },
      { scores: new Float32Array(5), width: 1, actual: [1, 2, 3, 4, 5] },
    )
    expect(conformal.bound).toBeNull()
    expect(intervalsOf(conformal, Float32Array.of(10)).high[0]).toBe(Number.POSITIVE_INFINITY)
  })

  it.each([0, 1, -0.1, 9, Number.NaN])('are refused at a level of %d', (level) => {
    expect(() => fit('regression', { level }, { scores: Float32Array.of(1), width: 1, actual: [1] })).toThrow(
      /between 0 and 1/,
    )
  })
})

describe('sets', () => {
  const scores = Float32Array.of(0.5, 0.375, 0.125, 0.875, 0.0625, 0.0625)

  it('of LAC hold every class of probability 1 − bound or more', () => {
    expect([...makeSets({ kind: 'lac', level: 0.9, bound: 0.625, rows: 9 }, scores, 3)]).toEqual([1, 1, 0, 1, 0, 0])
  })

  it('of APS hold the likeliest classes up to the bound', () => {
    expect([...makeSets({ kind: 'aps', level: 0.9, bound: 0.9375, rows: 9 }, scores, 3)]).toEqual([1, 1, 0, 1, 1, 0])
  })

  it('are never empty, and whole where no bound holds', () => {
    expect([...makeSets({ kind: 'lac', level: 0.5, bound: 0.01, rows: 9 }, scores, 3)]).toEqual([1, 0, 0, 1, 0, 0])
    expect([...makeSets({ kind: 'aps', level: 0.9, bound: null, rows: 2 }, scores, 3)]).toEqual([1, 1, 1, 1, 1, 1])
  })

  it('grow with the bound', () => {
    const probabilities = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 4 }).map((weights) => {
      const total = weights.reduce((a, b) => a + b, 0)
      return Float32Array.from(weights, (weight) => (total > 0 ? weight / total : 0.25))
    })
    fc.assert(
      fc.property(probabilities, fc.constantFrom('lac', 'aps'), fc.nat(100), fc.nat(100), (row, kind, a, b) => {
        const of = (bound: number) => makeSets({ kind, level: 0.9, bound, rows: 9 }, row, 4)
        const [small, large] = [of(Math.min(a, b) / 100), of(Math.max(a, b) / 100)]
        for (const [j, isIn] of small.entries()) expect(isIn).toBeLessThanOrEqual(large[j]!)
      }),
    )
  })
})

/** What a set is by its definition, class by class: quadratic, and of a sum in any order. */
function isInSet(kind: 'lac' | 'aps', row: Float32Array, j: number, bound: number): boolean {
  const likelier = row.filter((p, k) => p > row[j]! || (p === row[j]! && k <= j))
  return (
    j === row.indexOf(Math.max(...row)) || (kind === 'lac' ? 1 - row[j]! : likelier.reduce((a, b) => a + b, 0)) <= bound
  )
}

describe('sets of many classes', () => {
  it('are those of the definition', () => {
    // Of 64ths, so that every sum is exact; many are alike.
    const rows = fc
      .array(fc.array(fc.nat(7), { minLength: 63, maxLength: 63 }), { minLength: 1, maxLength: 5 })
      .map((all) => Float32Array.from(all.flatMap((cuts) => countsOf(cuts).map((count) => count / 64))))
    fc.assert(
      fc.property(rows, fc.constantFrom(...SET_KINDS), fc.nat(64), (scores, kind, sixtyFourths) => {
        const bound = sixtyFourths / 64
        const sets = makeSets({ kind, level: 0.9, bound, rows: 9 }, scores, 8)
        for (let from = 0; from < scores.length; from += 8) {
          const row = scores.subarray(from, from + 8)
          for (let j = 0; j < 8; j++) expect(sets[from + j]).toBe(Number(isInSet(kind, row, j, bound)))
        }
      }),
    )
  })

  it.each(SET_KINDS)('by %s rest between slices of numbers, fitted, made and measured', (kind) => {
    const [rows, width] = [4_000, 50]
    const scores = new Float32Array(rows * width).fill(1 / width)
    const actual = Uint8Array.from({ length: rows }, (_, row) => row % width)
    const restsOf = (work: Work<unknown>) => {
      let rests = 0
      while (!work.next().done) rests++
      return rests
    }
    const least = Math.floor((rows * width) / ROWS_AT_ONCE)
    const conformal = { kind, level: 0.9, bound: 0.9, rows }
    expect(restsOf(fitConformal('multiclass', { level: 0.9, sets: kind }, { scores, width, actual }))).toBeGreaterThan(
      least,
    )
    expect(restsOf(setsOf(conformal, scores, width))).toBeGreaterThan(least)
    expect(restsOf(measureCoverage({ conformal, scores, width, actual }))).toBeGreaterThan(3 * least)
  })
})

/** How often each of eight was drawn, one more of the first: 64 together. */
function countsOf(cuts: readonly number[]): number[] {
  const counts = [1, 0, 0, 0, 0, 0, 0, 0]
  for (const cut of cuts) counts[cut] = counts[cut]! + 1
  return counts
}

const DRAWS = 400
const FITTED = 99
const TESTED = 200
const LEVEL = 0.7

/**
 * A model of six classes, none likelier than 3 in 10, that says their true probabilities: far from where the likeliest class
 * is in a set for being so, and from where the set is whole.
 */
function drawClasses(random: () => number, rows: number) {
  const scores = new Float32Array(6 * rows)
  const actual = Array.from({ length: rows }, (_, row) => {
    const weights = Array.from({ length: 6 }, () => 0.5 + random())
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    let u = total * random()
    scores.set(
      weights.map((weight) => weight / total),
      6 * row,
    )
    let label = 0
    for (; label < 5 && u >= weights[label]!; label++) u -= weights[label]!
    return label
  })
  return { scores, width: 6, actual }
}

function drawNumbers(random: () => number, rows: number) {
  const normal = normalFrom(random)
  const scores = Float32Array.from({ length: rows }, () => 10 * random())
  return { scores, width: 1, actual: Array.from(scores, (value) => value + normal()) }
}

/**
 * Of rows drawn alike, how many of m are inside after fitting on n is beta-binomial with a = k, b = n + 1 − k, where
 * k = ⌈level (n + 1)⌉ (Vovk 2012; Angelopoulos and Bates 2023, appendix C): mean m a / (a + b), and this variance.
 */
describe('coverage in simulation', () => {
  const [a, b] = [70, 30]
  const mean = (TESTED * a) / (a + b)
  const variance = (TESTED * a * b * (a + b + TESTED)) / ((a + b) ** 2 * (a + b + 1))

  it.each([
    ['intervals', 'regression', undefined, drawNumbers],
    ['LAC', 'multiclass', 'lac', drawClasses],
    ['APS', 'multiclass', 'aps', drawClasses],
  ] as const)('of %s is beta-binomial', (_, task, sets, draw) => {
    const covered = Array.from({ length: DRAWS }, (_, i) => {
      const random = seededRandom('conformal', task, i)
      const conformal = fit(task, { level: LEVEL, sets }, draw(random, FITTED))
      return measure({ conformal, ...draw(random, TESTED) })!.all.covered
    })
    const found = covered.reduce((sum, each) => sum + each, 0) / DRAWS
    const spread = covered.reduce((sum, each) => sum + (each - found) ** 2, 0) / (DRAWS - 1)
    // Four standard errors of the mean; the variance of 400 draws is within a third of its own but once in thousands.
    expect(Math.abs(found - mean)).toBeLessThan(4 * Math.sqrt(variance / DRAWS))
    expect(spread / variance).toBeGreaterThan(2 / 3)
    expect(spread / variance).toBeLessThan(4 / 3)
  })
})

describe('coverage on held-out rows', () => {
  it('is counted over all, by class and by fifths of the prediction', () => {
    // Class 0 is always inside; class 1 never is where the model is sure of 0.
    const scores = Float32Array.from([0.9, 0.1, 0.9, 0.1, 0.6, 0.4, 0.6, 0.4])
    const conformal = { kind: 'lac', level: 0.9, bound: 0.6, rows: 50 } as const
    const report = measure({ conformal, scores, width: 2, actual: [0, 1, 0, 1] })!
    expect(report.all).toMatchObject({ rows: 4, covered: 3, size: 1.5 })
    expect(report.all.interval.low).toBeCloseTo(0.3006, 4)
    const slices = report.slices.map(({ slice, coverage }) => [slice, coverage.covered, coverage.rows, coverage.size])
    expect(slices).toEqual([
      [{ by: 'class', index: 0 }, 2, 2, 1.5],
      [{ by: 'class', index: 1 }, 1, 2, 1.5],
      [{ by: 'prediction', from: Math.fround(0.6), to: Math.fround(0.6) }, 2, 2, 2],
      [{ by: 'prediction', from: Math.fround(0.9), to: Math.fround(0.9) }, 1, 2, 1],
    ])
  })

  it('of numbers has the width of the interval, and is nothing for no rows', () => {
    const conformal = { kind: 'residual', level: 0.8, bound: 1.5, rows: 9 } as const
    const report = measure({ conformal, scores: Float32Array.of(1, 2, 3), width: 1, actual: [1, 4, 3] })!
    expect(report.all).toMatchObject({ rows: 3, covered: 2, size: 3 })
    expect(measure({ conformal, scores: new Float32Array(), width: 1, actual: [] })).toBeUndefined()
  })
})
