import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sayNumbers, sayProbabilities } from '@/testing/predictions.ts'
import asah from '../metrics/fixtures/aSAH.json'
import { type MetricName, metricsFor } from '../metrics/metric.ts'
import { normalFrom, seededRandom } from '../random.ts'
import { runAtOnce } from '../work.ts'
import { adjustBenjaminiHochberg, adjustHolm, adjustPresent } from './adjust.ts'
import { type CompareInput, compareModels } from './compareModels.ts'
import type { Comparison } from './comparison.ts'
import { describeComparison, furthestOf, judgeComparison, judgeTogether, writeInterval } from './comparison.ts'
import { countOutcomes, exactP, mcNemarP, mcNemarStatistic, pairedRateInterval } from './mcNemar.ts'

function compare(input: CompareInput): Comparison | undefined {
  return runAtOnce(compareModels({ resamples: 300, ...input }))
}

function binary(
  actual: readonly number[],
  a: readonly number[],
  b: readonly number[],
  metric: MetricName,
): CompareInput {
  return {
    task: 'binary',
    classes: ['no', 'yes'],
    actual: Float64Array.from(actual),
    a: { predictions: sayProbabilities(a), threshold: 0.5 },
    b: { predictions: sayProbabilities(b), threshold: 0.5 },
    metric,
    seed: 1,
  }
}

describe('McNemar', () => {
  // Agresti 1990, approval of the prime minister: [[101, 121], [59, 33]], as in the documentation of statsmodels and mlxtend.
  const outcomes = { both: 101, onlyA: 121, onlyB: 59, neither: 33 }

  it('is as published', () => {
    expect(mcNemarStatistic(outcomes)).toBeCloseTo(20.672222, 6)
    const { p, isExact } = mcNemarP(outcomes)
    expect(isExact).toBe(false)
    expect(p).toBeCloseTo(5.4500948e-6, 12)
    expect(exactP(59, 180)).toBeCloseTo(4.4344493e-6, 12)
  })

  // scipy 1.10.1: min(1, 2 * scipy.stats.binom.cdf(k, n, .5))
  it('is exact for few rows', () => {
    expect(mcNemarP({ ...outcomes, onlyA: 7, onlyB: 17 })).toEqual({
      p: expect.closeTo(0.06391465663909912, 14),
      isExact: true,
    })
    expect(exactP(3, 10)).toBeCloseTo(0.34375, 14)
    expect(exactP(0, 1)).toBe(1)
    expect(mcNemarP({ ...outcomes, onlyA: 0, onlyB: 0 })).toEqual({ p: 1, isExact: true })
    expect(mcNemarP({ ...outcomes, onlyA: 13, onlyB: 12 }).isExact).toBe(false)
  })

  it('has the interval of Newcombe 1998, method 10', () => {
    // Its example of 36, 12, 2 and 0 pairs.
    const { low, high } = pairedRateInterval({ both: 36, onlyB: 12, onlyA: 2, neither: 0 })!
    expect([low, high].map((end) => end.toFixed(4))).toEqual(['0.0569', '0.3404'])
    expect(pairedRateInterval({ both: 0, onlyA: 0, onlyB: 0, neither: 0 })).toBeUndefined()
  })

  it('counts who is right', () => {
    expect(countOutcomes([0, 1, 1, 0], [0, 1, 0, 1], [0, 0, 1, 1])).toEqual({ both: 1, onlyA: 1, onlyB: 1, neither: 1 })
  })

  it('is what accuracies are compared by', () => {
    const found = compare(binary([1, 1, 1, 0], [0.9, 0.1, 0.1, 0.2], [0.8, 0.7, 0.9, 0.3], 'accuracy'))!
    expect(found).toMatchObject({ difference: 0.5, p: 0.5, test: 'McNemar, exact' })
  })
})

describe('DeLong', () => {
  it('finds what roc.test of pROC finds of its patients', () => {
    const found = compare({
      ...binary(asah.poor, asah.s100b, asah.wfns, 'auc'),
      a: { predictions: sayProbabilities(asah.s100b), threshold: 0.5 },
    })!
    const { reference } = asah
    expect(found.test).toBe('DeLong')
    expect(found.difference).toBeCloseTo(reference.aucWfns - reference.aucS100b, 12)
    expect(found.p).toBeCloseTo(reference.p, 12)
    const error = Math.sqrt(reference.varianceS100b + reference.varianceWfns - 2 * reference.covariance)
    expect(found.high - found.low).toBeCloseTo(2 * 1.959963984540054 * error, 10)
  })

  it('says nothing where rows do not vary although AUCs differ', () => {
    expect(compare(binary([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4], [0.5, 0.5, 0.5, 0.5], 'auc'))).toBeUndefined()
    expect(compare(binary([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4], [0.1, 0.2, 0.3, 0.4], 'auc'))).toMatchObject({
      difference: 0,
      p: 1,
    })
    expect(compare(binary([0, 0], [0.1, 0.2], [0.3, 0.4], 'auc'))).toBeUndefined()
  })
})

describe('compareModels', () => {
  const many = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 25, maxLength: 25 })
  const share = fc.integer({ min: 0, max: 64 }).map((n) => n / 64)

  it.each(metricsFor('binary'))(
    '%s turns round when models change places, and models alike do not differ',
    (metric) => {
      fc.assert(
        fc.property(many(fc.constantFrom(0, 1)), many(share), many(share), (actual, a, b) => {
          const forth = compare(binary(actual, a, b, metric))
          const back = compare(binary(actual, b, a, metric))
          if (!forth || !back) {
            expect(forth).toBe(back)
            return
          }
          expect(back.difference).toBeCloseTo(-forth.difference, 12)
          expect(back.low).toBeCloseTo(-forth.high, 12)
          expect(back.high).toBeCloseTo(-forth.low, 12)
          expect(back.p).toBeCloseTo(forth.p, 12)
          expect(forth.low).toBeLessThanOrEqual(forth.difference)
          expect(forth.high).toBeGreaterThanOrEqual(forth.difference)
          const same = compare(binary(actual, a, a, metric))
          if (same) expect(judgeComparison(same).verdict).toBe('no evidence')
          if (same) expect(same).toMatchObject({ difference: 0, p: 1 })
        }),
        { numRuns: 15 },
      )
    },
  )

  it.each(metricsFor('regression'))('%s of a plainly better regression is better', (metric) => {
    const normal = normalFrom(seededRandom('better', 1))
    const actual = Float64Array.from({ length: 120 }, () => 50 + 10 * normal())
    const off = (by: number) => ({
      predictions: sayNumbers(actual.map((value) => value + by * normal())),
      threshold: 0,
    })
    const input = { task: 'regression', classes: [], actual, a: off(6), b: off(2), metric, seed: 1 } as const
    const found = compare(input)!
    expect(found.test).toBe('paired bootstrap')
    expect(judgeComparison(found).verdict).toBe('better')
    expect(judgeComparison(compare({ ...input, a: input.b, b: input.a })!).verdict).toBe('worse')
    const grouped = compare({ ...input, groups: Int32Array.from(actual, (_, row) => row % 30) })!
    expect(grouped.test).toBe('paired cluster bootstrap')
    expect(judgeComparison(grouped).verdict).toBe('better')
  })

  it('holds pinball losses of one quantile against each other, and none of two', () => {
    const normal = normalFrom(seededRandom('quantiles'))
    const actual = Float64Array.from({ length: 200 }, normal)
    const say = (value: number, quantile?: number) => ({
      predictions: sayNumbers(actual.map(() => value)),
      threshold: 0,
      quantile,
    })
    const about = { task: 'regression', classes: [], actual, metric: 'pinball', seed: 1 } as const
    // The .9 quantile of normal numbers against their median.
    const [upper, middle] = [say(1.2815515655446004, 0.9), say(0)]
    const found = compare({ ...about, a: middle, b: upper })!
    expect(judgeComparison(found).verdict).toBe('better')
    expect(judgeComparison(compare({ ...about, a: upper, b: middle })!).verdict).toBe('worse')
    const lower = { ...upper, quantile: 0.5 }
    expect(compare({ ...about, a: upper, b: lower })).toBeUndefined()
    expect(judgeComparison(compare({ ...about, a: middle, b: lower })!).verdict).toBe('worse')
    expect(compare({ ...about, metric: 'mae', a: upper, b: lower })).toBeDefined()
  })

  it('draws the same matrices by cells and by rows, but for chance', () => {
    const random = seededRandom('cells')
    const actual = Array.from({ length: 200 }, () => (random() < 0.4 ? 1 : 0))
    const say = (skill: number) => actual.map((is) => skill * is + (1 - skill) * random())
    const input = { ...binary(actual, say(0.2), say(0.35), 'mcc'), resamples: 3_000 }
    const [byCells, byRows] = [
      compare(input)!,
      compare({ ...input, groups: Int32Array.from(actual, (_, row) => row) })!,
    ]
    expect(byRows.difference).toBe(byCells.difference)
    const width = byCells.high - byCells.low
    expect(Math.abs(byRows.low - byCells.low)).toBeLessThan(0.08 * width)
    expect(Math.abs(byRows.high - byCells.high)).toBeLessThan(0.08 * width)
  })

  it('refuses a metric of another task', () => {
    expect(() => compare(binary([0, 1], [0, 1], [0, 1], 'rmse'))).toThrow('no metric of this task')
  })
})

describe('verdicts', () => {
  const found: Comparison = { metric: 'auc', difference: 0.012, low: 0.004, high: 0.02, p: 0.003, test: 'DeLong' }
  const names = { a: 'Run A', b: 'Run B' }

  it('are sentences', () => {
    expect(describeComparison(judgeComparison(found), names)).toBe(
      'Run B is better than Run A: AUC higher by .012 (95% interval .004 to .020), DeLong, p = .003.',
    )
    const rmse: Comparison = {
      metric: 'rmse',
      difference: -3.5,
      low: -5,
      high: -2,
      p: 0.0001,
      test: 'paired bootstrap',
    }
    expect(describeComparison(judgeComparison(rmse), names)).toBe(
      'Run B is better than Run A: RMSE lower by 3.5 (95% interval 2 to 5), paired bootstrap, p < .001.',
    )
    const none = { ...found, difference: -0.0002, low: -0.0012, high: 0.0008, p: 0.7 }
    expect(describeComparison(judgeComparison(none), names)).toBe(
      'No evidence that Run B is better or worse than Run A: AUC differs by −.0002 (95% interval −.0012 to .0008), DeLong, p = .700.',
    )
    expect(describeComparison(judgeComparison({ ...none, difference: 0, low: 0, high: 0, p: 1 }), names)).toContain(
      'AUC differs by .000 (95% interval .000 to .000), DeLong, p = 1.000.',
    )
  })

  it('say that p was adjusted, by whichever way was chosen', () => {
    const second = { ...found, p: 0.04 }
    const [holm, none, other] = judgeTogether([found, undefined, second])
    expect(none).toBeUndefined()
    expect([holm, other]).toMatchObject([
      { p: 0.006, rawP: 0.003, family: 2 },
      { p: 0.04, verdict: 'better' },
    ])
    expect(describeComparison(holm!, names)).toContain('DeLong, adjusted p = .006.')
    const third = { ...found, p: 0.045 }
    const verdicts = (adjustment?: 'benjaminiHochberg') =>
      judgeTogether([found, second, third], adjustment).map((each) => each?.verdict)
    // Holm: .04 · 2 = .08. Benjamini and Hochberg: .045 · 3 / 3, and no p before it is more.
    expect(verdicts()).toEqual(['better', 'no evidence', 'no evidence'])
    expect(verdicts('benjaminiHochberg')).toEqual(['better', 'better', 'better'])
  })

  it('say what an interval without ends is worth', () => {
    const [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    const verdict = judgeComparison({ ...found, low, high, p: 0.4, test: 'anytime-valid t' })
    expect(describeComparison(verdict, names)).toBe(
      'Too little to tell Run B from Run A: AUC differs by .012 so far, which chance alone could bring.',
    )
    expect(writeInterval(verdict)).toBe('no bounds yet')
    expect(furthestOf([verdict, { difference: 0, low: -0.05, high: 0.01 }])).toBe(0.05)
  })

  it('need the test and the interval, with p adjusted where there are several', () => {
    expect(judgeComparison({ ...found, low: -0.001 }).verdict).toBe('no evidence')
    expect(judgeComparison(found, { p: 0.06 })).toMatchObject({ verdict: 'no evidence', p: 0.06 })
    expect(judgeComparison({ ...found, metric: 'logLoss' }).verdict).toBe('worse')
  })
})

describe('several tests', () => {
  // Benjamini and Hochberg 1995, section 4.1: fifteen p-values, of which theirs rejects four at .05, and Bonferroni's three.
  const ps = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ]

  it('are adjusted as published', () => {
    expect(adjustBenjaminiHochberg(ps).filter((p) => p < 0.05)).toHaveLength(4)
    expect(adjustBenjaminiHochberg(ps)[3]).toBeCloseTo((0.0095 * 15) / 4, 12)
    const holm = adjustHolm(ps)
    expect(holm.filter((p) => p < 0.05)).toHaveLength(3)
    expect(holm[2]).toBeCloseTo(0.0019 * 13, 12)
  })

  it('are adjusted for those that there are', () => {
    const [first, none, second] = adjustPresent([0.01, undefined, 0.04])
    expect([first, none, second]).toEqual([0.02, undefined, 0.04])
    expect(adjustPresent([undefined])).toEqual([undefined])
  })

  it('keep their order, and are never below p nor above 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (ps) => {
        const [holm, hochberg] = [adjustHolm(ps), adjustBenjaminiHochberg(ps)]
        for (const [i, p] of ps.entries()) {
          expect(holm[i]).toBeGreaterThanOrEqual(p)
          expect(hochberg[i]).toBeGreaterThanOrEqual(p * (1 - 1e-12))
          expect(holm[i]! * (1 + 1e-12)).toBeGreaterThanOrEqual(hochberg[i]!)
          expect(holm[i]).toBeLessThanOrEqual(1)
          for (const [j, q] of ps.entries()) if (p < q) expect(holm[i]).toBeLessThanOrEqual(holm[j]!)
        }
        expect(adjustHolm([...ps].reverse()).reverse()).toEqual(holm)
      }),
    )
  })
})
