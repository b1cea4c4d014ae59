import { takeRows } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import type { RunQuestion } from '@/core/experiment/experiment.ts'
import { evaluatePredictions } from '@/core/metrics/evaluate.ts'
import type { RunSpec } from '@/core/run/run.ts'
import type { AgeingTraining } from '@/core/staleness/ageing.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import type { Platform } from '../platform.ts'
import { type LoadedPipeline, loadPipeline, predict } from '../predict.ts'
import type { Frames, PreparedCache } from '../prepare.ts'
import { trainLearner } from '../trainRun.ts'
import type { Timeline } from './periods.ts'

interface TrainBeforeInput {
  /** Of the run, with its device; what auto tried within its time it tries as often. */
  readonly spec: RunSpec
  readonly threshold: number
  readonly frames: Frames
  readonly timeline: Timeline
  readonly origin: number
  readonly platform: Platform
}

/** Matrices of a training are of no use to the next. */
const NO_CACHE: PreparedCache = { get: () => undefined, set: () => {} }

/**
 * Trains a run's spec on the latest rows before a period, recipe and encoding fitted on them alone, and scores it on that period
 * and on each that follows. Of the rows before, the share that validates in the run's split chooses (early stopping), drawn by
 * chance. What cannot be trained on these rows says why.
 * @throws AssayError `aborted` when stopped: half a training says nothing of a whole one.
 */
export async function trainBefore(
  { spec, threshold, frames, timeline, origin, platform }: TrainBeforeInput,
  task: Pick<Task, 'signal'>,
): Promise<AgeingTraining> {
  const { rows, from, to } = timeline.before(origin)
  const quiet = { signal: task.signal, report: () => {} }
  const startedAt = performance.now()
  const done = { origin, rows: rows.length, from, to }
  try {
    const { learner, seed, device } = spec
    const later = timeline.period(origin)
    const own: Frames = {
      frame: takeRows(frames.frame, rows),
      // The split asks for rows that test. What they are is not looked at in training.
      testFrame: later.frame,
      ...(frames.weights && { weights: Float64Array.from(rows, (row) => frames.weights![row]!) }),
    }
    const surroundings = { runId: 'ageing', platform, cache: NO_CACHE, openFrames: async () => own }
    const question = { ...spec.question, split: splitBefore(spec.question) }
    const trained = await trainLearner({ question, seed, device }, learner, surroundings, quiet)
    throwIfAborted(task)
    const trainMs = performance.now() - startedAt
    const loaded = await loadPipeline({ ...trained.pipeline, threshold }, trained.weights)
    try {
      const scores: AgeingTraining['scores'][number][] = []
      for (let period = origin; period < timeline.periods.length; period++)
        scores.push({ period, metrics: await metricsOn(loaded, timeline, period, quiet) })
      return { ...done, scores, trainMs }
    } finally {
      loaded.dispose()
    }
  } catch (cause) {
    throwIfAborted(task)
    if (!(cause instanceof AssayError)) throw cause
    return { ...done, scores: [], trainMs: performance.now() - startedAt, error: cause.message }
  }
}

/** All rows before a period train or validate; those of the period stand for a second file. */
function splitBefore({ datasetId, split }: RunQuestion): RunQuestion['split'] {
  const test = 'test' in split ? split.test : 0
  return { kind: 'file', testDatasetId: datasetId, validation: split.validation / (1 - test) }
}

async function metricsOn(loaded: LoadedPipeline, timeline: Timeline, period: number, task: Task<unknown>) {
  const { frame, actual } = timeline.period(period)
  const { contract, threshold } = loaded.pipeline
  const { predictions } = await predict(loaded, frame, task)
  const { task: kind, classes, quantile } = contract
  return evaluatePredictions({ task: kind, classes, quantile, actual, predictions, threshold }).metrics
}
