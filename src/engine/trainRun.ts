import { sha256Hex } from '@/core/hash.ts'
import type { EncodingKindOf } from '@/core/learner/info.ts'
import { isDescent, type LearnerKind, type LearnerOf } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { Pipeline, PipelineMember } from '@/core/pipeline/pipeline.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { mostOf } from '@/core/run/pace.ts'
import type { ResolvedDevice, RunId, RunResult, RunSpec } from '@/core/run/run.ts'
import { type Task, throwIfAborted, unattended } from '@/core/task.ts'
import { openPredictionDevice } from './neural/device.ts'
import { CHECKPOINT_MS, type Safe } from './neural/trainSafely.ts'
import type { Platform } from './platform.ts'
import { loadPipeline } from './predict.ts'
import {
  type DensePrepared,
  type Frames,
  type Prepared,
  type PreparedCache,
  type PreparedFor,
  prepare,
} from './prepare.ts'
import { type ScoredPart, scorePart } from './score.ts'
import { trainBaseline } from './training/baseline.ts'
import { openWished, trainDescent } from './training/descent.ts'
import { trainForestRun } from './training/forest.ts'
import { trainGlm } from './training/glm.ts'
import type { Made } from './training/made.ts'
import { trainBoostedTrees } from './training/trees.ts'

export interface TrainRunInput {
  readonly runId: RunId
  readonly spec: RunSpec
  readonly platform: Platform
  /** Called only when the matrices are not in the cache. */
  readonly openFrames: () => Promise<Frames>
  readonly cache: PreparedCache
  /** Awaited before anybody hears of the device, so that the record tells of it by then. */
  readonly onDevice?: (device: ResolvedDevice) => Promise<void>
  /** Where its checkpoints are kept; in memory alone where absent. */
  readonly safe?: Safe | undefined
}

export interface TrainedRun {
  readonly result: RunResult
  readonly pipeline: Pipeline
  /** weights.bin of each member of the pipeline. */
  readonly weights: readonly ArrayBuffer[]
  readonly validation: ScoredPart
}

/** Probability from which the second of two classes is predicted, until someone moves it. */
const THRESHOLD = 0.5

/**
 * From a spec to a pipeline that predicts and its score on the validation rows. A stop before the first step throws
 * `aborted`; later it keeps the best weights so far, and what follows is no longer stopped.
 */
export async function trainRun(input: TrainRunInput, task: Task<TrainEvent>): Promise<TrainedRun> {
  const { runId, spec, platform } = input
  const { question, learner } = spec
  const from = input.safe?.from
  const tellDevice = async (device: ResolvedDevice) => {
    await input.onDevice?.(device)
    task.report({ kind: 'device', device })
    throwIfAborted(task)
    return device
  }
  // Only gradient descent has use for a GPU. Which device is to be chosen is seen when the job is known.
  const named = !isDescent(learner)
    ? await tellDevice(await openPredictionDevice(platform))
    : spec.device === 'auto' && !from
      ? undefined
      : await tellDevice(await openWished(spec.device, from?.backend, platform))

  const clock = stopwatch()
  const kind = LEARNERS[learner.kind].encoding
  const prepared = await prepare(question, spec.seed, kind, input.openFrames, input.cache, task)
  const prepareMs = clock()
  tellPrepared(spec, prepared, task)
  const safe = input.safe ?? { keep: async () => {}, everyMs: CHECKPOINT_MS }
  const { made, device } = isDescent(learner)
    ? await trainDescent(
        spec,
        learner,
        prepared as DensePrepared,
        { platform, device: named, onDevice: tellDevice, safe },
        task,
      )
    : { made: await trainOther(spec, prepared, task), device: named! }
  const trainMs = clock()

  const { models, history, stepsDone, bestEpoch, ended, featureCount, parameterCount, members, solution } = made
  const weights = models.map((model) => model.weights)
  const { contract, recipe, encoding, split } = prepared
  const pipeline: Pipeline = {
    schema: 1,
    id: runId,
    contract,
    // A learner's models are of the kind that its encoding feeds.
    members: models.map(
      ({ spec: model }) => ({ recipe, encoding, model, weight: 1 / models.length }) as PipelineMember,
    ),
    threshold: THRESHOLD,
  }
  const loaded = await loadPipeline(pipeline, weights)
  try {
    const validation = await scorePart(loaded, 'validation', prepared.validation, unattended)
    const result: RunResult = {
      schema: 1,
      id: runId,
      history,
      stepsDone,
      bestEpoch,
      ended,
      rows: {
        train: split.train.length,
        validation: split.validation.length,
        test: split.test.length,
        unlabelled: split.unlabelled,
      },
      featureCount,
      parameterCount,
      timings: { prepareMs, trainMs, evaluateMs: clock() },
      device,
      weightsDigest: digestOf(models.map((model) => model.spec.weightsDigest)),
      ...(members && { members }),
      ...(solution && { solution }),
    }
    return { result, pipeline, weights, validation }
  } finally {
    loaded.dispose()
  }
}

type OtherKind = Exclude<LearnerKind, 'linear' | 'network'>
type SpecOf<K extends LearnerKind> = RunSpec & { readonly learner: LearnerOf<K> }
type PreparedOf<K extends LearnerKind> = PreparedFor<EncodingKindOf<K>>

/** What trains each kind that takes no steps down a slope: on this thread, whatever the device. */
const TRAINERS: {
  readonly [K in OtherKind]: (spec: SpecOf<K>, prepared: PreparedOf<K>, task: Task<TrainEvent>) => Promise<Made>
} = {
  baseline: trainBaseline,
  glm: trainGlm,
  boosting: trainBoostedTrees,
  forest: trainForestRun,
}

function trainOther(spec: RunSpec, prepared: Prepared, task: Task<TrainEvent>): Promise<Made> {
  const train = TRAINERS[spec.learner.kind as OtherKind] as (
    spec: RunSpec,
    prepared: Prepared,
    task: Task<TrainEvent>,
  ) => Promise<Made>
  return train(spec, prepared, task)
}

/** Of one model its own digest, of several that of all. */
function digestOf(digests: readonly string[]): string {
  return digests.length === 1 ? digests[0]! : sha256Hex(digests.join('\n'))
}

function tellPrepared({ learner }: RunSpec, { y, validation }: Prepared, task: Task<TrainEvent>): void {
  task.report({
    kind: 'prepared',
    trainRows: y.length,
    validationRows: validation.rows.length,
    stepsPerEpoch: isDescent(learner) ? Math.ceil(y.length / learner.options.batchSize) : 0,
    epochs: mostOf(learner) ?? 0,
  })
}

/** Milliseconds since it was last asked. */
function stopwatch(): () => number {
  let last = performance.now()
  return () => {
    const now = performance.now()
    const passed = now - last
    last = now
    return passed
  }
}
