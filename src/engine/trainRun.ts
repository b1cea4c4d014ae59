import { AssayError } from '@/core/errors.ts'
import { sha256Hex } from '@/core/hash.ts'
import type { Learner } from '@/core/learner/learner.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { FoldResult, RunResult, RunSpec, WarmStart } from '@/core/run/run.ts'
import { canWarmStart, noEarlierModel } from '@/core/run/warmStart.ts'
import { type Task, unattended } from '@/core/task.ts'
import { trainAuto } from './auto/trainAuto.ts'
import { postprocess } from './postprocess.ts'
import { loadPipeline } from './predict.ts'
import type { PreparedCache } from './prepare.ts'
import { type ScoredPart, scorePart } from './score.ts'
import { failedFold, trainFolds } from './training/folds.ts'
import { stopwatch, type Trained, type TrainSurroundings, trainSingle } from './training/single.ts'
import type { SingleSpec } from './training/spec.ts'
import type { EarlierModel } from './training/warmStart.ts'

export interface TrainRunInput extends Omit<TrainSurroundings, 'earlier'> {
  readonly spec: RunSpec
  /** Finds the model that the spec starts from; there is none where absent. */
  readonly openEarlier?: (() => Promise<EarlierModel>) | undefined
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
 * @throws AssayError `spec.invalid` for a warm start of a learner that has none, `storage.missing` where its model is not there.
 */
export async function trainRun(
  { spec, openEarlier, ...surroundings }: TrainRunInput,
  task: Task<TrainEvent>,
): Promise<TrainedRun> {
  const earlier = spec.warmStart && (await openWarmStart(spec.learner, spec.warmStart, openEarlier))
  // Folds are trained from the beginning: the earlier model knows the rows that they hold out.
  const trained = await trainLearner(spec, spec.learner, { ...surroundings, earlier }, task)
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

async function openWarmStart(
  learner: Learner,
  warmStart: WarmStart,
  open: TrainRunInput['openEarlier'],
): Promise<EarlierModel> {
  if (!canWarmStart(learner))
    throw new AssayError(
      'spec.invalid',
      'This spec names a model to start from, and its learner begins from the start always. Take the warm start out of the spec.',
    )
  if (!open) throw noEarlierModel(warmStart)
  return open()
}

/** One model, or auto's mix, without a score. Ends as {@link trainRun} does when it is stopped. */
export function trainLearner(
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
 * calibration. A stop keeps the folds that are done.
 */
async function crossValidate(
  { question, learner, seed, device: wish }: RunSpec,
  { folds, device, pipeline }: Trained,
  surroundings: TrainSurroundings,
  task: Task<TrainEvent>,
): Promise<readonly FoldResult[]> {
  if (folds || learner.kind === 'auto') return folds ?? []
  // Matrices of a fold are of no use to the next run, and would push out those that are.
  const cache: PreparedCache = { get: () => undefined, set: () => {} }
  const outcomes = await trainFolds(
    { question, seed, learner },
    question.folds ?? 0,
    wish === 'auto' ? device : { ...device, backend: wish },
    { ...surroundings, cache },
    task,
    async ({ pipeline: own, weights, prepared }): Promise<FoldResult> => {
      const loaded = await loadPipeline({ ...own, threshold: pipeline.threshold }, weights)
      try {
        const { evaluation, rows } = await scorePart(loaded, 'validation', prepared.validation, unattended)
        return { train: prepared.y.length, validation: rows.length, metrics: evaluation.metrics }
      } finally {
        loaded.dispose()
      }
    },
  )
  // The model is there already, and is not lost for a fold.
  return outcomes.flatMap((outcome) => (outcome instanceof AssayError ? failedFold(outcome) : (outcome ?? [])))
}

/** Of one model its own digest, of several that of all. */
function digestOf(digests: readonly string[]): string {
  return digests.length === 1 ? digests[0]! : sha256Hex(digests.join('\n'))
}
