import type { TableSize } from '@/core/encoding/embedding.ts'
import { AssayError, isAborted } from '@/core/errors.ts'
import type { DescentLearner } from '@/core/learner/learner.ts'
import type { MetricName, TaskKind } from '@/core/metrics/metric.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { balancedWeights } from './classWeights.ts'
import {
  type Checkpoint,
  type Descent,
  descend,
  type MemberEvent,
  type Outcome,
  type Safekeeping,
  type Standing,
  type TrainedNetwork,
} from './descend.ts'
import { gpuDevice } from './device.ts'
import { describeNetwork, type NetworkShape } from './shape.ts'
import { standardise } from './target.ts'
import { openTfjsTrainer } from './tfjsTrainer.ts'
import { type Examples, type Member, type MemberRows, rowsFrom, type Trainer } from './trainer.ts'
import { keyOfMember, membersThatFit, openWgslTrainer } from './wgsl/trainer.ts'

/** Invocations of a GPU that share the rows of one gradient; software has no use for more than one. */
const SLICES = 16

/** Rows prepared for a network. */
export interface Matrices {
  /** Columns of the matrices, the last of which hold the number of an entry, one for each table. */
  readonly width: number
  /** Of the embedded columns, in their order; none where absent. */
  readonly tables?: readonly TableSize[] | undefined
  readonly train: Examples
  /** What each training row counts in the loss, more than 0; 1 where absent. Only their proportions matter. */
  readonly weights?: Float64Array | undefined
  readonly validation: Examples
}

export interface TrainingData extends Matrices {
  readonly task: TaskKind
  readonly classes: readonly string[]
  /** Watched on the validation rows; the weights kept are those of the lowest validation loss. */
  readonly metric: MetricName
}

export interface NetworkInput extends TrainingData {
  readonly learner: DescentLearner
  readonly seed: number
  /** Parameters to start from, which answer in the target's own units, for each network; first ones of its seed where absent. */
  readonly starts?: readonly Float32Array[] | undefined
  /** Where to go on: on a device of the same kind to the bits that it would have come to. */
  readonly from?: Checkpoint | undefined
  /** Checkpoints to take. */
  readonly safekeeping?:
    | { readonly everyMs: number; readonly keep: (checkpoint: Checkpoint) => Promise<void> }
    | undefined
}

interface PopulationMember {
  readonly learner: DescentLearner
  readonly seed: number
  /** Rows of its own, as those of a fold; the population's where absent. */
  readonly own?: Matrices | undefined
  /** As {@link Member} has it. */
  readonly start?: Float32Array | undefined
}

export interface PopulationInput extends TrainingData {
  /** Alike in hidden layers, activation, batch size, epochs and schedule; whatever else may differ. */
  readonly members: readonly PopulationMember[]
  /** Where each member goes on, all from the end of the same epoch; from the beginning where absent. */
  readonly from?: readonly Checkpoint[] | undefined
  /** The epoch after which members pause that are not at their end: each is given with the checkpoint to go on from. */
  readonly until?: number | undefined
  readonly safekeeping?: Safekeeping | undefined
}

/**
 * Trains a chain of dense layers by Adam on the device that is open, and keeps the weights of the best validation loss: on
 * a GPU by kernels of our own, elsewhere (and where the GPU cannot bind the data) by tfjs's. Losses are cross-entropy in
 * nats, or squared error of the target divided by its training deviation, without the weight decay; an epoch's training
 * loss is the mean over its rows as they were seen, dropout and all. With weights it is their weighted mean, and each
 * row's part in a gradient is multiplied by its weight over the mean weight; validation does not look at weights. Same
 * input, same device: same bits. A stop is heard at the next chunk: the best epoch so far is kept, or the weights as they
 * stand within the first.
 * @throws AssayError `train.diverged`, `device.lost`, `split.empty`, `recipe.invalid`; `aborted` only before the first step.
 */
export async function trainNetwork(
  { learner, seed, starts, from, safekeeping, ...data }: NetworkInput,
  task: Task<TrainEvent>,
): Promise<TrainedNetwork> {
  const report = ({ event }: MemberEvent) => task.report(event)
  // Its curve is whole again before it goes on.
  if (from?.start) task.report({ kind: 'start', start: { kind: 'warm', ...from.start } })
  from?.history.forEach((record) => {
    task.report({ kind: 'epoch', record, best: record.epoch === from.bestEpoch })
  })
  const population = {
    ...data,
    members: [{ learner, seed, start: starts?.[0] }],
    from: from && [from],
    // One that is still under way stands where it goes on.
    safekeeping: safekeeping && {
      everyMs: safekeeping.everyMs,
      keep: ([standing]: readonly Standing[]) => safekeeping.keep(standing as Checkpoint),
    },
  }
  const [outcome] = await trainPopulation(population, { signal: task.signal, report })
  if (outcome instanceof AssayError) throw outcome
  // Nobody said until when, so it has not paused.
  return outcome as TrainedNetwork
}

/**
 * Trains several configurations of one architecture, or one on several sets of rows, each as `trainNetwork` would alone, to the
 * bit: on a GPU side by side in the same dispatches, as far as they make as many steps an epoch; elsewhere one after the other.
 * @returns for each member what it came to, or the error (`train.diverged`; `aborted` before its turn) that ended it.
 * @throws AssayError as `trainNetwork`, but for `train.diverged`; `internal` for members that do not go together.
 */
export async function trainPopulation(
  { safekeeping, ...population }: PopulationInput,
  task: Task<MemberEvent>,
): Promise<readonly Outcome[]> {
  const { members } = population
  for (const matrices of new Set(members.map(({ own }) => own ?? population))) requireSound(matrices)
  throwIfAborted(task)
  const { input, batchSize } = describeJob(population)
  const outcomes: Outcome[] = []
  for (const [k, { places, open }] of partsOf(input, batchSize).entries()) {
    const part: Descent = {
      ...input,
      members: places.map((place) => input.members[place]!),
      from: input.from && places.map((place) => input.from![place]!),
      safekeeping: safekeeping && {
        everyMs: safekeeping.everyMs,
        keep: (standing) =>
          safekeeping.keep(
            members.map((_, place) => {
              const now = places.indexOf(place)
              return now >= 0 ? standing[now] : outcomes[place] && settled(outcomes[place])
            }),
          ),
      },
    }
    const trainer = await open(part)
    try {
      const report = ({ member, event }: MemberEvent) => task.report({ member: places[member]!, event })
      const made = await descend(part, trainer, { signal: task.signal, report })
      for (const [i, place] of places.entries()) outcomes[place] = made[i]!
    } catch (cause) {
      // Those whose turn did not come have nothing to keep; what the others came to is not lost.
      if (k === 0 || !isAborted(cause)) throw cause
      for (const place of places) outcomes[place] = cause as AssayError
    } finally {
      await trainer.dispose()
    }
  }
  return outcomes
}

/**
 * Refuses rows that nothing can be learned from.
 * @throws AssayError `split.empty`, `recipe.invalid`
 */
export function requireSound({ train, validation, width }: Matrices): void {
  if (train.y.length === 0 || validation.y.length === 0)
    throw new AssayError(
      'split.empty',
      'There are no rows to train on or to validate with. Change the split, then train again.',
    )
  requireFinite(train.x, width, 'training')
  requireFinite(validation.x, width, 'validation')
}

/** How a member stands whose part is over. */
function settled(outcome: Outcome): Standing {
  return outcome instanceof AssayError || outcome.ended !== 'paused' ? outcome : outcome.checkpoint
}

/**
 * Milliseconds that a step of all members takes on the device that is open, measured for about `budgetMs` after a first
 * step that compiles what there is to compile.
 */
export async function timeSteps(job: PopulationInput, budgetMs: number): Promise<number> {
  const { input, batchSize } = describeJob(job)
  const parts = partsOf(input, batchSize)
  const { places, open } = parts[0]!
  const part = { ...input, members: places.map((place) => input.members[place]!) }
  const trainer = await open(part)
  const orders = part.members.map(({ on }) => rowsFrom(0, on.train.y.length))
  const steps = async (isStopped: (done: number) => boolean) => {
    let done = 0
    const plan = { active: [...part.members.keys()], orders, rate: () => 0, wantsResult: false }
    await trainer.epoch({ ...plan, isStopped: () => isStopped(done), onSteps: (count) => (done = count) })
    await trainer.settled()
    return done
  }
  try {
    await steps((done) => done > 0)
    const from = performance.now()
    const done = await steps((count) => count > 0 && performance.now() - from > budgetMs)
    return ((performance.now() - from) / done) * parts.length
  } finally {
    await trainer.dispose()
  }
}

/** Multiply-adds that a step of the job takes, forward and backward. */
export function stepWork(job: PopulationInput): number {
  const { members, train } = job
  const { batchSize } = architecture(members)
  const { size, layers } = shapeOf(job)
  // Entries are looked up, not multiplied; but each makes its step.
  const { kernelAt: inTables } = layers[0]!
  return 3 * members.length * ((size - inTables) * Math.min(batchSize, train.y.length) + inTables)
}

/** The network that each member of a population is, but for those with rows of their own. */
export function shapeOf({
  width,
  tables,
  task,
  classes,
  members,
}: Pick<PopulationInput, 'width' | 'tables' | 'task' | 'classes' | 'members'>): NetworkShape {
  const { hidden, activation } = architecture(members)
  return describeNetwork(width, hidden, task, classes.length, activation, tables)
}

function describeJob(job: PopulationInput): { readonly input: Descent; readonly batchSize: number } {
  const { task, classes, metric, members, from, until } = job
  const { batchSize } = architecture(members)
  const known = new Map<Matrices, ReturnType<typeof describeRows>>()
  const rowsOf = (matrices: Matrices) => {
    const rows = known.get(matrices) ?? describeRows(matrices, job)
    known.set(matrices, rows)
    return rows
  }
  const input = {
    ...{ task, classes, metric, from, until },
    members: members.map(({ learner, seed, own, start }): Member => {
      const { on, plain, even } = rowsOf(own ?? job)
      return {
        on,
        options: learner.options,
        dropout: learner.kind === 'network' ? learner.options.dropout : 0,
        seed,
        start,
        weights: learner.options.classWeights === 'balanced' && even ? even : plain,
      }
    }),
  }
  return { input, batchSize }
}

/** Rows as members share them, with their weights: as they are, and where a member asks for it with classes evened out. */
function describeRows(matrices: Matrices, { task, classes, members }: PopulationInput) {
  const { train, validation, weights } = matrices
  const isBalanced = members.some(({ learner }) => learner.options.classWeights === 'balanced') && task !== 'regression'
  const shape = shapeOf({ ...matrices, task, classes, members })
  const on: MemberRows = { shape, standard: standardise(task, train.y, weights), train, validation }
  return {
    on,
    plain: weights && relative(weights),
    even: isBalanced ? relative(balancedWeights(train.y, classes.length, weights)) : undefined,
  }
}

/** Members that train together on the device that is open, by their places, and what trains them. */
interface Part {
  readonly places: readonly number[]
  readonly open: (part: Descent) => Promise<Trainer>
}

function partsOf({ members }: Descent, batchSize: number): readonly Part[] {
  const alone = (place: number): Part => ({
    places: [place],
    open: async (part) => openTfjsTrainer(part.members[0]!),
  })
  const gpu = gpuDevice()
  if (!gpu) return [...members.keys()].map(alone)
  const open = (part: Descent) => openWgslTrainer(gpu.device, part, batchSize, gpu.resolved.software ? 1 : SLICES)
  const alike = new Map<string, number[]>()
  for (const [place, member] of members.entries()) {
    const key = keyOfMember(member)
    alike.set(key, [...(alike.get(key) ?? []), place])
  }
  const parts: Part[] = []
  for (let places of alike.values())
    while (places.length > 0) {
      const together = membersThatFit(gpu.device, { members: places.map((place) => members[place]!) }, batchSize)
      const now = places.slice(0, Math.max(1, together))
      parts.push(together > 0 ? { places: now, open } : alone(now[0]!))
      places = places.slice(now.length)
    }
  return parts
}

/** A ReLU makes a silent 0 of NaN, so that nobody would ever hear of it. */
function requireFinite(x: Float32Array, width: number, part: string): void {
  const at = x.findIndex((value) => !Number.isFinite(value))
  if (at === -1) return
  throw new AssayError(
    'recipe.invalid',
    `Row ${Math.floor(at / width) + 1} of the ${part} rows has ${x[at]} in feature ${(at % width) + 1} once it is prepared. Fill, clip or drop such values in the recipe.`,
  )
}

/** What all members of a population share. */
export function architecture(members: PopulationInput['members']) {
  const [first, ...others] = members.map(({ learner }) => ({
    hidden: learner.kind === 'network' ? learner.options.hidden : [],
    activation: learner.kind === 'network' ? (learner.options.activation ?? 'relu') : 'relu',
    batchSize: learner.options.batchSize,
    epochs: learner.options.epochs,
    schedule: learner.options.schedule ?? 'constant',
  }))
  const key = JSON.stringify(first)
  if (!first || others.some((other) => JSON.stringify(other) !== key))
    throw new AssayError(
      'internal',
      'A population needs at least one member, and the same layers, activation, batch, epochs and schedule in all.',
    )
  return first
}

/** Weights in proportion to their mean. */
function relative(weights: Float64Array): Float64Array {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  return weights.map((weight) => weight / mean)
}
