import { selectEnsemble } from '@/core/auto/ensemble.ts'
import { planTry } from '@/core/auto/plan.ts'
import { AssayError, isAborted } from '@/core/errors.ts'
import type { RunQuestion } from '@/core/experiment/experiment.ts'
import { MOST_TRIES } from '@/core/learner/kinds/auto.ts'
import { isDescent, type LearnerOf, type SingleLearner } from '@/core/learner/learner.ts'
import { evaluateMetric, lossOf } from '@/core/metrics/evaluate.ts'
import { isBetter } from '@/core/metrics/metric.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { Backend, EpochRecord, Tried } from '@/core/run/run.ts'
import { macrotask, type Task, throwIfAborted, unattended } from '@/core/task.ts'
import { openPredictionDevice } from '../neural/device.ts'
import { loadPipeline } from '../predict.ts'
import { type Prepared, type PreparedCache, prepare } from '../prepare.ts'
import { scorePart } from '../score.ts'
import { type Trained, type TrainSurroundings, trainSingle } from '../training/single.ts'
import type { SingleSpec } from '../training/spec.ts'

/** Models among which the mix is chosen: the best ones. The others are forgotten, as forests are large. */
const KEPT = 10
/** Picks of the mix, each of one model. */
const PICKS = 20
/** Validation rows by which the mix is chosen, evenly taken where there are more. */
const MIX_ROWS = 20_000

interface Candidate {
  readonly place: number
  readonly trained: Trained
  /** Of the validation rows. */
  readonly scores: Float32Array
  readonly metric: number
}

/**
 * Tries learner after learner for as long as the budget lasts, or as many as were asked for, and makes a pipeline of the
 * mix of the best that does best on the validation rows. What is under way when the time is over, or when it is stopped,
 * is dropped: as many tries without a clock come to the same. A learner that fails is told of, and the next one tried.
 * @throws AssayError `aborted` when stopped before the first try was done; what preparing throws.
 */
export async function trainAuto(
  spec: Omit<SingleSpec, 'learner'> & { readonly learner: LearnerOf<'auto'> },
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
  const dense = await prepare(question, seed, 'dense', surroundings.openFrames, cache, task, spec.fold)
  const prepareMs = performance.now() - startedAt
  const rows = { trainRows: dense.y.length, validationRows: dense.validation.rows.length }
  const most = tries ?? MOST_TRIES
  task.report({ kind: 'prepared', ...rows, stepsPerEpoch: 0, epochs: most })

  const tried: Tried[] = []
  const history: EpochRecord[] = []
  let kept: readonly Candidate[] = []
  let backend: Backend | undefined
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
      if (outcome.candidate) {
        kept = [...kept, outcome.candidate]
          .toSorted((a, b) => (isBetter(question.metric, a.metric, b.metric) ? -1 : 1) || a.place - b.place)
          .slice(0, KEPT)
      }
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
  const weights = mix(question, dense, kept)
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
      },
    },
    prepared: dense,
    pipeline: { ...kept[0]!.trained.pipeline, members },
    weights: voting.flatMap(({ trained }) => trained.weights),
    device,
    prepareMs,
    trainMs: performance.now() - startedAt - prepareMs,
  }

  /** Trains and scores one learner; `dropped` where the time was over, or a person stopped it, before its end. */
  async function tryOne(
    single: SingleLearner,
    until: AbortSignal,
  ): Promise<
    'dropped' | { readonly told: Pick<Tried, 'loss' | 'metric' | 'error'>; readonly candidate?: Candidate | undefined }
  > {
    try {
      const wish = isDescent(single) ? (backend ?? spec.device) : 'auto'
      const trained = await trainSingle({ question, seed, learner: single, device: wish, fold: spec.fold }, own, {
        signal: until,
        report: () => {},
      })
      // What was stopped midway is not what as many tries without a clock would come to.
      if (until.aborted) return 'dropped'
      if (isDescent(single)) backend = trained.device.backend
      const loaded = await loadPipeline(trained.pipeline, trained.weights)
      try {
        const { validation } = trained.prepared
        const { predictions, evaluation } = await scorePart(loaded, 'validation', validation, unattended)
        const loss = lossOf({ task: question.task, actual: validation.actual, predictions })
        const metric = evaluation.metrics[question.metric]
        const told = { loss: Number.isFinite(loss) ? loss! : null, metric: metric ?? null }
        const candidate = { place: tried.length, trained, scores: predictions.scores, metric: metric ?? Number.NaN }
        return { told, candidate: metric === undefined ? undefined : candidate }
      } finally {
        loaded.dispose()
      }
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

/**
 * Shares of the vote of the candidates, best first. The mix is the one of the least loss, a proper score: by AUC or accuracy
 * alone probabilities would come out of it that mean nothing. Where the primary metric is better of the best by itself,
 * that answers alone.
 */
function mix(
  { task, classes, metric }: RunQuestion,
  { validation }: Prepared,
  kept: readonly Candidate[],
): readonly number[] {
  const rows = validation.rows.length
  const width = kept[0]!.scores.length / rows
  const step = Math.max(1, rows / MIX_ROWS)
  const places = Array.from({ length: Math.floor(rows / step) }, (_, i) => Math.floor(i * step))
  const actual = Float64Array.from(places, (row) => validation.actual[row]!)
  const scores = kept.map((candidate) => {
    const some = new Float32Array(places.length * width)
    for (const [i, row] of places.entries())
      some.set(candidate.scores.subarray(row * width, (row + 1) * width), i * width)
    return some
  })
  const predictionsOf = (answers: Float32Array) => ({ rows: places.length, width, scores: answers })
  const quality = (answers: Float32Array) => {
    const loss = lossOf({ task, actual, predictions: predictionsOf(answers) })
    return Number.isFinite(loss) ? -loss! : undefined
  }
  const metricOf = (answers: Float32Array) =>
    evaluateMetric({ task, classes, actual, predictions: predictionsOf(answers), threshold: 0.5 }, metric)
  const weights = selectEnsemble({ scores, quality, picks: PICKS })
  const mean = new Float32Array(places.length * width)
  for (const [k, own] of scores.entries()) for (let i = 0; i < mean.length; i++) mean[i]! += weights[k]! * own[i]!
  const isMixed = weights.some((weight) => weight > 0) && !isBetter(metric, metricOf(scores[0]!), metricOf(mean))
  return isMixed ? weights : kept.map((_, i) => Number(i === 0))
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
