import { takeRows } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import type { CurveTraining, PlannedTraining } from '@/core/learningCurve/learningCurve.ts'
import { evaluatePredictions } from '@/core/metrics/evaluate.ts'
import type { MetricValues } from '@/core/metrics/metric.ts'
import type { RunSpec } from '@/core/run/run.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import type { Platform } from '../platform.ts'
import { postprocess } from '../postprocess.ts'
import { type LoadedPipeline, loadPipeline, predict } from '../predict.ts'
import type { PartRows, PreparedCache } from '../prepare.ts'
import { trainLearner } from '../trainRun.ts'
import type { Parts } from './drawParts.ts'

interface TrainPartInput {
  /** Of the run, with its device; what auto tried within its time it tries as often. */
  readonly spec: RunSpec
  readonly parts: Parts
  readonly planned: PlannedTraining
  readonly platform: Platform
}

/** Matrices of a part are of no use to the next. */
const NO_CACHE: PreparedCache = { get: () => undefined, set: () => {} }

/**
 * Trains a run's spec on a part of its training rows, recipe and encoding fitted on that part alone, and scores it on the part
 * and on all validation rows: with the calibration that the spec asks for, validation scores cross-fitted as the run's are, at
 * the threshold of training, wherever a person moved that of the run. What cannot be trained on so few rows says why.
 * @throws AssayError `aborted` when stopped: half a training says nothing of a whole one.
 */
export async function trainPart(
  { spec, parts, planned, platform }: TrainPartInput,
  task: Pick<Task, 'signal'>,
): Promise<CurveTraining> {
  const rows = parts.draw(planned)
  const quiet = { signal: task.signal, report: () => {} }
  const startedAt = performance.now()
  const done = { ...planned, rows: rows.length }
  try {
    const { question, learner, seed, device, postprocessing } = spec
    const surroundings = {
      runId: 'learning-curve',
      platform,
      cache: NO_CACHE,
      openFrames: async () => parts.framesOf(rows),
    }
    const trained = await trainLearner({ question, seed, device }, learner, surroundings, quiet)
    throwIfAborted(task)
    const trainMs = performance.now() - startedAt
    const loaded = await loadPipeline(trained.pipeline, trained.weights)
    try {
      // Intervals and sets have no part in a score.
      const asked = { question, seed, postprocessing: { calibration: postprocessing?.calibration } }
      const { pipeline, validation } = await postprocess(loaded, asked, parts.validation, quiet)
      const train = await metricsOn({ ...loaded, pipeline }, among(parts.train, rows), quiet)
      return { ...done, train, validation: validation.evaluation.metrics, trainMs }
    } finally {
      loaded.dispose()
    }
  } catch (cause) {
    throwIfAborted(task)
    if (!(cause instanceof AssayError)) throw cause
    return { ...done, train: {}, validation: {}, trainMs: performance.now() - startedAt, error: cause.message }
  }
}

async function metricsOn(
  loaded: LoadedPipeline,
  { frame, actual }: PartRows,
  task: Task<unknown>,
): Promise<MetricValues> {
  const { contract, threshold } = loaded.pipeline
  const { predictions } = await predict(loaded, frame, task)
  const { task: kind, classes, quantile } = contract
  return evaluatePredictions({ task: kind, classes, quantile, actual, predictions, threshold }).metrics
}

/** Those rows of a part; both ascending. */
function among({ rows: all, frame, actual }: PartRows, rows: Uint32Array): PartRows {
  const places = new Uint32Array(rows.length)
  let place = 0
  for (const [i, row] of rows.entries()) {
    while (all[place] !== row) place++
    places[i] = place
  }
  return { rows, frame: takeRows(frame, places), actual: Float64Array.from(places, (at) => actual[at]!) }
}
