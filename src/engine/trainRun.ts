import { AssayError, isAborted } from '@/core/errors.ts'
import { sha256Hex } from '@/core/hash.ts'
import type { Learner } from '@/core/learner/learner.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { FoldResult, RunResult, RunSpec } from '@/core/run/run.ts'
import { type Task, unattended } from '@/core/task.ts'
import { trainAuto } from './auto/trainAuto.ts'
import { postprocess } from './postprocess.ts'
import { loadPipeline } from './predict.ts'
import type { PreparedCache } from './prepare.ts'
import { type ScoredPart, scorePart } from './score.ts'
import { stopwatch, type Trained, type TrainSurroundings, trainSingle } from './training/single.ts'
import type { SingleSpec } from './training/spec.ts'

export interface TrainRunInput extends TrainSurroundings {
  readonly spec: RunSpec
}

export interface TrainedRun {
  readonly result: RunResult
  readonly pipeline: Pipeline
  /** weights.bin of each member of the pipeline. */
  readonly weights: readonly ArrayBuffer[]
  readonly validation: ScoredPart
}

/**
 * From a spec to a pipeline that predicts and its score on the validation rows. A stop before the first step throws
 * `aborted`; later it keeps the best weights so far, and what follows is no longer stopped.
 */
export async function trainRun({ spec, ...surroundings }: TrainRunInput, task: Task<TrainEvent>): Promise<TrainedRun> {
  const trained = await train(spec, spec.learner, surroundings, task)
  const clock = stopwatch()
  const { made, prepared, weights, device, prepareMs, trainMs } = trained
  const { split } = prepared
  const loaded = await loadPipeline(trained.pipeline, weights)
  try {
    const { pipeline, validation } = await postprocess(loaded, spec, prepared.validation, unattended)
    const evaluateMs = clock()
    const folds = await crossValidate(spec, trained, surroundings, task)
    const result: RunResult = {
      schema: 1,
      id: surroundings.runId,
      ...made,
      rows: {
        train: split.train.length,
        validation: split.validation.length,
        test: split.test.length,
        unlabelled: split.unlabelled,
      },
      timings: { prepareMs, trainMs, evaluateMs },
      device,
      ...(folds.length > 0 && { folds }),
      weightsDigest: digestOf(pipeline.members.map(({ model }) => model.weightsDigest)),
    }
    return { result, pipeline, weights, validation }
  } finally {
    loaded.dispose()
  }
}

function train(
  spec: Omit<SingleSpec, 'learner'>,
  learner: Learner,
  surroundings: TrainSurroundings,
  task: Task<TrainEvent>,
): Promise<Trained> {
  return learner.kind === 'auto'
    ? trainAuto({ ...spec, learner }, surroundings, task)
    : trainSingle({ ...spec, learner }, surroundings, task)
}

/**
 * The same learner on each fold that the question asks for, each scored on the rows that it was not trained on, without
 * calibration. A stop keeps the folds that are done. What auto tried within its time it tries as often on every fold.
 */
async function crossValidate(
  { question, learner, seed, device: wish }: RunSpec,
  { made, device, pipeline }: Trained,
  surroundings: TrainSurroundings,
  task: Task<TrainEvent>,
): Promise<readonly FoldResult[]> {
  const { folds: of = 0 } = question
  const own: Learner =
    learner.kind === 'auto' ? { ...learner, options: { ...learner.options, tries: made.stepsDone } } : learner
  // Matrices of a fold are of no use to the next run, and would push out those that are.
  const cache: PreparedCache = { get: () => undefined, set: () => {} }
  const results: FoldResult[] = []
  for (let index = 0; index < of && !task.signal.aborted; index++) {
    task.report({ kind: 'fold', number: index + 1, of })
    const spec = { question, seed, device: wish === 'auto' ? device.backend : wish, fold: { index, of } }
    try {
      const fold = await train(
        spec,
        own,
        { ...surroundings, cache, safe: undefined, onDevice: async () => {} },
        { signal: task.signal, report: () => {} },
      )
      // Half a training says nothing of a whole one.
      if (task.signal.aborted) break
      const loaded = await loadPipeline({ ...fold.pipeline, threshold: pipeline.threshold }, fold.weights)
      try {
        const { evaluation, rows } = await scorePart(loaded, 'validation', fold.prepared.validation, unattended)
        results.push({ train: fold.prepared.y.length, validation: rows.length, metrics: evaluation.metrics })
      } finally {
        loaded.dispose()
      }
    } catch (cause) {
      if (isAborted(cause)) break
      // The model is there already, and is not lost for a fold.
      if (!(cause instanceof AssayError)) throw cause
      results.push({ train: 0, validation: 0, metrics: {}, error: cause.message })
    }
  }
  return results
}

/** Of one model its own digest, of several that of all. */
function digestOf(digests: readonly string[]): string {
  return digests.length === 1 ? digests[0]! : sha256Hex(digests.join('\n'))
}
