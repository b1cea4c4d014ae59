import { AssayError } from '../errors.ts'
import type { Predictions } from '../pipeline/pipeline.ts'
import { accuracy, balancedAccuracy, countConfusion, f1, macroF1, precision, recall } from './confusion.ts'
import type { MetricName, MetricValues, TaskKind } from './metric.ts'
import { brier, logLoss } from './probability.ts'
import { auc, macroAuc } from './ranking.ts'
import { mae, mse, r2, rmse } from './residual.ts'

export interface EvaluateInput {
  readonly task: TaskKind
  /** For binary [negative, positive]; empty for regression. */
  readonly classes: readonly string[]
  /** Class index or value of each predicted row, none missing. */
  readonly actual: Float64Array
  readonly predictions: Predictions
  /** Binary only: a row is called positive from this probability up. */
  readonly threshold: number
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
  const { task, actual, predictions } = input
  checkShape(input)
  const { scores, width } = predictions
  if (task === 'regression')
    return {
      metrics: defined({ rmse: rmse(actual, scores), mae: mae(actual, scores), r2: r2(actual, scores) }),
    }

  if (scores.some(Number.isNaN)) return { metrics: {} }
  const confusion = countConfusion(actual, labelsFor(input), width)
  const shared = {
    logLoss: logLoss(actual, scores, width),
    accuracy: accuracy(confusion),
    balancedAccuracy: balancedAccuracy(confusion),
  }
  if (task === 'multiclass')
    return { metrics: defined({ auc: macroAuc(actual, scores, width), ...shared, f1: macroF1(confusion) }), confusion }

  const positive = positiveScores(predictions)
  return {
    metrics: defined({
      auc: auc(actual, positive),
      ...shared,
      f1: f1(confusion, 1),
      precision: precision(confusion, 1),
      recall: recall(confusion, 1),
      brier: brier(actual, positive),
    }),
    confusion,
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

function defined(values: Readonly<Partial<Record<MetricName, number | undefined>>>): MetricValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)))
}
