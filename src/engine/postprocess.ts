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
/** Rows below which a calibration would be chance. */
const LEAST_ROWS = 10

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
 * @throws AssayError `spec.invalid` where a calibration has too few rows, or rows of one class or group
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
    requireEnough(validation)
    const said = { scores: raw.scores, width, actual }
    const scores = await runFor(task, crossFit(kind, said, foldsOf({ question, seed }, validation)))
    predictions = { ...raw, scores, labels: labelsOf(question.task, scores, width, pipeline.threshold) }
    pipeline = { ...pipeline, calibration: await runFor(task, fitCalibration(kind, said)) }
  }
  if (conformal) {
    const heldOut = { scores: predictions.scores, width, actual }
    pipeline = { ...pipeline, conformal: fitConformal(question.task, conformal, heldOut) }
  }
  return { pipeline, validation: await scorePredictions(pipeline, 'validation', validation, predictions) }
}

function requireEnough({ actual }: PartRows): void {
  if (actual.length < LEAST_ROWS)
    throw new AssayError(
      'spec.invalid',
      `A calibration needs ${LEAST_ROWS} validation rows at least, and there ${actual.length === 1 ? 'is' : 'are'} ${formatUnits(actual.length, 'row')}. Give validation a larger share in the split, or train without a calibration.`,
    )
  if (actual.every((label) => label === actual[0]))
    throw new AssayError(
      'spec.invalid',
      'All validation rows are of one class, so there is nothing to calibrate by. Give validation a larger share in the split, or train without a calibration.',
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
