import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sayNumbers, sayProbabilities } from '@/testing/predictions.ts'
import { type EvaluateInput, judge, metricOf } from '../metrics/evaluate.ts'
import type { MetricName } from '../metrics/metric.ts'
import type { Predictions } from '../pipeline/pipeline.ts'
import { seededRandom } from '../random.ts'
import { finish, runAtOnce } from '../work.ts'
import { calibrationShiftOf, ESTIMATORS, type RowMetric } from './estimators.ts'
import { type Estimator, layOut, SIDE_BY_SIDE } from './sideBySide.ts'

type Rows = Pick<EvaluateInput, 'task' | 'classes' | 'actual' | 'predictions'>

/** The rows with each as often as its weight says. */
function repeat({ task, classes, actual, predictions }: Rows, weights: readonly number[]): Rows {
  const { width, scores } = predictions
  const rows = weights.flatMap((weight, row) => new Array<number>(weight).fill(row))
  const repeated: Predictions = {
    rows: rows.length,
    width,
    scores: Float32Array.from(rows.flatMap((row) => [...scores.subarray(row * width, (row + 1) * width)])),
  }
  return { task, classes, actual: Float64Array.from(rows, (row) => actual[row]!), predictions: repeated }
}

/** What is found in resamples of these weights, laid side by side. */
function estimatesOf(estimate: Estimator, weights: readonly (readonly number[])[]): number[] {
  const found = runAtOnce(finish(estimate(layOut(weights.map((of) => Uint8Array.from(of))))))
  return [...found.subarray(0, weights.length)]
}

// Up to what a byte holds; a resample without any row may be among them.
const weight = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 3 }) }, fc.constantFrom(127, 128, 255))
const weights = (rows: number) =>
  fc.array(fc.array(weight, { minLength: rows, maxLength: rows }), { minLength: 1, maxLength: SIDE_BY_SIDE })
// In 64ths, so that many are equal, and sums are exact.
const share = fc.integer({ min: 0, max: 64 }).map((n) => n / 64)
const SIZE = 14
const many = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: SIZE, maxLength: SIZE })

const binary = fc.tuple(many(fc.constantFrom(0, 1)), many(share)).map(
  ([actual, scores]): Rows => ({
    task: 'binary',
    classes: ['no', 'yes'],
    actual: Float64Array.from(actual),
    predictions: sayProbabilities(scores),
  }),
)
const multiclass = fc.tuple(many(fc.constantFrom(0, 1, 2)), many(fc.tuple(share, share, share))).map(
  ([actual, scores]): Rows => ({
    task: 'multiclass',
    classes: ['a', 'b', 'c'],
    actual: Float64Array.from(actual),
    predictions: { rows: SIZE, width: 3, scores: Float32Array.from(scores.flat()) },
  }),
)
const regression = fc.tuple(many(fc.integer({ min: 1, max: 9 })), many(fc.integer({ min: -9, max: 9 }))).map(
  ([actual, scores]): Rows => ({
    task: 'regression',
    classes: [],
    actual: Float64Array.from(actual),
    predictions: sayNumbers(scores),
  }),
)

const cases: readonly (readonly [RowMetric, string, fc.Arbitrary<Rows>])[] = [
  ['auc', 'binary', binary],
  ['averagePrecision', 'binary', binary],
  ['logLoss', 'binary', binary],
  ['brier', 'binary', binary],
  ['auc', 'multiclass', multiclass],
  ['averagePrecision', 'multiclass', multiclass],
  ['logLoss', 'multiclass', multiclass],
  ['brier', 'multiclass', multiclass],
  ['rmse', 'regression', regression],
  ['mae', 'regression', regression],
  ['medianAbsoluteError', 'regression', regression],
  ['mape', 'regression', regression],
  ['pinball', 'regression', regression],
  ['r2', 'regression', regression],
]

/** Of a number the third of four quarters is aimed at. */
const AIM = { threshold: 0.5, quantile: 0.75 }

function scoreOf(rows: Rows, metric: MetricName): number | undefined {
  return metricOf(judge({ ...rows, ...AIM })!, metric)
}

describe('a metric of a resample', () => {
  it.each(cases)('%s of %s is that of the rows repeated', (metric, _, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, weights(SIZE), (rows, drawn) => {
        const estimate = ESTIMATORS[metric](judge({ ...rows, ...AIM })!)
        for (const [place, value] of estimatesOf(estimate, drawn).entries()) {
          const expected = scoreOf(repeat(rows, drawn[place]!), metric)
          if (expected === undefined) expect(Number.isFinite(value)).toBe(false)
          else expect(value).toBeCloseTo(expected, 9)
        }
      }),
    )
  })

  it.each([
    ['two classes', binary],
    ['several', multiclass],
  ] as const)('ece of %s keeps its bins, and moves by no more than they do', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, weights(SIZE), (rows, drawn) => {
        const judged = judge({ ...rows, threshold: 0.5 })!
        const all = new Array<number>(SIZE).fill(1)
        const [ofAll] = estimatesOf(ESTIMATORS.ece(judged), [all])
        expect(ofAll).toBeCloseTo(scoreOf(rows, 'ece')!, 12)
        expect(estimatesOf(calibrationShiftOf(judged), [all])).toEqual([0])
        const shifts = estimatesOf(calibrationShiftOf(judged), drawn)
        for (const [place, error] of estimatesOf(ESTIMATORS.ece(judged), drawn).entries())
          if (drawn[place]!.some((times) => times > 0))
            expect(Math.abs(error - ofAll!)).toBeLessThanOrEqual(shifts[place]! + 1e-12)
      }),
    )
  })

  it('auc and average precision of many rows, drawn as often as a byte can say, are those of the rows repeated', () => {
    const random = seededRandom('many rows')
    const size = 900
    const three = Float32Array.from({ length: 3 * size }, () => Math.floor(64 * random()) / 64)
    const rows: Rows = {
      task: 'multiclass',
      classes: ['a', 'b', 'c'],
      actual: Float64Array.from({ length: size }, () => Math.floor(3 * random())),
      predictions: { rows: size, width: 3, scores: three },
    }
    const drawn = [[255], [255, 0], [1, 255, 1, 0], [0, 1, 2]].map((pattern) =>
      Array.from({ length: size }, () => pattern[Math.floor(random() * pattern.length)]!),
    )
    const found = estimatesOf(ESTIMATORS.auc(judge({ ...rows, threshold: 0.5 })!), drawn)
    for (const [place, value] of found.entries())
      expect(value).toBeCloseTo(scoreOf(repeat(rows, drawn[place]!), 'auc')!, 12)
    const ofA: Rows = {
      ...rows,
      task: 'binary',
      classes: ['no', 'yes'],
      actual: rows.actual.map((label) => (label === 0 ? 1 : 0)),
      predictions: sayProbabilities(three.filter((_, i) => i % 3 === 0)),
    }
    const precisions = estimatesOf(ESTIMATORS.averagePrecision(judge({ ...ofA, threshold: 0.5 })!), drawn)
    for (const [place, value] of precisions.entries())
      expect(value).toBeCloseTo(scoreOf(repeat(ofA, drawn[place]!), 'averagePrecision')!, 12)
  })
})
