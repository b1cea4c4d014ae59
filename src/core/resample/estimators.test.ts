import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sayNumbers, sayProbabilities } from '@/testing/predictions.ts'
import { type EvaluateInput, judge, metricOf } from '../metrics/evaluate.ts'
import type { MetricName } from '../metrics/metric.ts'
import type { Predictions } from '../pipeline/pipeline.ts'
import { calibrationShiftOf, ESTIMATORS, type RowMetric } from './estimators.ts'

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

const weights = (rows: number) => fc.array(fc.integer({ min: 0, max: 3 }), { minLength: rows, maxLength: rows })
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

const cases: readonly (readonly [RowMetric, fc.Arbitrary<Rows>])[] = [
  ['auc', binary],
  ['averagePrecision', binary],
  ['logLoss', binary],
  ['brier', binary],
  ['auc', multiclass],
  ['logLoss', multiclass],
  ['rmse', regression],
  ['mae', regression],
  ['medianAbsoluteError', regression],
  ['mape', regression],
  ['pinball', regression],
  ['r2', regression],
]

function scoreOf(rows: Rows, metric: MetricName): number | undefined {
  return metricOf(judge({ ...rows, threshold: 0.5 })!, metric)
}

describe('a metric of a resample', () => {
  it.each(cases)('%s is that of the rows repeated', (metric, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, weights(SIZE), (rows, drawn) => {
        const total = drawn.reduce((sum, weight) => sum + weight, 0)
        const estimate = ESTIMATORS[metric](judge({ ...rows, threshold: 0.5 })!)
        const value = estimate({ weights: Uint8Array.from(drawn), rows: total })
        const expected = scoreOf(repeat(rows, drawn), metric)
        if (expected === undefined) expect(Number.isFinite(value)).toBe(false)
        else expect(value).toBeCloseTo(expected, 9)
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
        const all = { weights: new Uint8Array(SIZE).fill(1), rows: SIZE }
        const [error, shift] = [ESTIMATORS.ece(judged), calibrationShiftOf(judged)]
        expect(error(all)).toBeCloseTo(scoreOf(rows, 'ece')!, 12)
        expect(shift(all)).toBe(0)
        const total = drawn.reduce((sum, weight) => sum + weight, 0)
        if (total === 0) return
        const resample = { weights: Uint8Array.from(drawn), rows: total }
        expect(Math.abs(error(resample) - error(all))).toBeLessThanOrEqual(shift(resample) + 1e-12)
      }),
    )
  })
})
