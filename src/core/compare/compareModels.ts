import { AssayError } from '../errors.ts'
import { CONFUSION_METRICS, type ConfusionMetric, isConfusionMetric } from '../metrics/confusion.ts'
import { aucComponents, aucCovariance } from '../metrics/deLong.ts'
import { type EvaluateInput, type Judged, judge, metricOf } from '../metrics/evaluate.ts'
import { Z_95 } from '../metrics/interval.ts'
import { METRICS, type MetricName } from '../metrics/metric.ts'
import { normalCdf } from '../normal.ts'
import { drawCells, drawGroupedCells } from '../resample/cells.ts'
import { ESTIMATORS, type RowMetric } from '../resample/estimators.ts'
import { bootstrapOf } from '../resample/intervals.ts'
import { percentileInterval, percentileP } from '../resample/percentile.ts'
import { RESAMPLES, type Resampling } from '../resample/resample.ts'
import { bootstrap } from '../resample/sideBySide.ts'
import type { Work } from '../work.ts'
import type { Comparison } from './comparison.ts'
import { countOutcomes, mcNemarP, pairedRateInterval } from './mcNemar.ts'

/** What one model says of the rows. */
type Said = Pick<EvaluateInput, 'predictions' | 'threshold' | 'quantile'>

export interface CompareInput extends Pick<EvaluateInput, 'task' | 'classes' | 'actual'>, Resampling {
  readonly metric: MetricName
  readonly a: Said
  readonly b: Said
}

/**
 * How far B is from A by a metric on the same rows, with an interval and a test of "no difference": McNemar's of accuracies,
 * DeLong's of two binary AUCs, else the paired bootstrap, whose resamples are the same for both. With `groups` all are by the
 * bootstrap of whole groups, in time of blocks. Exchanging the models turns the difference round and changes nothing else.
 *
 * Undefined where a model has no such metric on these rows, and where rows or resamples do not vary although the models
 * differ, so that nothing can be said of chance.
 */
export function* compareModels(input: CompareInput): Work<Comparison | undefined> {
  const { metric, task, classes, actual, groups } = input
  if (!METRICS[metric].tasks.includes(task))
    throw new AssayError('internal', `${METRICS[metric].label} is no metric of this task.`)
  // Losses of two quantiles cannot be held against each other; who aims at none is held to the other's.
  const quantile = input.a.quantile ?? input.b.quantile
  if (metric === 'pinball' && aimAtTwo(input.a, input.b)) return undefined
  const a = judge({ task, classes, actual, ...input.a, quantile })
  const b = judge({ task, classes, actual, ...input.b, quantile })
  const [valueA, valueB] = [a && metricOf(a, metric), b && metricOf(b, metric)]
  yield
  if (!a || !b || valueA === undefined || valueB === undefined) return undefined
  if ((metric === 'accuracy' || metric === 'weightedRecall') && !groups) return compareAccuracies(metric, a, b)
  if (metric === 'auc' && task === 'binary' && !groups) return compareAucs(a, b)

  const draws = isConfusionMetric(metric)
    ? yield* matrixDifferences(metric, a, b, input)
    : yield* rowDifferences(metric, a, b, input)
  const difference = valueB - valueA
  const interval = percentileInterval(draws, difference)
  const p = percentileP(draws)
  if (!interval || p === undefined || (interval.low === interval.high && difference !== 0)) return undefined
  return { metric, difference, ...interval, p, test: `paired ${bootstrapOf(input)}` }
}

/** Whether two models aim at two quantiles, so that their pinball losses are of two metrics. */
export function aimAtTwo(a: { readonly quantile?: number | undefined }, b: typeof a): boolean {
  return a.quantile !== undefined && b.quantile !== undefined && a.quantile !== b.quantile
}

function compareAccuracies(metric: MetricName, a: Judged, b: Judged): Comparison | undefined {
  const outcomes = countOutcomes(a.actual, a.labels, b.labels)
  const interval = pairedRateInterval(outcomes)
  const { p, isExact } = mcNemarP(outcomes)
  const difference = (outcomes.onlyB - outcomes.onlyA) / a.actual.length
  return interval && { metric, difference, ...interval, p, test: isExact ? 'McNemar, exact' : 'McNemar' }
}

/** DeLong, DeLong and Clarke-Pearson 1988: z of the difference, with the variances of both AUCs and their covariance. */
function compareAucs(judgedA: Judged, judgedB: Judged): Comparison | undefined {
  const a = aucComponents(judgedA.actual, judgedA.positive)
  const b = aucComponents(judgedB.actual, judgedB.positive)
  if (!a || !b) return undefined
  const [ofA, ofB, ofBoth] = [aucCovariance(a, a), aucCovariance(b, b), aucCovariance(a, b)]
  if (ofA === undefined || ofB === undefined || ofBoth === undefined) return undefined
  const difference = b.auc - a.auc
  const error = Math.sqrt(Math.max(0, ofA + ofB - 2 * ofBoth))
  // Rounding leaves a little where all rows agree.
  if (error < 1e-9)
    return difference === 0 ? { metric: 'auc', difference, low: 0, high: 0, p: 1, test: 'DeLong' } : undefined
  const half = Z_95 * error
  return {
    metric: 'auc',
    difference,
    low: Math.max(-1, difference - half),
    high: Math.min(1, difference + half),
    p: 2 * normalCdf(-Math.abs(difference) / error),
    test: 'DeLong',
  }
}

function* rowDifferences(metric: RowMetric, a: Judged, b: Judged, resampling: Resampling): Work<Float64Array> {
  const estimators = [ESTIMATORS[metric](a)]
  yield
  estimators.push(ESTIMATORS[metric](b))
  yield
  const [ofA, ofB] = yield* bootstrap(estimators, a.actual.length, resampling)
  return ofA!.map((value, draw) => ofB![draw]! - value)
}

/** Rows by their true class and both labels, of which resamples are drawn; only such triples as occur. */
function* matrixDifferences(metric: ConfusionMetric, a: Judged, b: Judged, resampling: Resampling): Work<Float64Array> {
  const classes = a.width
  const places = new Map<number, number>()
  const cells = new Uint32Array(a.actual.length)
  const counts: number[] = []
  for (let row = 0; row < cells.length; row++) {
    const triple = (a.actual[row]! * classes + a.labels[row]!) * classes + b.labels[row]!
    const place = places.get(triple) ?? places.size
    places.set(triple, place)
    cells[row] = place
    counts[place] = (counts[place] ?? 0) + 1
  }
  yield
  const triples = [...places.keys()]
  const draws = new Float64Array(resampling.resamples ?? RESAMPLES)
  const take = (drawn: Float64Array, draw: number) => {
    const matrixA = emptyMatrix(classes)
    const matrixB = emptyMatrix(classes)
    for (const [place, triple] of triples.entries()) {
      const label = Math.floor(triple / classes ** 2)
      matrixA[label]![Math.floor(triple / classes) % classes]! += drawn[place]!
      matrixB[label]![triple % classes]! += drawn[place]!
    }
    const [valueA, valueB] = [CONFUSION_METRICS[metric](matrixA), CONFUSION_METRICS[metric](matrixB)]
    draws[draw] = valueA === undefined || valueB === undefined ? Number.NaN : valueB - valueA
  }
  yield* resampling.groups
    ? drawGroupedCells(cells, triples.length, resampling, take)
    : drawCells(counts, resampling, take)
  return draws
}

function emptyMatrix(classes: number): number[][] {
  return Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
}
