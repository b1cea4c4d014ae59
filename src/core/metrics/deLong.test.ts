import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalCdf } from '../normal.ts'
import { aucComponents, aucCovariance, aucInterval } from './deLong.ts'
import asah from './fixtures/aSAH.json'
import { auc } from './ranking.ts'

describe('DeLong', () => {
  it('gives what pROC gives of its patients', () => {
    const s100b = aucComponents(asah.poor, asah.s100b)!
    const wfns = aucComponents(asah.poor, asah.wfns)!
    const { reference } = asah
    expect(s100b.auc).toBeCloseTo(reference.aucS100b, 14)
    expect(wfns.auc).toBeCloseTo(reference.aucWfns, 14)
    // As it prints them.
    expect(wfns.auc.toFixed(15)).toBe('0.823678861788618')
    expect(s100b.auc.toFixed(15)).toBe('0.731368563685637')
    const variances = [aucCovariance(s100b, s100b)!, aucCovariance(wfns, wfns)!] as const
    expect(variances[0]).toBeCloseTo(reference.varianceS100b, 14)
    expect(variances[1]).toBeCloseTo(reference.varianceWfns, 14)
    const covariance = aucCovariance(s100b, wfns)!
    expect(covariance).toBeCloseTo(reference.covariance, 14)
    const z = (wfns.auc - s100b.auc) / Math.sqrt(variances[0] + variances[1] - 2 * covariance)
    expect(z).toBeCloseTo(reference.z, 11)
    expect(z).toBeCloseTo(2.20898359144091, 11)
    expect(2 * normalCdf(-z)).toBeCloseTo(reference.p, 12)
    expect(2 * normalCdf(-z)).toBeCloseTo(0.0271757822291882, 12)
    // ci.auc(aSAH$outcome, aSAH$s100b) in the documentation of pROC: 95% CI: 0.6301-0.8326 (DeLong)
    const { low, high, method } = aucInterval(s100b)!
    expect([low.toFixed(4), high.toFixed(4), method]).toEqual(['0.6301', '0.8326', 'DeLong'])
  })

  const rows = fc.array(fc.record({ positive: fc.constantFrom(0, 1), score: fc.integer({ min: -9, max: 9 }) }), {
    minLength: 2,
    maxLength: 60,
  })

  it('has the AUC as mean of either side, and the estimate within its interval', () => {
    fc.assert(
      fc.property(rows, (rows) => {
        const positive = rows.map((row) => row.positive)
        const scores = rows.map((row) => row.score)
        const components = aucComponents(positive, scores)
        const expected = auc(positive, scores)
        if (expected === undefined) {
          expect(components).toBeUndefined()
          return
        }
        const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
        expect(components!.auc).toBeCloseTo(expected, 12)
        expect(mean(components!.ofPositives)).toBeCloseTo(expected, 12)
        expect(mean(components!.ofNegatives)).toBeCloseTo(expected, 12)
        const interval = aucInterval(components!)
        if (!interval) return
        expect(interval.low).toBeLessThanOrEqual(components!.auc)
        expect(interval.high).toBeGreaterThanOrEqual(components!.auc)
        expect(interval.low >= 0 && interval.high <= 1).toBe(true)
      }),
    )
  })

  it('leaves room where classes do not overlap', () => {
    const perfect = aucInterval(aucComponents([0, 0, 0, 1, 1, 1], [1, 2, 3, 4, 5, 6])!)!
    expect(perfect).toMatchObject({ high: 1, method: 'Newcombe' })
    expect(perfect.low).toBeGreaterThan(0.4)
    expect(perfect.low).toBeLessThan(0.8)
    const worst = aucInterval(aucComponents([1, 1, 1, 0, 0, 0], [1, 2, 3, 4, 5, 6])!)!
    expect(worst.low).toBe(0)
    expect(worst.high).toBeCloseTo(1 - perfect.low, 12)
  })

  it('of constant scores is one half for certain; of a single row of a class there is none', () => {
    expect(aucInterval(aucComponents([0, 1, 0, 1], [3, 3, 3, 3])!)).toEqual({ low: 0.5, high: 0.5, method: 'DeLong' })
    expect(aucInterval(aucComponents([0, 1, 0], [1, 2, 3])!)).toBeUndefined()
    expect(aucComponents([1, 1], [1, 2])).toBeUndefined()
    expect(aucComponents([0, 1], [Number.NaN, 2])).toBeUndefined()
  })
})
