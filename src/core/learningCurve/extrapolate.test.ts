import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalFrom, seededRandom, shuffle } from '../random.ts'
import { runAtOnce } from '../work.ts'
import { errorAt, extrapolate, fitPowerLaw } from './extrapolate.ts'
import { type CurveTraining, curvePoints, planTrainings } from './learningCurve.ts'
import { describeLearningCurve } from './verdict.ts'

const shares = [0.1, 0.2, 0.4, 0.7, 1]

describe('fitPowerLaw', () => {
  it('finds the law that errors follow', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        fc.double({ min: 0.1, max: 1.5, noNaN: true }),
        (a, b, c) => {
          const errors = shares.map((share) => errorAt({ a, b, c }, share))
          const law = fitPowerLaw(shares, errors, [1, 1, 1, 1, 1])
          expect(errorAt(law, 2)).toBeCloseTo(errorAt({ a, b, c }, 2), 3)
        },
      ),
    )
  })

  it('is the least squares of scipy', () => {
    // scipy 1.10.1: curve_fit(lambda x, a, b, c: a + b * x**-c, shares, errors, sigma=sqrt(variances), bounds from 0).
    const law = fitPowerLaw(shares, [0.31, 0.252, 0.223, 0.196, 0.191], [4e-5, 2e-5, 1e-5, 7e-6, 5e-6])
    expect(law.a).toBeCloseTo(SCIPY.a, 3)
    expect(law.b).toBeCloseTo(SCIPY.b, 3)
    expect(law.c).toBeCloseTo(SCIPY.c, 2)
  })

  it('never promises better than perfect, nor that more rows do harm', () => {
    const law = fitPowerLaw(shares, [0.3, 0.2, 0.1, 0.02, 0], [1, 1, 1, 1, 1])
    expect(errorAt(law, 50)).toBeGreaterThanOrEqual(0)
    const rising = fitPowerLaw(shares, [0.1, 0.12, 0.14, 0.16, 0.2], [1, 1, 1, 1, 1])
    expect(errorAt(rising, 2)).toBeLessThanOrEqual(errorAt(rising, 1) + 1e-12)
  })
})

const SCIPY = { a: 0.14985271, b: 0.0400174, c: 0.59964762 }

/** Trainings whose scores are those of a law and of the luck of the very rows that were drawn. */
function draw(scoreAt: (rows: number) => number, luck: number, seed: number, rows = 500): CurveTraining[] {
  const random = seededRandom('curve', seed)
  const normal = normalFrom(random)
  const lucks = Float64Array.from({ length: rows }, () => luck * normal())
  const orders = [0, 1, 2, 3, 4].map(() =>
    shuffle(
      Uint32Array.from({ length: rows }, (_, i) => i),
      random,
    ),
  )
  return planTrainings(100).map(({ share, draw: at }) => {
    const some = orders[at]!.subarray(0, Math.round(share * rows))
    const own = some.reduce((sum, row) => sum + lucks[row]!, 0) / some.length
    const score = scoreAt(some.length) + own
    return { share, draw: at, rows: some.length, train: { auc: 0.95 }, validation: { auc: score }, trainMs: 1 }
  })
}

const lawful = (rows: number) => 0.9 - 0.9 * rows ** -0.5
const found = (trainings: readonly CurveTraining[], repetitions?: number) =>
  runAtOnce(extrapolate(curvePoints(trainings, 'auc'), 'auc', repetitions))

describe('extrapolate', () => {
  it('holds what twice the rows bring in about 95 of 100 samples', () => {
    let [held, fitted] = [0, 0]
    for (let seed = 0; seed < 100; seed++) {
      const outcome = found(draw(lawful, 0.15, seed), 200)
      if (outcome.kind !== 'fitted') continue
      fitted++
      const truth = lawful(1_000)
      if (outcome.twice.low <= truth && truth <= outcome.twice.high) held++
    }
    expect(fitted).toBeGreaterThan(85)
    expect(held / fitted).toBeGreaterThan(0.9)
  })

  it('is the same each time, and says so in a sentence', () => {
    const trainings = draw(lawful, 0.05, 3)
    const outcome = found(trainings)
    expect(found(trainings)).toEqual(outcome)
    const { points } = curvePoints(trainings, 'auc')
    expect(describeLearningCurve(outcome, points, 'auc')).toMatch(
      /^Twice the rows would lift AUC from \.8\d+ to about \.8\d+ \(\.8\d+ to \.8\d+\)\.$/,
    )
  })

  it('refuses where chance is unknown, nothing rises, or the curve falls', () => {
    const trainings = draw(lawful, 0.05, 1)
    const once = trainings.filter(({ draw: at }) => at === 0)
    expect(found(once)).toEqual({ kind: 'fewDraws' })
    expect(found(once.slice(0, 3))).toEqual({ kind: 'fewSizes' })
    expect(found(draw(() => 0.8, 0.1, 1))).toEqual({ kind: 'flat' })
    expect(found(draw((rows) => 0.9 - rows / 5_000, 0.05, 1))).toEqual({ kind: 'uneven' })
    const { points } = curvePoints(
      draw(() => 0.8, 0.1, 1),
      'auc',
    )
    expect(describeLearningCurve({ kind: 'flat' }, points, 'auc')).toMatch(
      /^More rows bring little here: from \.\d+ with 50 rows/,
    )
  })
})

describe('a curve that is flat', () => {
  /** Scores of one expected value whose luck is that of the training, alike at all sizes: large parts have few draws to even it out. */
  const lucky = (seed: number): CurveTraining[] => {
    const normal = normalFrom(seededRandom('luck', seed))
    return planTrainings(100).map(({ share, draw: at }) => {
      const validation = { auc: 0.8 + 0.01 * normal() }
      return { share, draw: at, rows: Math.round(500 * share), train: { auc: 0.95 }, validation, trainMs: 1 }
    })
  }

  it.each([
    ['the rows', (seed: number) => draw(() => 0.8, 0.1, seed)],
    ['the training', lucky],
  ] as const)('is called uneven in no more than 5 of 100 by the luck of %s', (_, drawn) => {
    const samples = Array.from({ length: 400 }, (_, seed) => found(drawn(seed), 1).kind)
    expect(samples.filter((kind) => kind === 'uneven').length).toBeLessThanOrEqual(20)
  })

  it('of equal scores is flat', () => {
    const equal = lucky(1).map((training) => ({ ...training, validation: { auc: 0.8 } }))
    expect(found(equal)).toEqual({ kind: 'flat' })
  })
})

describe('curvePoints', () => {
  it('tells how far means are off', () => {
    // Over many samples the variance of the mean at each size is what one sample says of it, on average.
    const means: number[][] = shares.map(() => [])
    const said: number[][] = shares.map(() => [])
    for (let seed = 0; seed < 400; seed++)
      for (const [i, point] of curvePoints(draw(lawful, 0.2, seed), 'auc').points.entries()) {
        means[i]!.push(point.validation)
        said[i]!.push(point.variance!)
      }
    for (const [i, values] of means.entries()) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
      const average = said[i]!.reduce((sum, value) => sum + value, 0) / values.length
      expect(average / variance).toBeGreaterThan(0.75)
      expect(average / variance).toBeLessThan(1.3)
    }
  })

  it('plans all sizes first, and fewer draws where a run takes long', () => {
    expect(
      planTrainings(1_000)
        .slice(0, 5)
        .map(({ share }) => share),
    ).toEqual(shares)
    expect(planTrainings(1_000)).toHaveLength(15)
    expect(planTrainings(3_600_000)).toHaveLength(5)
    const middling = planTrainings(150_000).length
    expect(middling).toBeGreaterThan(5)
    expect(middling).toBeLessThan(15)
  })
})
