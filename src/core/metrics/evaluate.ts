import { AssayError } from '../errors.ts'
import type { Predictions } from '../pipeline/pipeline.ts'
import { calibrationBins, expectedCalibrationError } from './calibration.ts'
import { CONFUSION_METRICS, countConfusion } from './confusion.ts'
import { METRICS, type MetricName, type MetricValues, metricsFor, type TaskKind } from './metric.ts'
import { brier, brierOfClasses, logLoss } from './probability.ts'
import { averagePrecision, rankScores } from './ranked.ts'
import { auc, macroAuc, oneAgainstAll } from './ranking.ts'
import { mae, mape, medianAbsoluteError, mse, pinball, r2, rmse } from './residual.ts'

export interface EvaluateInput {
  readonly task: TaskKind
  /** For binary [negative, positive]; empty for regression. */
  readonly classes: readonly string[]
  /** Class index or value of each predicted row, none missing. */
  readonly actual: Float64Array
  readonly predictions: Predictions
  /** Binary only: a row is called positive from this probability up. */
  readonly threshold: number
  /** Regression only: the quantile that is predicted, which the pinball loss is of; the median where absent. */
  readonly quantile?: number | undefined
}

export interface Evaluated {
  readonly metrics: MetricValues
  /** Rows true, columns predicted; absent for regression, and where a probability is not a number. */
  readonly confusion?: number[][]
}

/**
 * Every metric of the task on these rows. One that has no value here (AUC of one class, R² of a constant) or comes out
 * not finite (a diverged model) is absent. Binary labels follow `threshold`, so that it can be moved without predicting
 * again; those of several classes are the predictions' own, else the most probable class, ties to the first.
 */
export function evaluatePredictions(input: EvaluateInput): Evaluated {
  const judged = judge(input)
  if (!judged) return { metrics: {} }
  const values = metricsFor(input.task).map((name) => [name, metricOf(judged, name)] as const)
  return {
    metrics: Object.fromEntries(values.filter(([, value]) => value !== undefined)),
    ...(input.task !== 'regression' && { confusion: judged.confusion }),
  }
}

/** One metric of {@link evaluatePredictions}, without the work that the others take; undefined where it is absent there. */
export function evaluateMetric(input: EvaluateInput, name: MetricName): number | undefined {
  const judged = METRICS[name].tasks.includes(input.task) ? judge(input) : undefined
  return judged && metricOf(judged, name)
}

/** Predictions beside the truth, in the forms that metrics ask for; each is made when it is first asked for. */
export interface Judged {
  readonly task: TaskKind
  readonly actual: Float64Array
  readonly scores: Float32Array
  readonly width: number
  /** The class that each row is called. */
  readonly labels: Int32Array
  readonly confusion: number[][]
  /** Binary: the probability of the positive class. */
  readonly positive: Float32Array
  /** Regression: the quantile that is predicted. */
  readonly quantile: number
}

const DEFINITIONS: Readonly<Record<MetricName, (judged: Judged) => number | undefined>> = {
  auc: ({ task, actual, positive, scores, width }) =>
    task === 'binary' ? auc(actual, positive) : macroAuc(actual, scores, width),
  averagePrecision: ({ task, actual, positive, scores, width }) =>
    task === 'binary' ? precisionOver(actual, positive) : oneAgainstAll(actual, scores, width, precisionOver),
  logLoss: ({ actual, scores, width }) => logLoss(actual, scores, width),
  accuracy: ({ confusion }) => CONFUSION_METRICS.accuracy(confusion),
  balancedAccuracy: ({ confusion }) => CONFUSION_METRICS.balancedAccuracy(confusion),
  f1: ({ confusion }) => CONFUSION_METRICS.f1(confusion),
  mcc: ({ confusion }) => CONFUSION_METRICS.mcc(confusion),
  kappa: ({ confusion }) => CONFUSION_METRICS.kappa(confusion),
  precision: ({ confusion }) => CONFUSION_METRICS.precision(confusion),
  recall: ({ confusion }) => CONFUSION_METRICS.recall(confusion),
  weightedF1: ({ confusion }) => CONFUSION_METRICS.weightedF1(confusion),
  weightedPrecision: ({ confusion }) => CONFUSION_METRICS.weightedPrecision(confusion),
  weightedRecall: ({ confusion }) => CONFUSION_METRICS.weightedRecall(confusion),
  brier: ({ task, actual, positive, scores, width }) =>
    task === 'binary' ? brier(actual, positive) : brierOfClasses(actual, scores, width),
  ece: (judged) => {
    const { isTrue, probabilities } = saidAndTrue(judged)
    return expectedCalibrationError(calibrationBins(isTrue, probabilities))
  },
  rmse: ({ actual, scores }) => rmse(actual, scores),
  mae: ({ actual, scores }) => mae(actual, scores),
  medianAbsoluteError: ({ actual, scores }) => medianAbsoluteError(actual, scores),
  mape: ({ actual, scores }) => mape(actual, scores),
  pinball: ({ actual, scores, quantile }) => pinball(actual, scores, quantile),
  r2: ({ actual, scores }) => r2(actual, scores),
}

function precisionOver(isPositive: ArrayLike<number>, scores: ArrayLike<number>): number | undefined {
  const ranked = rankScores(isPositive, scores)
  return ranked && averagePrecision(ranked)
}

/** A metric of the task; undefined where it has no value here, or none that is finite. */
export function metricOf(judged: Judged, name: MetricName): number | undefined {
  const value = DEFINITIONS[name](judged)
  return Number.isFinite(value) ? value : undefined
}

/**
 * What calibration is about: of two classes the probability of the positive one, and whether a row is positive; of several
 * that of the class predicted, and whether it is right (top label, Guo et al. 2017).
 */
export function saidAndTrue({ task, actual, positive, labels, scores, width }: Judged): {
  readonly isTrue: Uint8Array
  readonly probabilities: Float64Array
} {
  if (task === 'binary') return { isTrue: Uint8Array.from(actual), probabilities: Float64Array.from(positive) }
  return {
    isTrue: Uint8Array.from(actual, (label, i) => (label === labels[i] ? 1 : 0)),
    probabilities: Float64Array.from(labels, (label, i) => scores[i * width + label]!),
  }
}

/** Undefined where a probability is not a number. Throws where predictions do not fit the rows, or a class is none of them. */
export function judge(input: EvaluateInput): Judged | undefined {
  checkShape(input)
  const { task, actual, predictions } = input
  const { scores, width } = predictions
  if (task !== 'regression' && scores.some(Number.isNaN)) return undefined
  let labels: Int32Array | undefined
  let confusion: number[][] | undefined
  let positive: Float32Array | undefined
  return {
    task,
    actual,
    scores,
    width,
    quantile: input.quantile ?? 0.5,
    get labels() {
      labels ??= labelsFor(input)
      return labels
    },
    get confusion() {
      confusion ??= countConfusion(actual, this.labels, width)
      return confusion
    },
    get positive() {
      positive ??= positiveScores(predictions)
      return positive
    },
  }
}

/**
 * The loss that training lowers, on rows with predictions: log loss for classes, mean squared error (the target's units
 * squared) for a number. Undefined for no rows.
 */
export function lossOf(input: Pick<EvaluateInput, 'task' | 'actual' | 'predictions'>): number | undefined {
  const { scores, width } = input.predictions
  return input.task === 'regression' ? mse(input.actual, scores) : logLoss(input.actual, scores, width)
}

function labelsFor({ task, predictions, threshold }: EvaluateInput): Int32Array {
  const { rows, width, scores } = predictions
  if (task !== 'binary' && predictions.labels) return predictions.labels
  const labels = new Int32Array(rows)
  for (let i = 0; i < rows; i++) {
    if (task === 'binary') {
      labels[i] = scores[i * 2 + 1]! >= threshold ? 1 : 0
      continue
    }
    let best = 0
    for (let j = 1; j < width; j++) if (scores[i * width + j]! > scores[i * width + best]!) best = j
    labels[i] = best
  }
  return labels
}

function positiveScores({ rows, scores }: Predictions): Float32Array {
  const positive = new Float32Array(rows)
  for (let i = 0; i < rows; i++) positive[i] = scores[i * 2 + 1]!
  return positive
}

function checkShape({ task, classes, actual, predictions }: EvaluateInput): void {
  const { rows, width, scores } = predictions
  const expected = task === 'regression' ? 1 : classes.length
  if (rows !== actual.length || width !== expected || scores.length !== rows * width)
    throw new AssayError(
      'internal',
      `Predictions of ${rows} × ${width} do not fit ${actual.length} rows and ${expected} outputs.`,
    )
  if (task === 'regression') return
  for (const value of actual)
    if (!(value >= 0 && value < width && Number.isInteger(value)))
      throw new AssayError('internal', `${value} is no index into ${width} classes.`)
}
