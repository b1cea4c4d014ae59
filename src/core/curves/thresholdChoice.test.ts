import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankScores } from '../metrics/ranked.ts'
import { bestThreshold, confusionOf, costOf, f1Of, plainThreshold, thresholdRow, youden } from './thresholds.ts'

const positive = [0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1]
const scores = [1, 3, 4, 4, 6, 9, 9, 11, 2, 13, 7, 8, 15, 5, 12, 14].map((score) => score / 16)
const ranked = rankScores(positive, scores)!

// Among all thresholds with scikit-learn 1.2.1 (roc_curve, f1_score, confusion_matrix) on the rows above.
describe('the best threshold, as scikit-learn finds it', () => {
  it('by Youden and by F1', () => {
    expect(bestThreshold(ranked, youden)?.threshold).toBe(0.375)
    expect(youden(bestThreshold(ranked, youden)!)).toBe(0.5)
    const best = bestThreshold(ranked, f1Of)!
    expect([best.threshold, best.f1]).toEqual([0.375, expect.closeTo(0.7777777777777777, 15)])
  })

  it('by cost', () => {
    const costs = { falseAlarm: 1, miss: 3, hit: 0.5 }
    const best = bestThreshold(ranked, (counts) => -costOf(counts, costs), costs)!
    expect([best.threshold, best.cost]).toEqual([0.25, 1])
  })

  it('and what follows from any', () => {
    const row = thresholdRow(ranked, 0.4, { miss: 1 })
    expect(confusionOf(row)).toEqual([
      [5, 3],
      [2, 6],
    ])
    expect(row).toMatchObject({ threshold: 0.4, recall: 0.75, cost: 2 })
    expect(row.precision).toBeCloseTo(0.6666666666666666, 15)
    expect(row.f1).toBeCloseTo(0.7058823529411765, 15)
  })

  it('has no Youden where a side has no rows', () => {
    const one = rankScores([1, 1], [0.1, 0.2])!
    expect(bestThreshold(one, youden)).toBeUndefined()
  })
})

describe('a plain threshold', () => {
  it('has few decimals', () => {
    // Between .3125 and .375, and between .1875 and .25.
    expect(plainThreshold(ranked, 0.375)).toBe(0.34)
    expect(plainThreshold(ranked, 0.25)).toBe(0.2)
    expect(plainThreshold(ranked, 0.95)).toBe(0.97)
    expect(plainThreshold(rankScores([1], [1])!, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
  })

  it('calls the same rows positive, and stays within [0, 1]', () => {
    const single = fc.float({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(0, 1), single), { minLength: 1, maxLength: 20 }), (rows) => {
        const of = rankScores(
          rows.map(([is]) => is),
          rows.map(([, score]) => score),
        )!
        for (const threshold of of.thresholds) {
          const plain = plainThreshold(of, threshold)
          expect(confusionOf(thresholdRow(of, plain))).toEqual(confusionOf(thresholdRow(of, threshold)))
          expect(plain).toBeGreaterThanOrEqual(0)
          expect(plain).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})
