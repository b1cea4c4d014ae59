import { type IsOver, unlimited } from '@/core/budget.ts'
import { AssayError, isAborted } from '@/core/errors.ts'
import { type DescentLearner, isDescent } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { FoldResult, ResolvedDevice } from '@/core/run/run.ts'
import type { Task } from '@/core/task.ts'
import type { Outcome } from '../neural/descend.ts'
import { openDevice, openPredictionDevice } from '../neural/device.ts'
import { memberSeeds } from '../neural/ensemble.ts'
import { requireSound, type TrainingData } from '../neural/population.ts'
import { trainPopulation } from '../neural/train.ts'
import { onAnyDevice } from '../neural/trainSafely.ts'
import { type DensePrepared, prepare } from '../prepare.ts'
import { trainingData } from '../trainingJob.ts'
import { membersOf, saveNetworks } from './descent.ts'
import { pipelineOf, type Trained, type TrainSurroundings, trainSingle } from './single.ts'
import type { SingleSpec } from './spec.ts'

/** A model of one fold, with the rows that validate it. */
export type FoldModel = Pick<Trained, 'pipeline' | 'weights' | 'prepared'>

/** What is asked of each fold's model as soon as it is there: it is not kept. */
export type UseFold<T> = (model: FoldModel) => Promise<T>

/** Of each fold what was made of it, why it came to nothing, or undefined where a stop came before. */
export type FoldOutcomes<T> = readonly (T | AssayError | undefined)[]

/** The record of a fold that came to nothing. */
export function failedFold({ message }: AssayError): FoldResult {
  return { train: 0, validation: 0, metrics: {}, error: message }
}

type FoldsSpec = Omit<SingleSpec, 'fold' | 'device'>
type FoldEvent = Extract<TrainEvent, { kind: 'fold' }>

/** Matrices of folds that train side by side, in bytes, at most: past them the next folds wait. */
const MOST_BYTES = 2 ** 29
/** Least time between two tellings of folds that train side by side. */
const TELL_MS = 250

/**
 * Trains a learner on each fold of its question, preparation and all: on a GPU networks side by side, as one population,
 * all else one after the other, as are networks on a GPU in software, which wins nothing by it; each comes to the same bits
 * either way. What a stop finds under way is dropped. Once the time is up no other fold begins.
 * @param of How many folds.
 * @param device What to train on.
 */
export function trainFolds<T>(
  spec: FoldsSpec,
  of: number,
  { backend, software }: Pick<ResolvedDevice, 'backend' | 'software'>,
  surroundings: TrainSurroundings,
  task: Task<FoldEvent>,
  use: UseFold<T>,
  isOver: IsOver = unlimited,
): Promise<FoldOutcomes<T>> {
  const quiet = { ...surroundings, safe: undefined, onDevice: async () => {} }
  const { learner } = spec
  return isDescent(learner) && backend === 'webgpu' && !software
    ? sideBySide({ ...spec, learner }, of, quiet, task, use, isOver)
    : oneByOne({ ...spec, device: backend }, of, quiet, task, use, isOver)
}

async function oneByOne<T>(
  spec: SingleSpec,
  of: number,
  surroundings: TrainSurroundings,
  { signal, report }: Task<FoldEvent>,
  use: UseFold<T>,
  isOver: IsOver,
): Promise<FoldOutcomes<T>> {
  const outcomes: (T | AssayError | undefined)[] = []
  for (let index = 0; index < of && !signal.aborted && !(index > 0 && isOver()); index++) {
    report({ kind: 'fold', number: index + 1, last: index + 1, of, done: index })
    outcomes[index] = await orError(async () => {
      const model = await trainSingle({ ...spec, fold: { index, of } }, surroundings, { signal, report: () => {} })
      // Half a training says nothing of a whole one.
      return signal.aborted ? undefined : use(model)
    })
  }
  return outcomes
}

interface ReadyFold {
  readonly index: number
  readonly prepared: DensePrepared
  readonly data: TrainingData
}

async function sideBySide<T>(
  spec: FoldsSpec & { readonly learner: DescentLearner },
  of: number,
  surroundings: TrainSurroundings,
  task: Task<FoldEvent>,
  use: UseFold<T>,
  isOver: IsOver,
): Promise<FoldOutcomes<T>> {
  const { question, seed, learner } = spec
  const { platform, openFrames, cache, runId } = surroundings
  const encoding = LEARNERS[learner.kind].encoding
  const seeds = memberSeeds(seed, membersOf(learner))
  const outcomes: (T | AssayError | undefined)[] = []

  async function ready(index: number): Promise<ReadyFold> {
    const prepared = await prepare(question, seed, encoding, openFrames, cache, task, { index, of })
    const data = trainingData(question, prepared)
    requireSound(data)
    return { index, prepared, data }
  }

  /** Folds from the first on, as many as may lie in memory at once; one that cannot be prepared has its outcome. */
  async function readyFrom(first: number): Promise<readonly ReadyFold[]> {
    const folds: ReadyFold[] = []
    let bytes = 0
    for (let index = first; index < of && bytes < MOST_BYTES && !task.signal.aborted; index++) {
      const fold = await orError(() => ready(index))
      if (fold instanceof AssayError) outcomes[index] = fold
      else if (fold) {
        folds.push(fold)
        bytes += fold.prepared.x.byteLength + fold.prepared.validationX.byteLength
      }
    }
    return folds
  }

  for (let first = 0; first < of && !task.signal.aborted && !(first > 0 && isOver()); ) {
    const folds = await readyFrom(first)
    first = (folds.at(-1)?.index ?? of - 1) + 1
    if (folds.length === 0 || task.signal.aborted) continue
    const made = await orError(async () => {
      const device = await openDevice('webgpu', platform)
      const members = folds.flatMap(({ data }) => seeds.map((own) => ({ learner, seed: own, own: data })))
      const report = foldTeller(folds, of, learner.options.epochs, task)
      const again = { platform, device, onDevice: async () => {} }
      const population = await onAnyDevice(
        again,
        task,
        () => 0,
        () => trainPopulation({ ...folds[0]!.data, members }, { signal: task.signal, report }),
      )
      await openPredictionDevice(platform)
      return population.made
    })
    for (const [k, { index, prepared }] of folds.entries()) {
      const own = made instanceof AssayError ? made : made?.slice(k * seeds.length, (k + 1) * seeds.length)
      outcomes[index] = own && !(own instanceof AssayError) ? await orError(() => modelOf(own, prepared)) : own
    }
  }
  return outcomes

  async function modelOf(made: readonly Outcome[], prepared: DensePrepared): Promise<T | undefined> {
    const networks = made.flatMap((outcome) => (outcome instanceof AssayError ? [] : [outcome]))
    const isCut =
      networks.some(({ ended }) => ended === 'stopped') ||
      made.some((outcome) => outcome instanceof AssayError && isAborted(outcome))
    if (isCut) return undefined
    if (networks.length === 0) throw made[0]
    const models = await saveNetworks(networks)
    return use({
      pipeline: pipelineOf(runId, learner, prepared, models),
      weights: models.map(({ weights }) => weights),
      prepared,
    })
  }
}

/** What work comes to, or its error; undefined where it was stopped. */
async function orError<T>(work: () => Promise<T>): Promise<T | AssayError | undefined> {
  try {
    return await work()
  } catch (cause) {
    if (isAborted(cause)) return undefined
    if (!(cause instanceof AssayError)) throw cause
    return cause
  }
}

/** Tells how far folds are that train side by side. */
function foldTeller(folds: readonly ReadyFold[], of: number, epochs: number, task: Task<FoldEvent>) {
  const number = folds[0]!.index + 1
  const last = folds.at(-1)!.index + 1
  let toldAt = Number.NEGATIVE_INFINITY
  const tell = (epoch: number) => {
    const done = number - 1 + (folds.length * epoch) / epochs
    task.report({ kind: 'fold', number, last, of, done })
    toldAt = performance.now()
  }
  tell(0)
  return ({ event }: { readonly event: { readonly kind: string; readonly record?: { readonly epoch: number } } }) => {
    if (event.record && performance.now() - toldAt >= TELL_MS) tell(event.record.epoch)
  }
}
