import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codedColumn, numericColumn } from '@/testing/frames.ts'
import { Associator, prepareColumn, RANKED_ROWS, sizeOf } from './associate.ts'
import { correlationRatio, cramersV } from './association.ts'
import { orderNumbers, rankAll, rankNumbers } from './rankNumbers.ts'

const codesOf = (table: readonly (readonly number[])[]) => {
  const [a, b]: [number[], number[]] = [[], []]
  for (const [i, row] of table.entries())
    for (const [j, count] of row.entries())
      for (let n = 0; n < count; n++) {
        a.push(i)
        b.push(j)
      }
  return [Int32Array.from(a), Int32Array.from(b)] as const
}
const vOf = (table: readonly (readonly number[])[]) => cramersV(...codesOf(table), [table.length, table[0]!.length])
const pairOf = (a: readonly (number | null)[], b: readonly (number | null)[]) =>
  new Associator(a.length).measure(prepareColumn(numericColumn('a', a)), prepareColumn(numericColumn('b', b)))!

describe('associations', () => {
  it('of numbers are those of pandas and SciPy, over the rows that have both', () => {
    // pandas 1.5.3: a.corr(b), a.corr(b, method="spearman"); scipy.stats.spearmanr(nan_policy="omit") agrees.
    const { strength, spearman, measure } = pairOf(
      [1.5, 2, null, 4, 5, 6.25, 7, 8, 9, 3],
      [2, 1, 3, null, 5.5, 5, 9, 7, 7, 100],
    )
    expect(measure).toBe('pearson')
    expect(strength.rows).toBe(8)
    expect(strength.value).toBeCloseTo(-0.25161351992665826, 14)
    expect(spearman!.value).toBeCloseTo(0.5149792926227014, 14)
  })
  it('of categories are Cramér’s V without bias', () => {
    // Bergsma (2013) with χ² of scipy.stats.chi2_contingency(correction=False), SciPy 1.10.1.
    expect(
      vOf([
        [10, 10, 20],
        [20, 20, 20],
      ]).value,
    ).toBeCloseTo(0.08748177652797064, 14)
    expect(
      vOf([
        [12, 3, 0],
        [2, 15, 4],
        [1, 2, 20],
      ]).value,
    ).toBeCloseTo(0.6892714556000977, 14)
    // deepchecks, tests/utils/drift_test.py: about .21.
    expect(
      vOf([
        [200, 800],
        [400, 600],
      ]).value,
    ).toBeCloseTo(0.21712296165010697, 14)
    expect(
      vOf([
        [50, 0],
        [0, 50],
      ]).value,
    ).toBeCloseTo(1, 12)
    expect(
      vOf([
        [5, 5],
        [5, 5],
      ]).value,
    ).toBe(0)
  })
  it('of a category and numbers are the correlation ratio', () => {
    // η² = F (k − 1) / (F (k − 1) + n − k) with F of scipy.stats.f_oneway, SciPy 1.10.1.
    const groups = [
      [45, 70, 29, 15, 21],
      [40, 20, 30, 42],
      [65, 95, 80, 70, 85, 73],
    ]
    const codes = Int32Array.from(groups.flatMap((group, code) => group.map(() => code)))
    const { value, rows } = correlationRatio(codes, Float64Array.from(groups.flat()), 3, 50)
    expect(rows).toBe(15)
    expect(value).toBeCloseTo(0.8386414621724165, 14)
  })
  it('are unknown where one does not vary, and absent for texts', () => {
    expect(pairOf([1, 2, 3], [5, 5, 5]).strength).toEqual({ value: null, rows: 3 })
    expect(pairOf([null, null], [1, 2]).spearman).toEqual({ value: null, rows: 0 })
    const text = prepareColumn(codedColumn('t', ['a', 'b'], 'text'))
    expect(new Associator(2).measure(text, text)).toBeUndefined()
  })
  it('leave infinite values out', () => {
    expect(pairOf([1, 2, 3, Number.POSITIVE_INFINITY], [2, 4, 6, 0])).toMatchObject({
      strength: { value: 1, rows: 3 },
      spearman: { value: 1, rows: 3 },
    })
  })
  it('rank a sample of very many rows with missing cells, and say so', () => {
    const rows = RANKED_ROWS + 5_000
    const values = Array.from({ length: rows }, (_, i) => (i % 7 === 0 ? null : (i * 7_919) % 10_007))
    const { strength, spearman } = pairOf(
      values,
      values.map((value) => (value === null ? null : -(value ** 3))),
    )
    expect(strength.rows).toBe(values.filter((value) => value !== null).length)
    expect(spearman!.rows).toBeLessThan(RANKED_ROWS)
    expect(spearman!.rows).toBeGreaterThan(RANKED_ROWS * 0.8)
    expect(spearman!.value).toBeCloseTo(-1, 12)
  })

  const cells = fc.array(
    fc.tuple(
      fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { freq: 5 }),
      fc.option(fc.integer({ min: -5, max: 5 })),
    ),
    { minLength: 2, maxLength: 40 },
  )
  it('are symmetric, within their range, and the same in any order of rows', () =>
    fc.assert(
      fc.property(cells, (rows) => {
        const of = (which: typeof rows) =>
          pairOf(
            which.map(([a]) => a),
            which.map(([, b]) => b),
          )
        const one = of(rows)
        const back = pairOf(
          rows.map(([, b]) => b),
          rows.map(([a]) => a),
        )
        const turned = of(rows.toReversed())
        expect(sizeOf(one)).toBeLessThanOrEqual(1)
        for (const other of [back, turned]) {
          expect(other.strength.rows).toBe(one.strength.rows)
          expect(other.spearman!.value ?? 0).toBeCloseTo(one.spearman!.value ?? 0, 10)
        }
      }),
    ))
})

describe('ranks', () => {
  const grids = fc.oneof(
    fc.array(fc.integer({ min: -2_000, max: 2_000 }), { minLength: 2, maxLength: 300 }),
    fc.array(
      fc.integer({ min: -99_999, max: 99_999 }).map((x) => x / 100),
      { minLength: 2, maxLength: 300 },
    ),
    fc.array(
      fc.integer({ min: -300, max: 300 }).map((x) => x * 86_400_000),
      { minLength: 2, maxLength: 300 },
    ),
    fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 2, maxLength: 300 }),
  )
  it('by counting are those of the order', () =>
    fc.assert(
      fc.property(grids, (cells) => {
        const values = Float64Array.from(cells)
        expect(rankAll(values)).toEqual(rankNumbers(values, orderNumbers(values)))
      }),
    ))

  it('are those of pandas, equals sharing the mean', () => {
    // pandas 1.5.3: Series.rank().
    const values = Float64Array.of(3.5, -1, 3.5, 0, Number.NaN, -1, -1, 1e9)
    expect(Array.from(rankNumbers(values, orderNumbers(values)))).toEqual([5.5, 2, 5.5, 4, Number.NaN, 2, 2, 7])
  })
  it('of any numbers stand in the order that a comparing sort gives', () =>
    fc.assert(
      fc.property(fc.float64Array({ maxLength: 200 }), (values) => {
        const expected = Array.from(values.keys()).sort((i, j) => {
          const [a, b] = [values[i]!, values[j]!]
          if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
          return a < b ? -1 : a > b ? 1 : 0
        })
        expect(Array.from(orderNumbers(values))).toEqual(expected)
      }),
    ))
  it('of single-precision numbers too', () =>
    fc.assert(
      fc.property(fc.float32Array({ maxLength: 200, noNaN: true }), (singles) => {
        const values = Float64Array.from(singles)
        const order = orderNumbers(values)
        expect(Float64Array.from(order, (i) => values[i]! + 0)).toEqual(values.map((x) => x + 0).sort())
      }),
    ))
})
