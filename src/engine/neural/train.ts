import { AssayError, isAborted } from '@/core/errors.ts'
import type { DescentLearner } from '@/core/learner/learner.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import {
  type Checkpoint,
  type Descent,
  descend,
  type MemberEvent,
  type Outcome,
  type Standing,
  type TrainedNetwork,
} from './descend.ts'
import { gpuDevice } from './device.ts'
import { describeJob, type PopulationInput, requireSound, type TrainingData } from './population.ts'
import { openTfjsTrainer } from './tfjsTrainer.ts'
import { rowsFrom, type Trainer } from './trainer.ts'
import { keyOfMember, membersThatFit, openWgslTrainer } from './wgsl/trainer.ts'

/** Software has no use for many invocations; its loads are dear. */
const SOFTWARE = { rows: 8, slices: 1, workgroup: 16, validatedAtOnce: 256 }
const HARDWARE = { rows: 4, slices: 16, workgroup: 64, validatedAtOnce: 4_096 }

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
  const tuning = { ...(gpu.resolved.software ? SOFTWARE : HARDWARE), isQuad: gpu.isQuad }
  const open = (part: Descent) => openWgslTrainer(gpu.device, part, batchSize, tuning)
  const alike = new Map<string, number[]>()
  for (const [place, member] of members.entries()) {
    const key = keyOfMember(member)
    alike.set(key, [...(alike.get(key) ?? []), place])
  }
  const parts: Part[] = []
  for (let places of alike.values())
    while (places.length > 0) {
      const among = { members: places.map((place) => members[place]!) }
      const together = membersThatFit(gpu.device, among, batchSize, tuning)
      const now = places.slice(0, Math.max(1, together))
      parts.push(together > 0 ? { places: now, open } : alone(now[0]!))
      places = places.slice(now.length)
    }
  return parts
}
