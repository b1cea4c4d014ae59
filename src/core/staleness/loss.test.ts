import { describe, expect, it } from 'vitest'
import { normalFrom, seededRandom } from '../random.ts'
import { type AgeingTraining, leftToAge, originsOf, periodsFor, windowOf } from './ageing.ts'
import { ageSlope, lossesByAge } from './loss.ts'
import { describeAgeing } from './verdict.ts'

/** Scores of models that lose `slope` with each period, each with luck of its own, on periods that are hard or easy for all. */
function draw(slope: number, luck: number, seed: number, periods = 8): AgeingTraining[] {
  const normal = normalFrom(seededRandom('ageing', seed))
  const levels = Array.from({ length: periods }, () => 0.8 + 0.05 * normal())
  return originsOf(periods).map((origin) => {
    const own = luck * normal()
    return {
      origin,
      rows: 300,
      from: 0,
      to: 1,
      trainMs: 1,
      scores: levels.slice(origin).map((level, age) => ({
        period: origin + age,
        metrics: { auc: level - slope * age + own + 0.5 * luck * normal() },
      })),
    }
  })
}

describe('ageSlope', () => {
  it('is the least squares of numpy, with levels of periods', () => {
    // numpy 1.24: lstsq of error on a level for each of the periods 3, 4, 5 and on age, of the scores below.
    const scores = [
      [3, [0.9, 0.87, 0.8]],
      [4, [0.88, 0.84]],
      [5, [0.86]],
      [2, [0.9, 0.88, 0.83, 0.79]],
    ] as const
    const trainings = scores.map(([origin, its]) => ({
      origin,
      rows: 1,
      from: 0,
      to: 1,
      trainMs: 1,
      scores: its.map((auc, age) => ({ period: origin + age, metrics: { auc } })),
    }))
    expect(ageSlope(trainings, 'auc')!.slope).toBeCloseTo(NUMPY_SLOPE, 10)
  })

  it('finds a planted drift, whichever way the metric is better', () => {
    const trainings = draw(0.02, 0.004, 1)
    const found = ageSlope(trainings, 'auc')!
    expect(found.low).toBeGreaterThan(0)
    expect(found.low).toBeLessThan(0.02)
    expect(found.high).toBeGreaterThan(0.02)
    expect(lossesByAge(trainings, 'auc').map(({ age, pairs }) => [age, pairs])).toEqual([
      [1, 4],
      [2, 3],
      [3, 2],
      [4, 1],
    ])
    const turned = trainings.map((each) => ({
      ...each,
      scores: each.scores.map(({ period, metrics }) => ({ period, metrics: { logLoss: 1 - metrics.auc! } })),
    }))
    expect(ageSlope(turned, 'logLoss')!.slope).toBeCloseTo(found.slope, 12)
  })

  it('holds the truth in about 95 of 100 samples, with and without a drift', () => {
    for (const slope of [0, 0.02]) {
      let [held, aged] = [0, 0]
      for (let seed = 0; seed < 400; seed++) {
        const trainings = draw(slope, 0.01, seed)
        const { low, high } = ageSlope(trainings, 'auc')!
        if (low <= slope && slope <= high) held++
        const { interval } = lossesByAge(trainings, 'auc')[0]!
        if (interval!.low <= slope && slope <= interval!.high) aged++
      }
      // Three standard deviations below 95.
      expect(held / 400).toBeGreaterThan(0.917)
      expect(aged / 400).toBeGreaterThan(0.917)
    }
  })

  it('says nothing of fewer than four trainings', () => {
    expect(ageSlope(draw(0.02, 0.001, 1).slice(0, 3), 'auc')).toBeUndefined()
    expect(ageSlope([], 'auc')).toBeUndefined()
    expect(lossesByAge(draw(0.02, 0.001, 1), 'rmse')).toEqual([])
  })
})

describe('describeAgeing', () => {
  const about = { metric: 'auc', period: 'about 7 months' } as const
  const say = (trainings: readonly AgeingTraining[]) =>
    describeAgeing({ losses: lossesByAge(trainings, 'auc'), slope: ageSlope(trainings, 'auc') }, about)

  it('says what age costs only where that is shown', () => {
    expect(say(draw(0.02, 0.001, 1))).toMatch(
      /^A model loses about \.0\d+ AUC with each period \(about 7 months\) that it ages \(\.0\d+ to \.0\d+\)\. Two periods old it has lost \.0\d+ AUC \(\.0\d+ to \.0\d+\)\.$/,
    )
    expect(say(draw(0, 0.01, 2))).toMatch(/^No loss with age is shown: .* over 5 trainings\. A loss of up to \.\d+/)
    expect(say(draw(0.02, 0.001, 1).slice(0, 2))).toMatch(/^Too few trainings/)
  })

  it('shows a loss where there is none in at most 5 of 100 samples', () => {
    let shown = 0
    for (let seed = 0; seed < 200; seed++) if (/^A model loses/.test(say(draw(0, 0.01, seed)))) shown++
    // Three standard deviations above the 2.5 that one side of the interval leaves.
    expect(shown / 200).toBeLessThan(0.058)
  })
})

describe('periods', () => {
  it('are six to eight, with a window and at least four origins', () => {
    expect([100, 340, 360, 5_000].map(periodsFor)).toEqual([6, 6, 7, 8])
    expect([6, 7, 8].map(windowOf)).toEqual([2, 3, 3])
    for (const periods of [6, 7, 8]) expect(originsOf(periods).length).toBeGreaterThanOrEqual(4)
    expect(leftToAge(8, draw(0, 0.01, 1).slice(0, 2))).toEqual([5, 6, 7])
  })
})

const NUMPY_SLOPE = 0.024666666666666393
