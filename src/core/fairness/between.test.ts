import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { disparitiesOf } from './between.ts'
import { newcombeInterval, type Proportion } from './proportions.ts'

// Fairlearn 0.13, user guide, "Common fairness metrics": its data and what it prints of them.
const ACTUAL = [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]
const CALLED = [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0]
const GROUPS = 'bbabbcccaacabccbcc'

const count = (group: string, isAmong: (row: number) => boolean): Proportion => {
  const rows = [...GROUPS].flatMap((name, row) => (name === group && isAmong(row) ? [row] : []))
  return { successes: rows.filter((row) => CALLED[row] === 1).length, trials: rows.length }
}
const ratesOf = (isAmong: (row: number) => boolean) => ['a', 'b', 'c'].map((group) => count(group, isAmong))
const FAIRLEARN = {
  selected: ratesOf(() => true),
  truePositive: ratesOf((row) => ACTUAL[row] === 1),
  falsePositive: ratesOf((row) => ACTUAL[row] === 0),
}

describe('disparitiesOf', () => {
  it("is Fairlearn's", () => {
    const values = Object.fromEntries(disparitiesOf(FAIRLEARN).map(({ name, value }) => [name, value]))
    expect(values['demographicParityDifference']).toBeCloseTo(0.25, 12)
    expect(values['demographicParityRatio']).toBeCloseTo(2 / 3, 12)
    expect(values['equalisedOddsDifference']).toBe(1)
    // By hand: of the positive rows 1 of 2 are found in a, 3 of 5 in b, 2 of 5 in c.
    expect(values['equalOpportunityDifference']).toBeCloseTo(3 / 5 - 2 / 5, 12)
  })

  it('has the interval of the two where there are two, by its size', () => {
    const [a, b] = [
      { successes: 30, trials: 100 },
      { successes: 55, trials: 100 },
    ] as const
    const [difference, ratio] = disparitiesOf({ selected: [a, b], truePositive: [], falsePositive: [] })
    const plain = newcombeInterval(b, a)!
    expect(difference!.interval!.low).toBeCloseTo(plain.low, 12)
    expect(difference!.interval!.high).toBeCloseTo(plain.high, 12)
    expect(ratio!.value).toBeCloseTo(30 / 55, 12)
    // scipy 1.10.1: relative_risk(30, 100, 55, 100).confidence_interval(.95).
    expect(ratio!.interval!.low).toBeCloseTo(SCIPY_RATIO.low, 10)
    expect(ratio!.interval!.high).toBeCloseTo(SCIPY_RATIO.high, 10)
  })

  it('says nothing of one group, nor of a ratio where nobody is selected', () => {
    const none = { successes: 0, trials: 20 }
    const found = disparitiesOf({ selected: [none, none], truePositive: [none], falsePositive: [] })
    expect(found.map(({ name }) => name)).toEqual(['demographicParityDifference'])
    expect(found[0]!.interval!.low).toBe(0)
  })

  it('holds the largest difference in at least 95 of 100 samples of many groups, equal or not', () => {
    const random = seededRandom('disparities', 1)
    for (const rates of [
      [0.3, 0.3, 0.3, 0.3, 0.3, 0.3],
      [0.2, 0.3, 0.3, 0.45],
    ]) {
      const truth = {
        difference: Math.max(...rates) - Math.min(...rates),
        ratio: Math.min(...rates) / Math.max(...rates),
      }
      let [difference, ratio] = [0, 0]
      for (let sample = 0; sample < 400; sample++) {
        const selected = rates.map((rate) => ({
          successes: Array.from({ length: 80 }, () => random()).filter((drawn) => drawn < rate).length,
          trials: 80,
        }))
        const [first, second] = disparitiesOf({ selected, truePositive: [], falsePositive: [] })
        const holds = (interval: { low: number; high: number }, value: number) =>
          interval.low <= value && value <= interval.high
        if (holds(first!.interval!, truth.difference)) difference++
        if (holds(second!.interval!, truth.ratio)) ratio++
      }
      expect(difference).toBeGreaterThan(380 - 13)
      expect(ratio).toBeGreaterThan(380 - 13)
    }
  })
})

const SCIPY_RATIO = { low: 0.3851668920238975, high: 0.7724460936755831 }
