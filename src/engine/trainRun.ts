import { sha256Hex } from '@/core/hash.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { LEARNERS, type Learner } from '@/core/run/learner.ts'
import type {
  Backend,
  DeviceWish,
  EpochRecord,
  MemberResult,
  ResolvedDevice,
  RunId,
  RunResult,
  RunSpec,
} from '@/core/run/run.ts'
import { type Task, throwIfAborted, unattended } from '@/core/task.ts'
import { fitBaseline } from './neural/baseline.ts'
import { openDevice, openPredictionDevice } from './neural/device.ts'
import { bestEpochOf, trainEnsemble } from './neural/ensemble.ts'
import { saveLayersModel } from './neural/layersModel.ts'
import type { NetworkShape } from './neural/shape.ts'
import type { NetworkInput, PopulationInput } from './neural/train.ts'
import { CHECKPOINT_MS, type Safe, type Surroundings, trainSafely } from './neural/trainSafely.ts'
import type { Platform } from './platform.ts'
import { loadPipeline } from './predict.ts'
import { type Frames, type Prepared, type PreparedCache, prepare } from './prepare.ts'
import { type ScoredPart, scorePart } from './score.ts'
import { chooseFor, trainingData } from './trainingJob.ts'

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
  // A baseline is counted, not trained: it needs no GPU. Which device is to be chosen is seen when the job is known.
  const named =
    learner.kind === 'baseline'
      ? await tellDevice(await openPredictionDevice(platform))
      : spec.device === 'auto' && !from
        ? undefined
        : await tellDevice(await openWished(spec.device, from?.backend, platform))

  const clock = stopwatch()
  const prepared = await prepare(
    question,
    spec.seed,
    input.openFrames,
    input.cache,
    task,
    LEARNERS[learner.kind].wideCategories,
  )
  const prepareMs = clock()
  tellPrepared(spec, prepared, task)
  const job = networkJob(spec, prepared)
  const chosen = named ?? (await tellDevice(await chooseFor(populationOf(job!), platform, task)))
  const safe = input.safe ?? { keep: async () => {}, everyMs: CHECKPOINT_MS }
  const surroundings = { platform, device: chosen, onDevice: tellDevice }
  const { fitted, device } = job
    ? await fit(job, { ...surroundings, safe }, task)
    : { fitted: baseline(spec, prepared), device: chosen }
  const trainMs = clock()

  await openPredictionDevice(platform)
  const models = []
  for (const { shape, parameters } of fitted.members) models.push(await saveLayersModel(shape, parameters))
  const weights = models.map((model) => model.weights)
  const { contract, recipe, encoding, split } = prepared
  const pipeline: Pipeline = {
    schema: 1,
    id: runId,
    contract,
    members: models.map(({ spec: model }) => ({ recipe, encoding, model, weight: 1 / models.length })),
    threshold: THRESHOLD,
  }
  const loaded = await loadPipeline(pipeline, weights)
  try {
    const validation = await scorePart(loaded, 'validation', prepared.validation, unattended)
    const result: RunResult = {
      schema: 1,
      id: runId,
      history: fitted.history,
      stepsDone: fitted.stepsDone,
      bestEpoch: fitted.bestEpoch,
      ended: fitted.ended,
      rows: {
        train: split.train.length,
        validation: split.validation.length,
        test: split.test.length,
        unlabelled: split.unlabelled,
      },
      featureCount: encoding.width,
      parameterCount: fitted.members.reduce((sum, { shape }) => sum + shape.size, 0),
      timings: { prepareMs, trainMs, evaluateMs: clock() },
      device,
      weightsDigest: digestOf(models.map(({ spec }) => spec.weightsDigest)),
      ...(fitted.results && { members: fitted.results }),
    }
    return { result, pipeline, weights, validation }
  } finally {
    loaded.dispose()
  }
}

/** What was wished; for a run that goes on, the kind of device that it began on, where there still is one. */
async function openWished(wish: DeviceWish, began: Backend | undefined, platform: Platform): Promise<ResolvedDevice> {
  if (wish !== 'auto' || !began) return openDevice(wish, platform)
  return openDevice(began, platform).catch(() => openDevice('auto', platform))
}

interface Fitted {
  readonly members: readonly { readonly shape: NetworkShape; readonly parameters: Float32Array }[]
  /** Of an ensemble. */
  readonly results?: readonly MemberResult[]
  readonly history: readonly EpochRecord[]
  readonly stepsDone: number
  readonly bestEpoch: number
  readonly ended: RunResult['ended']
}

/** What is trained step by step; undefined for a baseline. */
function networkJob({ question, learner, seed }: RunSpec, prepared: Prepared): NetworkInput | undefined {
  const data = trainingData(question, prepared)
  return learner.kind === 'baseline' ? undefined : { ...data, learner, seed }
}

const membersOf = (learner: Learner) => (learner.kind === 'network' ? (learner.options.members ?? 1) : 1)

/** As many of the same as are trained side by side, to be timed. */
function populationOf({ from: _, ...job }: NetworkInput): PopulationInput {
  return { ...job, members: Array.from({ length: membersOf(job.learner) }, () => job) }
}

/** Trains one network, or an ensemble of them. */
async function fit(
  job: NetworkInput,
  { safe, ...surroundings }: Surroundings & { readonly safe: Safe },
  task: Task<TrainEvent>,
): Promise<{ readonly fitted: Fitted; readonly device: ResolvedDevice }> {
  const count = membersOf(job.learner)
  if (count === 1) {
    const { fitted, device } = await trainSafely(job, { ...surroundings, safe }, task)
    return { fitted: { ...fitted, members: [fitted] }, device }
  }
  const { fitted, device } = await trainEnsemble(job, count, surroundings, task)
  const { members, results, history } = fitted
  const endings = new Set(members.map(({ ended }) => ended))
  return {
    fitted: {
      members,
      results,
      history,
      stepsDone: members.reduce((sum, { stepsDone }) => sum + stepsDone, 0),
      bestEpoch: bestEpochOf(history),
      ended: task.signal.aborted || endings.has('stopped') ? 'stopped' : endings.has('epochs') ? 'epochs' : 'early',
    },
    device,
  }
}

/** Of one model its own digest, of several that of all. */
function digestOf(digests: readonly string[]): string {
  return digests.length === 1 ? digests[0]! : sha256Hex(digests.join('\n'))
}

function baseline({ question: { task, classes } }: RunSpec, { encoding, y, weights }: Prepared): Fitted {
  return {
    members: [fitBaseline(encoding.width, task, classes.length, y, weights)],
    history: [],
    stepsDone: 0,
    bestEpoch: 0,
    ended: 'closed-form',
  }
}

function tellPrepared({ learner }: RunSpec, { y, validation }: Prepared, task: Task<TrainEvent>): void {
  const epochs = learner.kind === 'baseline' ? 0 : learner.options.epochs
  task.report({
    kind: 'prepared',
    trainRows: y.length,
    validationRows: validation.rows.length,
    stepsPerEpoch: learner.kind === 'baseline' ? 0 : Math.ceil(y.length / learner.options.batchSize),
    epochs,
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
