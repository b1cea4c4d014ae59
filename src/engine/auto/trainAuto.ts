import { planTry } from '@/core/auto/plan.ts'
import { AssayError, isAborted } from '@/core/errors.ts'
import { MOST_TRIES } from '@/core/learner/kinds/auto.ts'
import { isDescent, type LearnerOf, type SingleLearner } from '@/core/learner/learner.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { EpochRecord, ResolvedDevice, Tried } from '@/core/run/run.ts'
import { macrotask, type Task, throwIfAborted, unattended } from '@/core/task.ts'
import { openPredictionDevice } from '../neural/device.ts'
import { type Prepared, type PreparedCache, prepare } from '../prepare.ts'
import { type Trained, type TrainSurroundings, trainSingle } from '../training/single.ts'
import type { SingleSpec } from '../training/spec.ts'
import { openHoldout } from './holdout.ts'
import { keepBest } from './keepBest.ts'
import { chooseMix, judge, scoreFolds } from './mix.ts'

interface Candidate {
  readonly place: number
  readonly trained: Trained
  /** For each part of the rows that judge. */
  readonly answers: readonly Float32Array[]
  readonly metric: number
}

/**
 * Tries learner after learner for as long as the budget lasts, or as many as were asked for, and makes a pipeline of the
 * mix of the best that does best on the rows that judge: those of every fold, where the question has folds, by models that were
 * not trained on them; else the validation rows. What is under way when the time is over, or when it is stopped,
 * is dropped: as many tries without a clock come to the same. A learner that fails is told of, and the next one tried.
 * @throws AssayError `aborted` when stopped before the first try was done; what preparing throws.
 */
export async function trainAuto(
  spec: Omit<SingleSpec, 'learner' | 'fold'> & { readonly learner: LearnerOf<'auto'> },
  surroundings: TrainSurroundings,
  task: Task<TrainEvent>,
): Promise<Trained> {
  const { question, seed, learner } = spec
  const { budgetS, tries } = learner.options
  const startedAt = performance.now()
  const cache = rememberingBoth(surroundings.cache)
  const own = { ...surroundings, cache, safe: undefined, onDevice: async () => {} }
  const device = await openPredictionDevice(surroundings.platform)
  await surroundings.onDevice?.(device)
  task.report({ kind: 'device', device })
  const dense = await prepare(question, seed, 'dense', surroundings.openFrames, cache, task)
  const holdout = await openHoldout(question, seed, dense, own, task)
  const prepareMs = performance.now() - startedAt
  const rows = { trainRows: dense.y.length, validationRows: dense.validation.rows.length }
  const most = tries ?? MOST_TRIES
  task.report({ kind: 'prepared', ...rows, stepsPerEpoch: 0, epochs: most })

  const tried: Tried[] = []
  const history: EpochRecord[] = []
  let kept: readonly Candidate[] = []
  /** On which networks train: chosen for the first, as every device has last digits of its own. */
  let networksOn: ResolvedDevice | undefined
  const budget = tries === undefined ? clockOf(1_000 * budgetS - prepareMs) : undefined
  const signal = budget ? AbortSignal.any([task.signal, budget.signal]) : task.signal
  try {
    // The first try is a baseline: it takes no time, and there is always something to keep.
    for (let place = 0; place < most && (place === 0 || !signal.aborted); place++) {
      throwIfAborted({ signal: place === 0 ? task.signal : unattended.signal })
      const plan = { task: question.task, trainRows: dense.y.length, seed }
      const single = planTry(place, plan)
      const begun = performance.now()
      const outcome = await tryOne(single, place === 0 ? task.signal : signal)
      if (outcome === 'dropped') break
      const trainMs = performance.now() - begun
      tried.push({ learner: single, trainMs, weight: 0, ...outcome.told })
      if (outcome.candidate) kept = keepBest(question.metric, kept, outcome.candidate)
      const record: EpochRecord = {
        epoch: tried.length,
        trainLoss: Number.NaN,
        validationLoss: outcome.told.loss ?? Number.NaN,
        validationMetric: outcome.told.metric,
        elapsedMs: performance.now() - startedAt - prepareMs,
      }
      history.push(record)
      task.report({ kind: 'epoch', record, best: kept[0]?.place === place })
      await macrotask()
    }
  } finally {
    budget?.stop()
  }
  if (kept.length === 0)
    throw new AssayError('train.diverged', tried[0]?.error ?? 'No learner came to anything on these rows.')

  await openPredictionDevice(surroundings.platform)
  const answers = kept.map((candidate) => candidate.answers)
  const weights = chooseMix(question, holdout.parts, answers)
  const voting = kept.map((candidate, i) => ({ ...candidate, weight: weights[i]! })).filter(({ weight }) => weight > 0)
  const members = voting.flatMap(({ trained, weight }) =>
    trained.pipeline.members.map((member) => ({ ...member, weight: member.weight * weight })),
  )
  return {
    made: {
      featureCount: Math.max(...voting.map(({ trained }) => trained.made.featureCount)),
      parameterCount: voting.reduce((sum, { trained }) => sum + trained.made.parameterCount, 0),
      history,
      stepsDone: tried.length,
      bestEpoch: kept[0]!.place + 1,
      ended: task.signal.aborted ? 'stopped' : 'epochs',
      auto: {
        tried: tried.map((each, place) => ({
          ...each,
          weight: voting.find((candidate) => candidate.place === place)?.weight ?? 0,
        })),
        ...(holdout.folds > 0 && { folds: holdout.folds }),
        ...(networksOn && { device: networksOn }),
      },
    },
    prepared: dense,
    pipeline: { ...kept[0]!.trained.pipeline, members },
    weights: voting.flatMap(({ trained }) => trained.weights),
    device,
    prepareMs,
    trainMs: performance.now() - startedAt - prepareMs,
    folds: holdout.withFailed(holdout.folds > 0 ? scoreFolds(question, holdout.parts, answers) : []),
  }

  /** Trains and scores one learner; `dropped` where the time was over, or a person stopped it, before its end. */
  async function tryOne(
    single: SingleLearner,
    until: AbortSignal,
  ): Promise<
    'dropped' | { readonly told: Pick<Tried, 'loss' | 'metric' | 'error'>; readonly candidate?: Candidate | undefined }
  > {
    try {
      const wish = isDescent(single) ? (networksOn?.backend ?? spec.device) : 'auto'
      const trained = await trainSingle({ question, seed, learner: single, device: wish }, own, {
        signal: until,
        report: () => {},
      })
      // What was stopped midway is not what as many tries without a clock would come to.
      if (until.aborted) return 'dropped'
      if (isDescent(single) && networksOn?.backend !== trained.device.backend) networksOn = trained.device
      const answers = await holdout.answers(single, trained, until)
      if (!answers || until.aborted) return 'dropped'
      const told = judge(question, holdout.parts, answers)
      const { metric } = told
      return { told, candidate: metric === null ? undefined : { place: tried.length, trained, answers, metric } }
    } catch (cause) {
      if (isAborted(cause)) {
        if (tried.length === 0) throw cause
        return 'dropped'
      }
      if (!(cause instanceof AssayError)) throw cause
      return { told: { loss: null, metric: null, error: cause.message } }
    }
  }
}

/** A cache that holds what one run asks for again and again, whatever the other forgets. */
function rememberingBoth(cache: PreparedCache): PreparedCache {
  const own = new Map<string, Prepared>()
  return {
    get: (key) => own.get(key) ?? cache.get(key),
    set(key, value, bytes) {
      own.set(key, value)
      cache.set(key, value, bytes)
    },
  }
}

function clockOf(ms: number): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), Math.max(0, ms))
  return { signal: controller.signal, stop: () => clearTimeout(timer) }
}
