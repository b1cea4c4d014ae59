import { meanAndStd } from '../centre.ts'
import { binEdges, binOf } from '../metrics/calibration.ts'
import type { ConfusionMetric } from '../metrics/confusion.ts'
import { type Judged, saidAndTrue } from '../metrics/evaluate.ts'
import type { MetricName } from '../metrics/metric.ts'
import { surprise } from '../metrics/probability.ts'
import type { Resample } from './resample.ts'
import { marksOf, orderRows, walkAuc, walkMedian, walkPrecision } from './walks.ts'

/** What is found in each resample; NaN where it has no value. */
export type Estimator = (resample: Resample) => number

/** A metric that is no function of the confusion matrix. */
export type RowMetric = Exclude<MetricName, ConfusionMetric>

/** How each metric is found in many resamples: its sums, or its walk over rows that are in order once for all. */
export const ESTIMATORS: Readonly<Record<RowMetric, (judged: Judged) => Estimator>> = {
  auc: aucOf,
  averagePrecision: ({ actual, positive }) => {
    const ordered = orderRows(new Float64Array(positive), 'descending')
    const isPositive = marksOf(actual, 1, ordered.rows)
    return (resample) => walkPrecision(resample, ordered, isPositive)
  },
  logLoss: ({ actual, scores, width }) => meanOf(actual.map((label, row) => surprise(scores[row * width + label]!))),
  brier: ({ actual, positive }) => meanOf(actual.map((is, row) => (positive[row]! - is) ** 2)),
  ece: (judged) => {
    const sumGaps = gapsOf(judged)
    return (resample) => sumGaps(resample).reduce((error, sum) => error + Math.abs(sum), 0) / resample.rows
  },
  rmse: (judged) => {
    const meanSquare = meanOf(squaredErrors(judged))
    return (resample) => Math.sqrt(meanSquare(resample))
  },
  mae: (judged) => meanOf(absoluteErrors(judged)),
  medianAbsoluteError: (judged) => {
    const errors = absoluteErrors(judged)
    const ordered = orderRows(errors, 'ascending')
    const sorted = errors.slice().sort()
    return (resample) => walkMedian(resample, ordered, sorted)
  },
  mape: (judged) => meanOf(absoluteErrors(judged).map((error, row) => error / Math.abs(judged.actual[row]!))),
  pinball: (judged) => meanOf(absoluteErrors(judged).map((error) => error / 2)),
  r2: explainedOf,
}

/**
 * How far the gaps of the calibration error's bins move in a resample, altogether: Σ (n_b / n) · |gap* − gap|. Since
 * |Σ|g*| − Σ|g|| is never more, a bound of this bounds what chance does to the error.
 */
export function calibrationShiftOf(judged: Judged): Estimator {
  const rows = judged.actual.length
  const sumGaps = gapsOf(judged)
  const centres = sumGaps({ weights: new Uint8Array(rows).fill(1), rows }).map((sum) => sum / rows)
  return (resample) =>
    sumGaps(resample).reduce((shift, sum, bin) => shift + Math.abs(sum / resample.rows - centres[bin]!), 0)
}

function absoluteErrors({ actual, scores }: Judged): Float64Array {
  return actual.map((value, row) => Math.abs(scores[row]! - value))
}

function squaredErrors({ actual, scores }: Judged): Float64Array {
  return actual.map((value, row) => (scores[row]! - value) ** 2)
}

/** The mean over rows of a value that each has. */
function meanOf(values: Float64Array): Estimator {
  return (resample) => sumOf(resample, values) / resample.rows
}

/** In four parts, since each addition has to wait for the one before it. */
function sumOf({ weights }: Resample, values: Float64Array): number {
  let [first, second, third, fourth] = [0, 0, 0, 0]
  const whole = values.length - (values.length % 4)
  for (let row = 0; row < whole; row += 4) {
    first += weights[row]! * values[row]!
    second += weights[row + 1]! * values[row + 1]!
    third += weights[row + 2]! * values[row + 2]!
    fourth += weights[row + 3]! * values[row + 3]!
  }
  for (let row = whole; row < values.length; row++) first += weights[row]! * values[row]!
  return first + second + (third + fourth)
}

function explainedOf(judged: Judged): Estimator {
  const { mean } = meanAndStd(judged.actual)
  const centred = judged.actual.map((value) => value - mean)
  const squared = centred.map((value) => value * value)
  const errors = squaredErrors(judged)
  return (resample) => {
    const squares = sumOf(resample, squared)
    const spread = squares - sumOf(resample, centred) ** 2 / resample.rows
    // A resample in which all values are equal, but for rounding.
    return spread > 1e-12 * squares ? 1 - sumOf(resample, errors) / spread : Number.NaN
  }
}

/** The mean AUC of the classes against all others, of those that a resample has; of two classes that of the positive. */
function aucOf({ task, actual, positive, scores, width }: Judged): Estimator {
  const classes = task === 'binary' ? [1] : Array.from({ length: width }, (_, j) => j)
  const walks = classes.map((j) => {
    const column = task === 'binary' ? new Float64Array(positive) : actual.map((_, row) => scores[row * width + j]!)
    const ordered = orderRows(column, 'ascending')
    return { ordered, isPositive: marksOf(actual, j, ordered.rows) }
  })
  return (resample) => {
    let [sum, present] = [0, 0]
    for (const { ordered, isPositive } of walks) {
      const { auc, positives } = walkAuc(resample, ordered, isPositive)
      if (positives === 0) continue
      sum += auc
      present++
    }
    return sum / present
  }
}

/**
 * The sums, bin by bin of the calibration error, of what was said less what came true in a resample. The bins are those of
 * the rows as they are. They lie in an array that is written again for the next resample.
 */
function gapsOf(judged: Judged): (resample: Resample) => Float64Array {
  const { isTrue, probabilities } = saidAndTrue(judged)
  const edges = binEdges(probabilities)
  const { rows } = orderRows(probabilities, 'ascending')
  const gaps = new Float64Array(rows.length)
  const ends = new Float64Array(edges.length + 1)
  for (let i = 0; i < rows.length; i++) {
    gaps[i] = probabilities[rows[i]!]! - isTrue[rows[i]!]!
    ends[binOf(edges, probabilities[rows[i]!]!)] = i + 1
  }
  const sums = new Float64Array(ends.length)
  return ({ weights }) => {
    let i = 0
    for (let bin = 0; bin < ends.length; bin++) {
      const end = ends[bin]!
      let sum = 0
      for (; i < end; i++) sum += weights[rows[i]!]! * gaps[i]!
      sums[bin] = sum
    }
    return sums
  }
}
