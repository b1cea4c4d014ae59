import {
  CONFUSION_METRICS,
  type ConfusionMetric,
  isConfusionMetric,
  total,
  valuesOfMatrix,
} from '../metrics/confusion.ts'
import { aucComponents, aucInterval } from '../metrics/deLong.ts'
import { type EvaluateInput, type Judged, judge, metricOf } from '../metrics/evaluate.ts'
import { f1Interval, type Interval, type MetricInterval, wilsonInterval } from '../metrics/interval.ts'
import { type MetricName, metricsFor } from '../metrics/metric.ts'
import { quantileOf } from '../profile/quantile.ts'
import { orderNumbers } from '../profile/rankNumbers.ts'
import type { Work } from '../work.ts'
import { drawCells, drawGroupedCells } from './cells.ts'
import { calibrationShiftOf, ESTIMATORS, type RowMetric } from './estimators.ts'
import { matrixDraws } from './matrixDraws.ts'
import { percentileBounds } from './percentile.ts'
import { type Dependence, RESAMPLES, type Resampling } from './resample.ts'
import { bootstrap, type Estimator } from './sideBySide.ts'

/** Intervals of the metrics that have one on these rows. */
export type MetricIntervals = Readonly<Partial<Record<MetricName, MetricInterval>>>

/**
 * A 95% interval of every metric that the rows have: Wilson's of rates (accuracy; of two classes precision, recall and F1),
 * DeLong's of a binary AUC, else a percentile bootstrap of {@link RESAMPLES} resamples: multinomial draws of the confusion
 * matrix where that is all a metric looks at, and one set of resamples for all others. With `groups` all are bootstraps of
 * whole groups, in time of blocks, as formulas take rows to stand alone.
 *
 * A metric is absent where there is no interval: resamples that are all alike (one row, one group, no row that is wrong)
 * show nothing, and neither do those of which more than one in ten has no value.
 */
export function* metricIntervals(input: EvaluateInput & Resampling): Work<MetricIntervals> {
  const judged = judge(input)
  if (!judged) return {}
  const metrics: Partial<Record<MetricName, number>> = {}
  for (const name of metricsFor(judged.task)) {
    const value = metricOf(judged, name)
    if (value !== undefined) metrics[name] = value
    yield
  }
  const isGrouped = input.groups !== undefined
  const intervals: Partial<Record<MetricName, MetricInterval>> = {}
  if (metrics.auc !== undefined && judged.task === 'binary' && !isGrouped) {
    const components = aucComponents(judged.actual, judged.positive)
    const interval = components && aucInterval(components)
    if (interval) intervals.auc = interval
    yield
  }
  const names = (Object.keys(metrics) as MetricName[]).filter(
    (name): name is RowMetric =>
      !isConfusionMetric(name) && !(name === 'auc' && judged.task === 'binary' && !isGrouped),
  )
  const sorted = yield* sortRows(input)
  const inOrder = judge(sorted)!
  const estimators: Estimator[] = []
  for (const name of names) {
    estimators.push(name === 'ece' ? calibrationShiftOf(inOrder) : ESTIMATORS[name](inOrder))
    yield
  }
  const draws = yield* bootstrap(estimators, judged.actual.length, sorted)
  for (const [i, name] of names.entries()) {
    const interval: Interval | undefined =
      name === 'ece' ? withinShift(draws[i]!, metrics.ece!) : percentileBounds(draws[i]!, metrics[name]!)
    if (interval) intervals[name] = { ...interval, method: bootstrapOf(input) }
  }
  if (judged.task === 'regression') return intervals
  // Matrices take a moment beside the rows, whose progress was told.
  const quiet = { ...input, progress: undefined }
  const ofMatrix = isGrouped
    ? yield* groupedConfusionIntervals(judged, quiet)
    : yield* confusionIntervals(judged.confusion, quiet)
  return { ...intervals, ...ofMatrix }
}

/**
 * The intervals of {@link metricIntervals} that the confusion matrix alone gives, for a run whose predictions are not at
 * hand. Rows must stand alone.
 */
export function* confusionIntervals(
  confusion: readonly (readonly number[])[],
  resampling: Omit<Resampling, 'groups'>,
): Work<MetricIntervals> {
  const rates = rateIntervals(confusion)
  const names = valued(confusion).filter((name) => !(name in rates))
  const drawn = metricDraws(names, confusion, resampling)
  if (names.length > 0) yield* drawCells(confusion.flat(), resampling, drawn.take)
  return { ...drawn.intervals('bootstrap'), ...rates }
}

function* groupedConfusionIntervals(
  { actual, labels, confusion }: Judged,
  resampling: Resampling,
): Work<MetricIntervals> {
  const classes = confusion.length
  const cells = Uint32Array.from(actual, (label, row) => label * classes + labels[row]!)
  const drawn = metricDraws(valued(confusion), confusion, resampling)
  yield* drawGroupedCells(cells, classes * classes, resampling, drawn.take)
  return drawn.intervals(bootstrapOf(resampling))
}

/** What a bootstrap is called, by how rows depend on each other. */
export function bootstrapOf({ groups, inTime }: Dependence): 'bootstrap' | 'cluster bootstrap' | 'block bootstrap' {
  return !groups ? 'bootstrap' : inTime ? 'block bootstrap' : 'cluster bootstrap'
}

/** {@link matrixDraws} of metrics, whose intervals are by name. */
function metricDraws(
  names: readonly ConfusionMetric[],
  confusion: readonly (readonly number[])[],
  { resamples }: Pick<Resampling, 'resamples'>,
) {
  const { take, intervals } = matrixDraws(
    names.map((name) => CONFUSION_METRICS[name]),
    confusion,
    resamples,
  )
  return {
    take,
    intervals: (method: MetricInterval['method']): MetricIntervals => {
      const found = intervals(method).map((interval, i) => [names[i]!, interval] as const)
      return Object.fromEntries(found.filter(([, interval]) => interval))
    },
  }
}

function rateIntervals(confusion: readonly (readonly number[])[]): MetricIntervals {
  const right = confusion.reduce((sum, row, j) => sum + row[j]!, 0)
  const rows = confusion.reduce((sum, row) => sum + total(row), 0)
  const ofRight = wilsonInterval(right, rows)
  const rates: Partial<Record<ConfusionMetric, Interval | undefined>> = { accuracy: ofRight }
  if (confusion.length !== 2) rates.weightedRecall = ofRight
  else {
    const [[, falsePositives], [falseNegatives, truePositives]] = confusion as [[number, number], [number, number]]
    rates.precision = wilsonInterval(truePositives, truePositives + falsePositives)
    rates.recall = wilsonInterval(truePositives, truePositives + falseNegatives)
    rates.f1 = f1Interval(truePositives, falsePositives, falseNegatives)
  }
  const found = Object.entries(rates).filter(([, interval]) => interval !== undefined)
  return Object.fromEntries(found.map(([name, interval]) => [name, { ...interval!, method: 'Wilson' }]))
}

/** The metrics of the matrix that have a value on it. */
function valued(confusion: readonly (readonly number[])[]): ConfusionMetric[] {
  return Object.keys(valuesOfMatrix(confusion)) as ConfusionMetric[]
}

/**
 * Interval of a calibration error, wide enough for at least 95%. Chance makes the error of a well calibrated model larger,
 * never smaller, and that of a resample larger still, so that a percentile interval would leave the truth out below. What
 * chance moves the gaps of the bins by, altogether, is never less than what it moves the error by: it is bounded by 97.5% of
 * resamples, a little more than needed, as bins of few rows vary more than their resamples show.
 */
function withinShift(shifts: Float64Array, error: number): Interval | undefined {
  const most = quantileOf(shifts.slice().sort(), 0.975)
  return most > 0 ? { low: Math.max(0, error - most), high: Math.min(1, error + most) } : undefined
}

/**
 * The rows in the order of their scores (of several classes the last one's), or of their errors: most metrics then walk over
 * them as they lie, some times faster than to and fro, and the order in which rows came does not matter to the draws.
 */
function* sortRows(input: EvaluateInput & Resampling): Work<EvaluateInput & Resampling> {
  const { actual, predictions, task, groups } = input
  const { scores, width, labels } = predictions
  const keys = actual.map((value, row) =>
    task === 'regression' ? Math.abs(scores[row]! - value) : scores[row * width + width - 1]!,
  )
  // Equal keys in the order of the truth.
  const byTruth = orderNumbers(actual)
  const order = orderNumbers(gather(keys, byTruth)).map((i) => byTruth[i]!)
  yield
  const sortedScores = new Float32Array(scores.length)
  for (let i = 0; i < order.length; i++)
    for (let j = 0; j < width; j++) sortedScores[i * width + j] = scores[order[i]! * width + j]!
  return {
    ...input,
    actual: gather(actual, order),
    predictions: {
      rows: order.length,
      width,
      scores: sortedScores,
      labels: labels && Int32Array.from(order, (row) => labels[row]!),
    },
    groups: groups && Int32Array.from(order, (row) => groups[row]!),
  }
}

function gather(values: Float64Array, order: Uint32Array): Float64Array {
  const gathered = new Float64Array(order.length)
  for (let i = 0; i < order.length; i++) gathered[i] = values[order[i]!]!
  return gathered
}
