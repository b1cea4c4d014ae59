import { meanAndStd } from '../centre.ts'
import { type CalibrationBin, calibrationBins, expectedCalibrationError } from '../metrics/calibration.ts'
import { type EvaluateInput, type Judged, judge, saidAndTrue } from '../metrics/evaluate.ts'
import { averagePrecision, type Ranked, rankScores } from '../metrics/ranked.ts'
import { auc } from '../metrics/ranking.ts'
import type { Work } from '../work.ts'
import { macroRoc } from './macroRoc.ts'
import {
  type GainPoint,
  gainCurve,
  liftTable,
  type PrecisionRecallPoint,
  precisionRecallCurve,
  type RocPoint,
  rocCurve,
} from './rankingCurves.ts'
import { type ResidualBin, residualHistogram } from './residualHistogram.ts'
import { type QuantilePoint, quantilePoints, type ResidualPoint, residualPoints } from './residuals.ts'
import { type ScoreBin, scoreHistogram } from './scoreHistogram.ts'

/** What is read off the ranking of rows by the score of one class. */
export interface RankingCurves {
  /** Rows of the class. */
  readonly positives: number
  readonly roc: readonly RocPoint[]
  readonly precisionRecall: readonly PrecisionRecallPoint[]
  /** Undefined where one of the two sides has no rows. */
  readonly auc: number | undefined
  readonly averagePrecision: number | undefined
}

export interface Calibration {
  readonly bins: readonly CalibrationBin[]
  /** Expected calibration error. */
  readonly error: number | undefined
}

export interface BinaryCurves extends RankingCurves {
  readonly kind: 'binary'
  readonly rows: number
  /** All thresholds there are, for counts and costs at any of them. */
  readonly ranked: Ranked
  readonly gain: readonly GainPoint[]
  readonly lift: readonly Omit<GainPoint, 'threshold'>[]
  readonly calibration: Calibration
  readonly histogram: readonly ScoreBin[]
}

/** A class against all others. */
interface ClassCurves extends RankingCurves {
  /** Of the probability of the class. */
  readonly calibration: Calibration
}

export interface MulticlassCurves {
  readonly kind: 'multiclass'
  readonly rows: number
  /** Each class against all others, in the order of the classes. */
  readonly classes: readonly ClassCurves[]
  readonly macro: readonly Omit<RocPoint, 'threshold'>[]
  /** Of the class that is predicted. */
  readonly calibration: Calibration
}

export interface RegressionCurves {
  readonly kind: 'regression'
  readonly rows: number
  readonly points: readonly ResidualPoint[]
  readonly quantiles: readonly QuantilePoint[]
  readonly histogram: readonly ResidualBin[]
  /** Of the residuals: actual less predicted. */
  readonly mean: number
  readonly std: number
}

/** All that is drawn of what a run said of its rows; `none` where it said something that is not a number, or nothing. */
export type RunCurves = BinaryCurves | MulticlassCurves | RegressionCurves | { readonly kind: 'none' }

/** Draws up a task's curves, resting between them. `tell` hears how many of how many are done. */
export function* runCurves(input: EvaluateInput, tell: (done: number, total: number) => void): Work<RunCurves> {
  const judged = input.actual.length > 0 ? judge(input) : undefined
  if (!judged) return { kind: 'none' }
  if (judged.task === 'regression') return yield* regressionCurves(judged)
  return judged.task === 'binary' ? yield* binaryCurves(judged) : yield* multiclassCurves(judged, tell)
}

function* binaryCurves(judged: Judged): Work<RunCurves> {
  const { actual, positive } = judged
  const ranked = rankScores(actual, positive)
  if (!ranked) return { kind: 'none' }
  yield
  const ranking = rankingCurves(ranked, actual, positive)
  yield
  const { isTrue, probabilities } = saidAndTrue(judged)
  yield
  const calibration = yield* calibrationOf(isTrue, probabilities)
  return {
    kind: 'binary',
    rows: actual.length,
    ranked,
    ...ranking,
    gain: gainCurve(ranked),
    lift: liftTable(ranked),
    calibration,
    histogram: scoreHistogram(actual, positive),
  }
}

function* multiclassCurves(judged: Judged, tell: (done: number, total: number) => void): Work<RunCurves> {
  const { actual, scores, width } = judged
  const rows = actual.length
  const classes: ClassCurves[] = []
  for (let of = 0; of < width; of++) {
    const isClass = Uint8Array.from(actual, (label) => Number(label === of))
    const said = Float64Array.from({ length: rows }, (_, row) => scores[row * width + of]!)
    const ranking = rankingCurves(rankScores(isClass, said)!, isClass, said)
    yield
    classes.push({ ...ranking, calibration: yield* calibrationOf(isClass, said) })
    tell(of + 1, width)
    yield
  }
  const { isTrue, probabilities } = saidAndTrue(judged)
  yield
  return {
    kind: 'multiclass',
    rows,
    classes,
    macro: macroRoc(classes.map(({ roc }) => roc)),
    calibration: yield* calibrationOf(isTrue, probabilities),
  }
}

function rankingCurves(ranked: Ranked, isPositive: ArrayLike<number>, scores: ArrayLike<number>): RankingCurves {
  return {
    positives: ranked.positives,
    roc: rocCurve(ranked),
    precisionRecall: precisionRecallCurve(ranked),
    auc: auc(isPositive, scores),
    averagePrecision: averagePrecision(ranked),
  }
}

function* calibrationOf(isTrue: ArrayLike<number>, probabilities: ArrayLike<number>): Work<Calibration> {
  const bins = calibrationBins(isTrue, probabilities)
  yield
  return { bins, error: expectedCalibrationError(bins) }
}

function* regressionCurves({ actual, scores }: Judged): Work<RunCurves> {
  const residuals = Float64Array.from(actual, (value, row) => value - scores[row]!)
  if (!residuals.every(Number.isFinite)) return { kind: 'none' }
  yield
  const points = residualPoints(actual, scores)
  yield
  const quantiles = quantilePoints(actual, scores)
  yield
  return {
    kind: 'regression',
    rows: actual.length,
    points,
    quantiles,
    histogram: residualHistogram(residuals),
    ...meanAndStd(residuals),
  }
}
