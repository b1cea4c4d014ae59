import { AssayError } from '@/core/errors.ts'
import type { RunQuestion } from '@/core/experiment/experiment.ts'
import type { SingleLearner } from '@/core/learner/learner.ts'
import type { FoldResult } from '@/core/run/run.ts'
import { type Task, unattended } from '@/core/task.ts'
import { loadPipeline, predict } from '../predict.ts'
import { type Prepared, type PreparedCache, prepare } from '../prepare.ts'
import { type FoldModel, failedFold, trainFolds } from '../training/folds.ts'
import type { Trained, TrainSurroundings } from '../training/single.ts'
import type { HeldOut } from './mix.ts'

/** The rows by which auto compares what it tries, and what asks a learner for its answers to them. */
export interface Holdout {
  /** One for each fold that can be dealt; the validation rows alone where the question has none. */
  readonly parts: readonly HeldOut[]
  /** How many folds judge; 0 where the validation rows do. */
  readonly folds: number
  /** What parts came to, with the folds that cannot be dealt in their places. */
  withFailed(results: readonly FoldResult[]): readonly FoldResult[]
  /**
   * Answers for each part, by models that were not trained on it; undefined where a stop came before all were there.
   * @throws AssayError why a fold's model came to nothing.
   */
  answers(learner: SingleLearner, trained: Trained, signal: AbortSignal): Promise<readonly Float32Array[] | undefined>
}

/** Bytes of prepared folds that are kept from try to try, at most; others are prepared again. */
const KEPT_BYTES = 2 ** 29

/**
 * Folds judge where the question has at least two that can be dealt: every row that does not test has its say. Else the
 * validation rows do.
 */
export async function openHoldout(
  question: RunQuestion,
  seed: number,
  { validation, y }: Prepared,
  surroundings: TrainSurroundings,
  task: Pick<Task, 'signal'>,
): Promise<Holdout> {
  const of = question.folds ?? 0
  const cache = boundedCache(KEPT_BYTES)
  const parts = new Map<number, HeldOut>()
  const failed = new Map<number, FoldResult>()
  for (let index = 0; index < of; index++) {
    try {
      const fold = await prepare(question, seed, 'dense', surroundings.openFrames, cache, task, { index, of })
      parts.set(index, { train: fold.y.length, actual: fold.validation.actual })
    } catch (cause) {
      if (!(cause instanceof AssayError) || cause.code === 'aborted') throw cause
      failed.set(index, failedFold(cause))
    }
  }
  const withFailed = (results: readonly FoldResult[]) => {
    const left = [...results]
    return Array.from({ length: of }, (_, index) => failed.get(index) ?? left.shift() ?? []).flat()
  }
  if (parts.size < 2)
    return {
      parts: [{ train: y.length, actual: validation.actual }],
      folds: 0,
      withFailed,
      answers: async (_, trained) => [await answersFor(trained)],
    }
  return {
    parts: [...parts.values()],
    folds: parts.size,
    withFailed,
    async answers(learner, { device }, signal) {
      const task = { signal, report: () => {} }
      const outcomes = await trainFolds(
        { question, seed, learner },
        of,
        device,
        { ...surroundings, cache },
        task,
        answersFor,
      )
      const own = [...parts.keys()].map((index) => outcomes[index])
      const failure = own.find((outcome) => outcome instanceof AssayError)
      if (failure) throw failure
      const known = own.filter((outcome) => outcome instanceof Float32Array)
      return known.length === parts.size ? known : undefined
    },
  }
}

/** What a model answers for the rows that validate it. */
async function answersFor({ pipeline, weights, prepared }: FoldModel): Promise<Float32Array> {
  const loaded = await loadPipeline(pipeline, weights)
  try {
    return (await predict(loaded, prepared.validation.frame, unattended)).predictions.scores
  } finally {
    loaded.dispose()
  }
}

/** Keeps what comes first, as far as there is room: every try asks for all of it in the same order. */
function boundedCache(most: number): PreparedCache {
  const kept = new Map<string, Prepared>()
  let used = 0
  return {
    get: (key) => kept.get(key),
    set(key, value, bytes) {
      if (used + bytes > most) return
      kept.set(key, value)
      used += bytes
    },
  }
}
