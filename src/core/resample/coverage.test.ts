import { describe, expect, it } from 'vitest'
import { sayNumbers, sayProbabilities } from '@/testing/predictions.ts'
import type { EvaluateInput } from '../metrics/evaluate.ts'
import type { MetricName } from '../metrics/metric.ts'
import { normalFrom, seededRandom } from '../random.ts'
import { runAtOnce } from '../work.ts'
import { metricIntervals } from './intervals.ts'

const REPETITIONS = 1_000

/** How often the interval of each metric holds the true value, over samples; and how often there is one. */
function coverage(
  truths: Readonly<Partial<Record<MetricName, number>>>,
  sample: (repetition: number) => EvaluateInput & { readonly groups?: Int32Array },
  repetitions = REPETITIONS,
): Record<string, number> {
  const held: Record<string, number> = Object.fromEntries(Object.keys(truths).map((name) => [name, 0]))
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const intervals = runAtOnce(metricIntervals({ ...sample(repetition), seed: repetition, resamples: 200 }))
    for (const [name, truth] of Object.entries(truths)) {
      const interval = intervals[name as MetricName]
      if (interval && interval.low <= truth && truth <= interval.high) held[name]! += 1 / repetitions
    }
  }
  return held
}

const binary = { task: 'binary', classes: ['no', 'yes'], threshold: 0.5 } as const

/** Probabilities that are spread evenly and right: every metric of them is known. */
function calibrated(rows: number) {
  return (repetition: number): EvaluateInput => {
    const random = seededRandom('coverage', rows, repetition)
    const scores = Float64Array.from({ length: rows }, random)
    return { ...binary, actual: scores.map((p) => (random() < p ? 1 : 0)), predictions: sayProbabilities(scores) }
  }
}

/** The same of three classes, over all triples of probabilities. */
function calibratedTriples(rows: number) {
  return (repetition: number): EvaluateInput => {
    const random = seededRandom('coverage of three', rows, repetition)
    const scores = new Float32Array(3 * rows)
    const actual = new Float64Array(rows)
    for (let row = 0; row < rows; row++) {
      const parts = [0, 1, 2].map(() => -Math.log(1 - random()))
      const sum = parts.reduce((total, part) => total + part, 0)
      for (const [j, part] of parts.entries()) scores[3 * row + j] = part / sum
      const drawn = random() * sum
      actual[row] = drawn < parts[0]! ? 0 : drawn < parts[0]! + parts[1]! ? 1 : 2
    }
    return {
      task: 'multiclass',
      classes: ['a', 'b', 'c'],
      threshold: 0.5,
      actual,
      predictions: { rows, width: 3, scores },
    }
  }
}

// Of 1,000 samples a share of 95% is known within .7 points (one standard deviation). Percentile intervals of so few rows are
// known to be a little short (Efron and Tibshirani 1993, chapter 14): by one point and a half at most.
const deviation = (repetitions: number) => Math.sqrt((0.95 * 0.05) / repetitions)

function expectAbout95(held: Readonly<Record<string, number>>, repetitions = REPETITIONS): void {
  for (const [name, share] of Object.entries(held)) {
    expect(share, name).toBeGreaterThan(0.935 - 3 * deviation(repetitions))
    expect(share, name).toBeLessThan(0.95 + 3 * deviation(repetitions))
  }
}

/** Thousands of bootstraps, on a machine that does other things too. */
const TIMEOUT_MS = 120_000

describe('intervals hold the truth in about 95 of 100 samples', { timeout: TIMEOUT_MS }, () => {
  it('of a calibrated model of two classes', () => {
    const truths = {
      auc: 5 / 6,
      averagePrecision: 5 / 6,
      logLoss: 1 / 2,
      accuracy: 3 / 4,
      balancedAccuracy: 3 / 4,
      f1: 3 / 4,
      mcc: 1 / 2,
      kappa: 1 / 2,
      precision: 3 / 4,
      recall: 3 / 4,
      brier: 1 / 6,
    }
    expectAbout95(coverage(truths, calibrated(150)))
  })

  it('of a calibrated model of three classes', () => {
    // Probabilities that are spread evenly over all triples (Dirichlet with 1, 1, 1): each is Beta(1, 2), of rows of its class
    // Beta(2, 2), of others Beta(1, 3); the largest is 11/18 on average, and precision from p up is (1 + 2p) / 3.
    const truths = {
      auc: 4 / 5,
      averagePrecision: 2 / 3,
      logLoss: 5 / 6,
      brier: 1 / 2,
      accuracy: 11 / 18,
      balancedAccuracy: 11 / 18,
      precision: 11 / 18,
      f1: 11 / 18,
      weightedPrecision: 11 / 18,
      weightedF1: 11 / 18,
      mcc: 5 / 12,
      kappa: 5 / 12,
    }
    const { ece, ...others } = coverage({ ...truths, ece: 0 }, calibratedTriples(200), 600)
    expectAbout95(others, 600)
    expect(ece).toBeGreaterThan(0.95 - 3 * deviation(600))
  })

  it('of few rows', () => {
    expectAbout95(coverage({ accuracy: 3 / 4, f1: 3 / 4, mcc: 1 / 2 }, calibrated(25)))
  })

  it('of the calibration error, at least', () => {
    expect(coverage({ ece: 0 }, calibrated(150), 400)['ece']).toBeGreaterThan(0.95 - 3 * deviation(400))
    // Said .1 too high throughout.
    const overconfident = (repetition: number): EvaluateInput => {
      const input = calibrated(150)(repetition)
      const said = Float64Array.from(input.actual, (_, row) => 0.1 + 0.9 * input.predictions.scores[2 * row + 1]!)
      return { ...input, predictions: sayProbabilities(said) }
    }
    // The mean of .1 − .1 p over bins: .05.
    expect(coverage({ ece: 0.05 }, overconfident, 400)['ece']).toBeGreaterThan(0.95 - 3 * deviation(400))
  })

  it('of a regression', () => {
    const truths = { rmse: 1, mae: Math.sqrt(2 / Math.PI), medianAbsoluteError: 0.6744897501960817, r2: 0.8 }
    const sample = (repetition: number): EvaluateInput => {
      const normal = normalFrom(seededRandom('regression', repetition))
      const predicted = Float64Array.from({ length: 150 }, () => 2 * normal())
      return {
        task: 'regression',
        classes: [],
        threshold: 0,
        actual: predicted.map((value) => value + normal()),
        predictions: sayNumbers(predicted),
      }
    }
    expectAbout95(coverage(truths, sample))
  })

  it('of errors as shares of what is true', () => {
    const sample = (repetition: number): EvaluateInput => {
      const normal = normalFrom(seededRandom('shares', repetition))
      const actual = Float64Array.from({ length: 150 }, () => 100 * Math.exp(normal()))
      return {
        task: 'regression',
        classes: [],
        threshold: 0,
        actual,
        predictions: sayNumbers(actual.map((value) => value * (1 + 0.2 * normal()))),
      }
    }
    expectAbout95(coverage({ mape: 0.2 * Math.sqrt(2 / Math.PI) }, sample))
  })

  it('of rows that are alike within groups, where groups are drawn, and not where rows are', () => {
    const sample = (repetition: number, isGrouped: boolean) => {
      const normal = normalFrom(seededRandom('groups', repetition))
      const [count, size] = [50, 5]
      const shared = Array.from({ length: count }, normal)
      const errors = Float64Array.from(
        { length: count * size },
        (_, row) => 0.9 * shared[Math.floor(row / size)]! + Math.sqrt(0.19) * normal(),
      )
      return {
        task: 'regression' as const,
        classes: [],
        threshold: 0,
        actual: errors,
        predictions: sayNumbers(new Float64Array(errors.length)),
        ...(isGrouped && { groups: Int32Array.from(errors, (_, row) => Math.floor(row / size)) }),
      }
    }
    const truths = { mae: Math.sqrt(2 / Math.PI), rmse: 1 }
    expectAbout95(coverage(truths, (repetition) => sample(repetition, true)))
    for (const share of Object.values(coverage(truths, (repetition) => sample(repetition, false))))
      expect(share).toBeLessThan(0.8)
  })
})
