import { type EvaluateInput, judge } from '../metrics/evaluate.ts'
import type { TaskKind } from '../metrics/metric.ts'

const CLASS_MEASURES = [
  'baseRate',
  'selectionRate',
  'accuracy',
  'truePositiveRate',
  'falsePositiveRate',
  'precision',
  'calibration',
] as const
const NUMBER_MEASURES = ['meanError', 'mae', 'rmse'] as const
export const FAIR_MEASURES = [...CLASS_MEASURES, ...NUMBER_MEASURES] as const
export type FairMeasure = (typeof FAIR_MEASURES)[number]

export function fairMeasuresFor(task: TaskKind): readonly FairMeasure[] {
  return task === 'regression' ? NUMBER_MEASURES : CLASS_MEASURES
}

/** A measure by rows: the share of rows that are 1, the mean of all, or the root of that mean. */
export interface MeasureRows {
  readonly name: FairMeasure
  readonly kind: 'rate' | 'mean' | 'root'
  readonly values: Float64Array
  /** 1 for rows that it is taken over; all where absent. */
  readonly among?: Float64Array
}

/**
 * What is measured of each row. Of classes one is asked about, the `positive` one, against all others; accuracy is of all.
 * `calibration` is the mean of what was predicted less what came true, as is `meanError`. Undefined where a probability is not
 * a number.
 */
export function measureRows(said: EvaluateInput, positive: number): readonly MeasureRows[] | undefined {
  const judged = judge(said)
  if (!judged) return undefined
  const { actual, scores, width, labels } = judged
  if (said.task === 'regression') {
    const errors = actual.map((value, row) => scores[row]! - value)
    return [
      { name: 'meanError', kind: 'mean', values: errors },
      { name: 'mae', kind: 'mean', values: errors.map(Math.abs) },
      { name: 'rmse', kind: 'root', values: errors.map((error) => error ** 2) },
    ]
  }
  const is = actual.map((label) => Number(label === positive))
  const isNot = is.map((value) => 1 - value)
  const called = Float64Array.from(labels, (label) => Number(label === positive))
  return [
    { name: 'baseRate', kind: 'rate', values: is },
    { name: 'selectionRate', kind: 'rate', values: called },
    { name: 'accuracy', kind: 'rate', values: actual.map((label, row) => Number(label === labels[row])) },
    { name: 'truePositiveRate', kind: 'rate', values: called, among: is },
    { name: 'falsePositiveRate', kind: 'rate', values: called, among: isNot },
    { name: 'precision', kind: 'rate', values: is, among: called },
    { name: 'calibration', kind: 'mean', values: is.map((value, row) => scores[row * width + positive]! - value) },
  ]
}
