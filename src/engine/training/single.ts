import type { EncodingKindOf } from '@/core/learner/info.ts'
import { isDescent, type Learner, type LearnerOf, quantileAimedAt, type SingleLearner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { type Pipeline, type PipelineMember, TRAINED_THRESHOLD } from '@/core/pipeline/pipeline.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { mostOf } from '@/core/run/pace.ts'
import type { FoldResult, ResolvedDevice, RunId } from '@/core/run/run.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { openPredictionDevice } from '../neural/device.ts'
import { CHECKPOINT_MS, type Safe } from '../neural/trainSafely.ts'
import type { Platform } from '../platform.ts'
import {
  type DensePrepared,
  type Frames,
  type Prepared,
  type PreparedCache,
  type PreparedFor,
  prepare,
} from '../prepare.ts'
import { trainBaseline } from './baseline.ts'
import { openWished, trainDescent } from './descent.ts'
import { trainForestRun } from './forest.ts'
import { trainGlm } from './glm.ts'
import type { Made } from './made.ts'
import { trainNeighbours } from './neighbours.ts'
import type { SingleSpec } from './spec.ts'
import { trainBoostedTrees } from './trees.ts'
import type { EarlierModel } from './warmStart.ts'

export interface TrainSurroundings {
  readonly runId: RunId
  readonly platform: Platform
  /** Called only when the matrices are not in the cache. */
  readonly openFrames: () => Promise<Frames>
  readonly cache: PreparedCache
  /** Awaited before anybody hears of the device, so that the record tells of it by then. */
  readonly onDevice?: (device: ResolvedDevice) => Promise<void>
  /** Where its checkpoints are kept; in memory alone where absent. */
  readonly safe?: Safe | undefined
  /** The model to start from, of learners that can; from the beginning where absent. */
  readonly earlier?: EarlierModel | undefined
}

/** A pipeline that predicts, and how it came about. */
export interface Trained {
  readonly made: Omit<Made, 'models'>
  readonly prepared: Prepared
  readonly pipeline: Pipeline
  /** weights.bin of each member of the pipeline. */
  readonly weights: readonly ArrayBuffer[]
  readonly device: ResolvedDevice
  readonly prepareMs: number
  readonly trainMs: number
  /** What it came to on each fold of the question, where that is known already. */
  readonly folds?: readonly FoldResult[]
}

/**
 * From a spec to a pipeline. A stop before the first step throws `aborted`; later it keeps the best weights so far. tfjs
 * is left on the device on which predictions are made.
 */
export async function trainSingle(
  spec: SingleSpec,
  { runId, platform, openFrames, cache, onDevice, safe, earlier }: TrainSurroundings,
  task: Task<TrainEvent>,
): Promise<Trained> {
  const { question, learner } = spec
  const from = safe?.from
  const tellDevice = async (device: ResolvedDevice) => {
    await onDevice?.(device)
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
  const prepared = await prepare(question, spec.seed, kind, openFrames, cache, task, spec.fold)
  const prepareMs = clock()
  tellPrepared(learner, prepared, task)
  const { made, device } = isDescent(learner)
    ? await trainDescent(
        spec,
        learner,
        prepared as DensePrepared,
        {
          platform,
          device: named,
          onDevice: tellDevice,
          safe: safe ?? { keep: async () => {}, everyMs: CHECKPOINT_MS },
          earlier,
        },
        task,
      )
    : { made: await trainOther(spec, prepared, task, { threads: platform.threads, earlier }), device: named! }
  const { models, ...rest } = made
  const pipeline = pipelineOf(runId, learner, prepared, models)
  const weights = models.map((model) => model.weights)
  return { made: rest, prepared, pipeline, weights, device, prepareMs, trainMs: clock() }
}

/** What predicts: models that vote alike, behind what their rows were prepared by. */
export function pipelineOf(
  runId: RunId,
  learner: Learner,
  { contract, recipe, encoding }: Prepared,
  models: readonly Pick<Made['models'][number], 'spec'>[],
): Pipeline {
  const quantile = quantileAimedAt(learner, contract.task)
  return {
    schema: 1,
    id: runId,
    contract: { ...contract, ...(quantile !== undefined && { quantile }) },
    // A learner's models are of the kind that its encoding feeds.
    members: models.map(
      ({ spec: model }) => ({ recipe, encoding, model, weight: 1 / models.length }) as PipelineMember,
    ),
    threshold: TRAINED_THRESHOLD,
  }
}

/** What a learner that takes no steps down a slope may need beside its rows. */
export interface OtherSurroundings extends Pick<Platform, 'threads'>, Pick<TrainSurroundings, 'earlier'> {}

type OtherKind = Exclude<SingleLearner['kind'], 'linear' | 'network'>
type SpecOf<K extends OtherKind> = SingleSpec & { readonly learner: LearnerOf<K> }
type PreparedOf<K extends OtherKind> = PreparedFor<EncodingKindOf<K>>

/** What trains each kind that takes no steps down a slope: on the processor, whatever the device. */
const TRAINERS: {
  readonly [K in OtherKind]: (
    spec: SpecOf<K>,
    prepared: PreparedOf<K>,
    task: Task<TrainEvent>,
    surroundings: OtherSurroundings,
  ) => Promise<Made>
} = {
  baseline: trainBaseline,
  glm: trainGlm,
  boosting: trainBoostedTrees,
  forest: trainForestRun,
  neighbours: trainNeighbours,
}

function trainOther(
  spec: SingleSpec,
  prepared: Prepared,
  task: Task<TrainEvent>,
  surroundings: OtherSurroundings,
): Promise<Made> {
  const train = TRAINERS[spec.learner.kind as OtherKind] as (
    spec: SingleSpec,
    prepared: Prepared,
    task: Task<TrainEvent>,
    surroundings: OtherSurroundings,
  ) => Promise<Made>
  return train(spec, prepared, task, surroundings)
}

function tellPrepared(learner: SingleLearner, { y, validation }: Prepared, task: Task<TrainEvent>): void {
  task.report({
    kind: 'prepared',
    trainRows: y.length,
    validationRows: validation.rows.length,
    stepsPerEpoch: isDescent(learner) ? Math.ceil(y.length / learner.options.batchSize) : 0,
    epochs: mostOf(learner) ?? 0,
  })
}

/** Milliseconds since it was last asked. */
export function stopwatch(): () => number {
  let last = performance.now()
  return () => {
    const now = performance.now()
    const passed = now - last
    last = now
    return passed
  }
}
