import { describe, expect, it } from 'vitest'
import { compareFolds } from './folds.ts'
import { studentTCdf, studentTQuantile } from './studentT.ts'

/**
 * AUCs in 25ths of the two best models of scikit-learn's example "Statistical comparison of models using grid search"
 * (plot_grid_search_stats.py), run with 1.2.1: support vectors with a linear and an RBF kernel, 10 times 10 folds of 100 rows.
 */
const LINEAR =
  '24 21 19 23 25 24 24 25 23 25 23 24 24 22 20 24 25 25 20 25 21 24 21 25 25 24 21 22 25 25 21 23 21 25 24 25 25 23 22 25 24 23 25 23 25 19 25 23 25 25 25 20 24 24 25 17 24 23 25 25 23 23 25 20 21 22 24 23 24 25 24 22 20 21 25 24 25 23 23 23 24 25 23 25 17 25 25 25 25 19 24 23 25 19 23 25 23 23 25 21'
const RBF =
  '23 18 19 23 25 25 25 25 24 25 24 25 25 23 21 23 25 25 20 25 20 23 22 23 25 25 22 23 25 25 20 24 21 25 25 25 25 24 23 25 25 23 25 23 25 19 25 25 25 25 25 21 25 25 25 18 23 25 25 25 23 23 25 25 20 22 25 23 24 25 24 23 21 23 25 25 25 22 23 23 25 23 24 25 18 25 25 25 25 19 24 22 25 18 23 25 24 25 25 21'

const scores = (text: string) => text.split(' ').map((count) => Number(count) / 25)

describe('compareFolds', () => {
  it('is as in the example of scikit-learn', () => {
    const [a, b] = [scores(LINEAR), scores(RBF)]
    const found = compareFolds({ metric: 'auc', a, b, testsPerTrained: 10 / 90 })!
    // Printed there: corrected t-value .750, p-value .227 (one-sided).
    expect(found.p / 2).toBeCloseTo(0.22742297101336645, 12)
    const half = found.high - found.difference
    expect((found.difference / half) * studentTQuantile(0.975, 99)).toBeCloseTo(0.7503126954482318, 10)
    expect(found.test).toBe('corrected resampled t')
    // Uncorrected t-value 2.611, p-value .005: what the correction is for.
    const plain = compareFolds({ metric: 'auc', a, b, testsPerTrained: 1e-300 })!
    expect(plain.p / 2).toBeCloseTo(0.0052130131503932385, 12)
  })

  it('turns round with the models', () => {
    const [a, b] = [scores(LINEAR), scores(RBF)]
    const forth = compareFolds({ metric: 'auc', a, b, testsPerTrained: 1 / 9 })!
    const back = compareFolds({ metric: 'auc', a: b, b: a, testsPerTrained: 1 / 9 })!
    expect(back.difference).toBeCloseTo(-forth.difference, 14)
    expect(back.low).toBeCloseTo(-forth.high, 14)
    expect(back.p).toBeCloseTo(forth.p, 14)
  })

  it('says nothing of one fold, of folds that do not vary, or of what is no number', () => {
    const testsPerTrained = 0.25
    expect(compareFolds({ metric: 'rmse', a: [1], b: [2], testsPerTrained })).toBeUndefined()
    expect(compareFolds({ metric: 'rmse', a: [1, 2], b: [2, 3], testsPerTrained })).toBeUndefined()
    expect(compareFolds({ metric: 'rmse', a: [1, Number.NaN], b: [2, 3], testsPerTrained })).toBeUndefined()
    expect(compareFolds({ metric: 'rmse', a: [1, 2], b: [1, 2], testsPerTrained })).toMatchObject({
      p: 1,
      low: 0,
      high: 0,
    })
    expect(() => compareFolds({ metric: 'rmse', a: [1, 2], b: [1], testsPerTrained })).toThrow('cannot be compared')
    expect(() => compareFolds({ metric: 'rmse', a: [1], b: [1], testsPerTrained: 0 })).toThrow('at least one row')
  })
})

// scipy 1.10.1: scipy.stats.t.cdf(t, df), and quantiles √(df (1 − x) / x) with x = scipy.special.betaincinv(df / 2, .5, 2 (1 − p));
// its scipy.stats.t.ppf is right to nine digits only.
describe("Student's t", () => {
  it.each([
    [0.5, 1, 0.6475836176504333],
    [2.776, 4, 0.9749886108400118],
    [-1.3, 5, 0.12515031708533858],
    [3, 2, 0.9522670168666454],
    [0.7503, 99, 0.7725732241917389],
    [-6, 30, 6.971384383602359e-7],
    [0, 7, 0.5],
    [40, 3, 0.9999828096596054],
  ])('below %f with %i degrees of freedom', (t, df, expected) => {
    expect(studentTCdf(t, df)).toBeCloseTo(expected, 13)
  })

  it.each([
    [0.975, 1, 12.706204736174696],
    [0.975, 2, 4.302652729749462],
    [0.975, 4, 2.7764451051977934],
    [0.975, 9, 2.262157162798205],
    [0.975, 99, 1.984216951586415],
    [0.9, 30, 1.3104150253913955],
    [0.5, 6, 0],
  ])('quantile at %f with %i', (p, df, expected) => {
    expect(studentTQuantile(p, df)).toBeCloseTo(expected, 10)
  })
})
