import type { CalibrationKind } from '@/core/calibration/calibration.ts'
import { crossFit, fitCalibration } from '@/core/calibration/fit.ts'
import { fitConformal } from '@/core/conformal/conformal.ts'
import { findColumn } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import { formatUnits } from '@/core/format/format.ts'
import type { Progress } from '@/core/pipeline/jobs.ts'
import type { Pipeline, Predictions } from '@/core/pipeline/pipeline.ts'
import type { RunSpec } from '@/core/run/run.ts'
import { foldsByRank } from '@/core/split/folds.ts'
import type { Task } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { labelsOf } from './labels.ts'
import { type LoadedPipeline, predict } from './predict.ts'
import type { PartRows } from './prepare.ts'
import { type ScoredPart, scorePredictions } from './score.ts'

/** Folds of the validation rows, each calibrated by the others for its score. */
const FOLDS = 5
/** Rows below which a calibration would be chance, and rows of a class: of fewer it may find that the class never comes true. */
const LEAST_ROWS = 10
const LEAST_OF_CLASS = 5

/** What a calibration and what stands on it were fitted to, and the validation score that goes with them. */
export interface Postprocessed {
  readonly pipeline: Pipeline
  readonly validation: ScoredPart
}

/**
 * Fits what the spec asks for on the validation rows, and scores these. The pipeline's calibration is fitted on all of them;
 * what is scored, stored and given to the intervals are probabilities by calibrations that did not see their rows
 * (cross-fitting on 5 folds: groups stay together, classes are spread evenly, the seed is the run's).
 * @param loaded As trained: a calibration or intervals that it has already are fitted anew.
 * @throws AssayError `spec.invalid` where a calibration has too few rows, too few of a class, or a class of one group only
 */
export async function postprocess(
  loaded: LoadedPipeline,
  { question, seed, postprocessing = {} }: Pick<RunSpec, 'question' | 'seed' | 'postprocessing'>,
  validation: PartRows,
  task: Task<Progress>,
): Promise<Postprocessed> {
  const { calibration: _, conformal: __, ...trained } = loaded.pipeline
  const { predictions: raw } = await predict({ ...loaded, pipeline: trained }, validation.frame, task)
  const { calibration: kind, conformal } = postprocessing
  const { width } = raw
  const { actual } = validation
  let pipeline: Pipeline = trained
  let predictions: Predictions = raw
  if (kind && question.task !== 'regression') {
    const { classes } = trained.contract
    requireEnough(kind, classes, validation)
    const folds = foldsOf({ question, seed }, validation)
    // One temperature serves all classes; curves and lines are each class's own.
    if (kind !== 'temperature') requireSpread(classes, actual, folds)
    const said = { scores: raw.scores, width, actual }
    const scores = await runFor(task, crossFit(kind, said, folds))
    predictions = { ...raw, scores, labels: labelsOf(question.task, scores, width, pipeline.threshold) }
    pipeline = { ...pipeline, calibration: await runFor(task, fitCalibration(kind, said)) }
  }
  if (conformal) {
    const heldOut = { scores: predictions.scores, width, actual }
    pipeline = { ...pipeline, conformal: await runFor(task, fitConformal(question.task, conformal, heldOut)) }
  }
  return { pipeline, validation: await scorePredictions(pipeline, 'validation', validation, predictions) }
}

/**
 * Of Platt and isotonic, which look at each class by itself, {@link LEAST_OF_CLASS} rows of each; of a temperature, which is one
 * for all, as many that are not of the most common class.
 */
function requireEnough(kind: CalibrationKind, classes: readonly string[], { actual }: PartRows): void {
  const remedy = 'Give validation a larger share in the split, or train without a calibration.'
  if (actual.length < LEAST_ROWS)
    throw new AssayError(
      'spec.invalid',
      `A calibration needs ${LEAST_ROWS} validation rows at least, and there ${actual.length === 1 ? 'is' : 'are'} ${formatUnits(actual.length, 'row')}. ${remedy}`,
    )
  const counts = new Uint32Array(classes.length)
  for (const label of actual) counts[label] = counts[label]! + 1
  const isTemperature = kind === 'temperature'
  const common = counts.indexOf(Math.max(...counts))
  const rarest = counts.indexOf(Math.min(...counts))
  const others = actual.length - counts[common]!
  if (isTemperature && others < LEAST_OF_CLASS)
    throw new AssayError(
      'spec.invalid',
      `A temperature needs ${LEAST_OF_CLASS} validation rows at least that are not of the most common class, and ${howMany(others)} not ${classes[common]}. ${remedy}`,
    )
  if (!isTemperature && counts[rarest]! < LEAST_OF_CLASS)
    throw new AssayError(
      'spec.invalid',
      `This calibration needs ${LEAST_OF_CLASS} validation rows of each class at least, and ${howMany(counts[rarest]!)} of ${classes[rarest]}. ${
        classes.length > 2 ? 'A temperature, which is one for all classes, does with fewer. ' : ''
      }${remedy}`,
    )
}

function howMany(count: number): string {
  return count === 1 ? 'there is 1' : count === 0 ? 'there is none' : `there are ${count}`
}

/** No class may lie within one fold: the others would say that it never comes true. */
function requireSpread(classes: readonly string[], actual: ArrayLike<number>, folds: ArrayLike<number>): void {
  const first = new Int32Array(classes.length).fill(-1)
  const isSpread = new Uint8Array(classes.length)
  for (let row = 0; row < actual.length; row++) {
    const label = actual[row]!
    if (first[label] === -1) first[label] = folds[row]!
    else if (first[label] !== folds[row]) isSpread[label] = 1
  }
  const alone = isSpread.indexOf(0)
  if (alone !== -1)
    throw new AssayError(
      'spec.invalid',
      `The validation rows of ${classes[alone]} hang together, so none of them can be calibrated by others. Give validation a larger share in the split, or train without a calibration.`,
    )
}

/** The fold of each validation row, by its place among them. */
function foldsOf({ question: { split, task }, seed }: Pick<RunSpec, 'question' | 'seed'>, rows: PartRows): Int32Array {
  const named = 'column' in split ? findColumn(rows.frame, split.column) : undefined
  const places = Uint32Array.from(rows.rows.keys())
  const folds = foldsByRank(places, FOLDS, {
    spec: split,
    seed,
    task,
    target: rows.actual,
    column: named?.vector,
    columnType: named?.type,
    ids: rows.rows,
  })
  if (folds.every((fold) => fold === folds[0]))
    throw new AssayError(
      'spec.invalid',
      'All validation rows are of one group, so no row can be calibrated by others. Give validation a larger share in the split, or train without a calibration.',
    )
  return folds
}
