import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Vector } from '../dataset/column.ts'
import { dealFolds, FOLDS, powerOf, predictivePower } from './power.ts'
import { type Answers, type TreeLimits, toFeature } from './tree.ts'

const rows = Array.from({ length: 160 }, (_, i) => {
  const x = ((i * 37) % 101) + ((i * i) % 7) / 8
  const noise = (i * 29) % 23
  const three = x + noise < 45 ? 0 : x + 2 * noise > 105 ? 2 : 1
  return {
    x,
    two: Number(x + 2 * noise > 75),
    three,
    value: Math.round((x - 50) ** 2 / 10 + 5 * noise),
    kind: (three + ((i * i) % 4) + Number(i % 5 === 0)) % 6,
  }
})
const folds = Uint8Array.from(rows, (_, i) => i % FOLDS)
const rest = async () => {}
const numbers = (values: readonly number[]): Vector => ({ kind: 'numeric', values: Float64Array.from(values) })
const answers = (y: readonly number[], classes: number): Answers => ({ y: Float64Array.from(y), classes })
const x = numbers(rows.map((row) => row.x))
const power = (vector: Vector, of: Answers, dealt: Uint8Array = folds, limits?: TreeLimits) =>
  predictivePower(toFeature(vector), of, dealt, rest, limits)

describe('predictivePower', () => {
  // scikit-learn 1.2.1 on the same rows and folds: DecisionTreeClassifier(max_depth=6, min_samples_leaf=5), scored by
  // roc_auc_score (ovr, macro for three classes); DecisionTreeRegressor likewise, each leaf answering with the median of
  // its training rows (numpy), scored by 1 − MAE / MAE of the median of all.
  it('is what scikit-learn’s trees give', async () => {
    expect(
      await power(
        x,
        answers(
          rows.map((row) => row.two),
          2,
        ),
      ),
    ).toBeCloseTo(0.8772784412319294, 10)
    expect(
      await power(
        x,
        answers(
          rows.map((row) => row.three),
          3,
        ),
      ),
    ).toBeCloseTo(0.8130728333307335, 10)
    expect(
      await power(
        x,
        answers(
          rows.map((row) => row.value),
          0,
        ),
      ),
    ).toBeCloseTo(0.45272377109317685, 10)
  })

  it('tells neighbouring doubles apart, between which no cut lies', async () => {
    const upper = 1 + 2 * Number.EPSILON
    const beside = rows.map((_, i) => (i % 3 === 0 ? upper : 1 + Number.EPSILON))
    const isUpper = beside.map((value) => Number(value === upper))
    expect(await power(numbers(beside), answers(isUpper, 2))).toBe(1)
  })

  // DecisionTreeClassifier() without limits on one-hot columns of the same rows and folds.
  it('gives each category a leaf, as a deep tree over one-hot columns', async () => {
    const kind: Vector = {
      kind: 'coded',
      codes: Int32Array.from(rows, (row) => row.kind),
      dictionary: ['a', 'b', 'c', 'd', 'e', 'f'],
    }
    expect(
      await power(
        kind,
        answers(
          rows.map((row) => row.three),
          3,
        ),
        folds,
        { depth: 1, leafRows: 1 },
      ),
    ).toBeCloseTo(0.46404943359485107, 10)
  })

  it('hears what a missing cell tells', async () => {
    const holed = numbers(rows.map(({ two }, i) => (two === 1 ? Number.NaN : i % 3)))
    expect(
      await power(
        holed,
        answers(
          rows.map((row) => row.two),
          2,
        ),
      ),
    ).toBe(1)
  })

  it('is none for a column of one value, and for one whose values are each met once', async () => {
    const two = answers(
      rows.map((row) => row.two),
      2,
    )
    expect(await power(numbers(rows.map(() => 3)), two)).toBeLessThan(0.05)
    const label: Vector = {
      kind: 'coded',
      codes: Int32Array.from(rows, (_, i) => i),
      dictionary: rows.map((_, i) => `row ${i}`),
    }
    expect(await power(label, two)).toBeLessThan(0.05)
  })

  it('does not hang on the order of rows that are dealt alike, nor on the units of a number', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.nat(1)), { minLength: 40, maxLength: 120 }),
        async (pairs) => {
          const dealt = dealFolds(pairs.length, 1)
          const of = (list: typeof pairs, fold: Uint8Array, change = (v: number) => v) =>
            power(
              numbers(list.map(([v]) => change(v))),
              answers(
                list.map(([, c]) => c),
                2,
              ),
              fold,
            )
          const plain = await of(pairs, dealt)
          expect(plain).toBeGreaterThanOrEqual(0)
          expect(plain).toBeLessThanOrEqual(1)
          expect(await of(pairs, dealt, (v) => 8 * v + 16)).toBe(plain)
          expect(await of(pairs.toReversed(), dealt.toReversed())).toBeCloseTo(plain, 12)
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('powerOf', () => {
  it('is 1 for perfect answers and 0 for none', () => {
    expect(powerOf(Float64Array.of(0.1, 0.2, 0.8, 0.9), answers([0, 0, 1, 1], 2))).toBe(1)
    expect(powerOf(Float64Array.of(0.9, 0.8, 0.2, 0.1), answers([0, 0, 1, 1], 2))).toBe(0)
    expect(powerOf(Float64Array.of(1, 2, 30), answers([1, 2, 30], 0))).toBe(1)
    expect(powerOf(Float64Array.of(2, 2, 2), answers([1, 2, 30], 0))).toBe(0)
    expect(powerOf(Float64Array.of(5, 5), answers([5, 5], 0))).toBe(0)
  })
})

describe('dealFolds', () => {
  it('deals equal folds, the same for a seed', () => {
    const dealt = dealFolds(103, 7)
    const counts = [0, 1, 2, 3].map((fold) => dealt.filter((each) => each === fold).length)
    expect(counts).toEqual([26, 26, 26, 25])
    expect(dealFolds(103, 7)).toEqual(dealt)
    expect(dealFolds(103, 8)).not.toEqual(dealt)
  })
})
