import { meanAndStd } from '../centre.ts'
import { binEdges, binOf } from '../metrics/calibration.ts'
import type { ConfusionMetric } from '../metrics/confusion.ts'
import { type Judged, saidAndTrue } from '../metrics/evaluate.ts'
import type { MetricName } from '../metrics/metric.ts'
import { squaredDistance, surprise } from '../metrics/probability.ts'
import { missCost } from '../metrics/residual.ts'
import type { Work } from '../work.ts'
import { type Estimator, layOut, type Resamples, SIDE_BY_SIDE } from './sideBySide.ts'
import { orderRows, type RankScores, rankRows, walkMedian, walkRanks, walkStretch, walkSum } from './walks.ts'

/** A metric that is no function of the confusion matrix. */
export type RowMetric = Exclude<MetricName, ConfusionMetric>

/** How each metric is found in many resamples: its sums, or its walk over rows that are in order once for all. */
export const ESTIMATORS: Readonly<Record<RowMetric, (judged: Judged) => Estimator>> = {
  auc: (judged) => rankScoreOf(judged, 'auc'),
  averagePrecision: (judged) => rankScoreOf(judged, 'averagePrecision'),
  logLoss: ({ actual, scores, width }) => meanOf(actual.map((label, row) => surprise(scores[row * width + label]!))),
  brier: ({ task, actual, positive, scores, width }) =>
    meanOf(
      actual.map((label, row) =>
        task === 'binary' ? (positive[row]! - label) ** 2 : squaredDistance(label, scores, width, row),
      ),
    ),
  ece: (judged) => {
    const sumGaps = gapsOf(judged)
    return (resamples) => sumOverBins(sumGaps(resamples), (sum, _, place) => Math.abs(sum) / resamples.rows[place]!)
  },
  rmse: (judged) => {
    const errors = squaredErrors(judged)
    return (resamples) => means(resamples, errors).map(Math.sqrt)
  },
  mae: (judged) => meanOf(absoluteErrors(judged)),
  medianAbsoluteError: (judged) => {
    const errors = absoluteErrors(judged)
    const ordered = orderRows(errors, 'ascending')
    const sorted = errors.slice().sort()
    return (resamples) => walkMedian(resamples, ordered, sorted)
  },
  mape: (judged) => meanOf(absoluteErrors(judged).map((error, row) => error / Math.abs(judged.actual[row]!))),
  pinball: ({ actual, scores, quantile }) =>
    meanOf(actual.map((value, row) => missCost(value - scores[row]!, quantile))),
  r2: explainedOf,
}

/**
 * How far the gaps of the calibration error's bins move in a resample, altogether: Σ (n_b / n) · |gap* − gap|. Since
 * |Σ|g*| − Σ|g|| is never more, a bound of this bounds what chance does to the error.
 */
export function calibrationShiftOf(judged: Judged): Estimator {
  const rows = judged.actual.length
  const sumGaps = gapsOf(judged)
  const centres = sumGaps(layOut([new Uint8Array(rows).fill(1)])).map((sums) => sums[0]! / rows)
  return (resamples) =>
    sumOverBins(sumGaps(resamples), (sum, bin, place) => Math.abs(sum / resamples.rows[place]! - centres[bin]!))
}

function absoluteErrors({ actual, scores }: Judged): Float64Array {
  return actual.map((value, row) => Math.abs(scores[row]! - value))
}

function squaredErrors({ actual, scores }: Judged): Float64Array {
  return actual.map((value, row) => (scores[row]! - value) ** 2)
}

/** The mean over rows of a value that each has. */
function meanOf(values: Float64Array): Estimator {
  return (resamples) => means(resamples, values)
}

function means(resamples: Resamples, values: Float64Array): Float64Array {
  return walkSum(resamples, values).map((sum, place) => sum / resamples.rows[place]!)
}

function explainedOf(judged: Judged): Estimator {
  const { mean } = meanAndStd(judged.actual)
  const centred = judged.actual.map((value) => value - mean)
  const squared = centred.map((value) => value * value)
  const errors = squaredErrors(judged)
  return (resamples) => {
    const squares = walkSum(resamples, squared)
    const sums = walkSum(resamples, centred)
    return walkSum(resamples, errors).map((error, place) => {
      const spread = squares[place]! - sums[place]! ** 2 / resamples.rows[place]!
      // A resample in which all values are equal, but for rounding.
      return spread > 1e-12 * squares[place]! ? 1 - error / spread : Number.NaN
    })
  }
}

/** What one walk gives several metrics: the last resamples it was made over, and what came of it, of all and by class. */
interface Walker {
  readonly walk: (resamples: Resamples) => Work<WalkScores>
  last?: { readonly resamples: Resamples; readonly scores: WalkScores }
}

interface WalkScores {
  readonly means: Omit<RankScores, 'positives'>
  readonly classes: readonly RankScores[]
}

const WALKERS = new WeakMap<Judged, Walker>()

/** AUC and average precision come of the same walk, which is made once for both. */
function rankScoreOf(judged: Judged, name: 'auc' | 'averagePrecision'): Estimator {
  return walked(judged, ({ means }) => means[name])
}

/** Of several classes each one's AUC against all others, which one walk gives; of two the positive one's, which is both's. */
export function classAucsOf(judged: Judged): readonly Estimator[] {
  const { task, width } = judged
  return Array.from({ length: width }, (_, j) =>
    walked(judged, ({ classes }) => classes[task === 'binary' ? 0 : j]!.auc),
  )
}

function walked(judged: Judged, take: (scores: WalkScores) => Float64Array): Estimator {
  const walker: Walker = WALKERS.get(judged) ?? { walk: rankWalkOf(judged) }
  WALKERS.set(judged, walker)
  return function* (resamples) {
    if (walker.last?.resamples !== resamples) walker.last = { resamples, scores: yield* walker.walk(resamples) }
    return take(walker.last.scores)
  }
}

/** Means over the classes that a resample has, each against all others; of two classes those of the positive one. */
function rankWalkOf({ task, actual, positive, scores, width }: Judged): Walker['walk'] {
  const classes = task === 'binary' ? [1] : Array.from({ length: width }, (_, j) => j)
  const rankings = classes.map((j) => {
    const column = task === 'binary' ? new Float64Array(positive) : actual.map((_, row) => scores[row * width + j]!)
    return rankRows(actual, j, column)
  })
  return function* (resamples) {
    const found: RankScores[] = []
    const present = new Float64Array(SIDE_BY_SIDE)
    const auc = new Float64Array(SIDE_BY_SIDE)
    const averagePrecision = new Float64Array(SIDE_BY_SIDE)
    for (const ranking of rankings) {
      const of = walkRanks(resamples, ranking)
      found.push(of)
      for (let place = 0; place < SIDE_BY_SIDE; place++) {
        if (of.positives[place] === 0) continue
        auc[place]! += of.auc[place]!
        averagePrecision[place]! += of.averagePrecision[place]!
        present[place]!++
      }
      yield
    }
    const mean = (sum: number, place: number) => sum / present[place]!
    return { means: { auc: auc.map(mean), averagePrecision: averagePrecision.map(mean) }, classes: found }
  }
}

/** The sums, bin by bin of the calibration error and in each of some resamples, of what was said less what came true. */
type GapSums = readonly Float64Array[]

/** The bins are those of the rows as they are. */
function gapsOf(judged: Judged): (resamples: Resamples) => GapSums {
  const { isTrue, probabilities } = saidAndTrue(judged)
  const edges = binEdges(probabilities)
  const { rows } = orderRows(probabilities, 'ascending')
  const gaps = new Float64Array(rows.length)
  const ends = new Float64Array(edges.length + 1)
  for (let i = 0; i < rows.length; i++) {
    gaps[i] = probabilities[rows[i]!]! - isTrue[rows[i]!]!
    ends[binOf(edges, probabilities[rows[i]!]!)] = i + 1
  }
  // A bin without rows ends where the one before it does.
  for (let bin = 1; bin < ends.length; bin++) ends[bin] = Math.max(ends[bin]!, ends[bin - 1]!)
  return (resamples) =>
    Array.from(ends, (end, bin) => walkStretch(resamples, gaps, rows, bin === 0 ? 0 : ends[bin - 1]!, end))
}

/** In each of some resamples, what the bins come to altogether. */
function sumOverBins(sums: GapSums, worth: (sum: number, bin: number, place: number) => number): Float64Array {
  return Float64Array.from({ length: SIDE_BY_SIDE }, (_, place) =>
    sums.reduce((total, of, bin) => total + worth(of[place]!, bin, place), 0),
  )
}
