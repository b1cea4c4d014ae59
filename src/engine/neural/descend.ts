import { AssayError } from '@/core/errors.ts'
import { formatNumber } from '@/core/format/format.ts'
import { evaluateMetric } from '@/core/metrics/evaluate.ts'
import type { MetricName, TaskKind } from '@/core/metrics/metric.ts'
import { seededRandom, shuffle } from '@/core/random.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { EpochRecord, RunResult, StartScore } from '@/core/run/run.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { lossSum, scoresFrom } from './heads.ts'
import { learningRateFactor } from './schedule.ts'
import type { NetworkShape } from './shape.ts'
import { unstandardise } from './target.ts'
import { type MemberRows, rowsFrom, type Snapshot, scaleTargets, type Trainer, type TrainerInput } from './trainer.ts'
import { fillUnknown } from './unknownEntry.ts'

export interface TrainedNetwork {
  readonly shape: NetworkShape
  /** The best epoch's, in the order of the shape; for regression the answers are in the target's own units. */
  readonly parameters: Float32Array<ArrayBuffer>
  readonly history: readonly EpochRecord[]
  /** What it started from, where that was given; its best epoch is 0 where no epoch was better. */
  readonly start?: StartScore | undefined
  readonly stepsDone: number
  readonly bestEpoch: number
  readonly ended: Exclude<RunResult['ended'], 'closed-form' | 'converged'>
}

/** A member that has come as far as it was to go for now. */
export interface PausedNetwork extends Omit<TrainedNetwork, 'ended'> {
  readonly ended: 'paused'
  /** Where it goes on. */
  readonly checkpoint: Checkpoint
}

export type Outcome = TrainedNetwork | PausedNetwork | AssayError

/** What a member of a population tells of itself; members are numbered from 0. */
export interface MemberEvent {
  readonly member: number
  readonly event:
    | Extract<TrainEvent, { kind: 'step' | 'epoch' }>
    | { readonly kind: 'start'; readonly start: { readonly kind: 'warm' } & StartScore }
}

/** How far a member has come by the end of an epoch. */
export interface Checkpoint {
  readonly history: readonly EpochRecord[]
  readonly start?: StartScore | undefined
  readonly bestEpoch: number
  readonly snapshot: Snapshot
}

/** How a member stands: what it came to, where it goes on, or undefined where its turn has not come. */
export type Standing = TrainedNetwork | AssayError | Checkpoint | undefined

/** How what was computed is kept safe while a population goes on. */
export interface Safekeeping {
  /** Least time between two checkpoints, in milliseconds. */
  readonly everyMs: number
  /** Given how each member stands; awaited before the next epoch begins. */
  readonly keep: (members: readonly Standing[]) => Promise<void>
}

export interface Descent extends TrainerInput {
  readonly task: TaskKind
  readonly classes: readonly string[]
  /** Watched on the validation rows; the weights kept are those of the lowest validation loss. */
  readonly metric: MetricName
  /** Where each member goes on, all from the end of the same epoch; from the beginning where absent. */
  readonly from?: readonly Checkpoint[] | undefined
  /** The epoch after which those that are not at their end pause; none does where absent. */
  readonly until?: number | undefined
  readonly safekeeping?: Safekeeping | undefined
}

/** How far a member is on its way. */
interface Progress {
  readonly history: EpochRecord[]
  start?: StartScore | undefined
  best?: Pick<EpochRecord, 'epoch' | 'validationLoss'>
  stepsDone: number
  ended?: TrainedNetwork['ended']
  error?: AssayError
}

/** Step events a second, at most. */
const STEP_EVENTS_MS = 250

/**
 * Takes a trainer's members through their epochs: all see every training row once an epoch, each in an order of its own
 * seed; whoever has not found a better validation loss for as long as its patience leaves, and so does whoever diverges. A
 * stop is heard at the next chunk: the best epochs so far are kept, or the weights as they stand within the first. Weights that
 * members were given to start from count as an epoch before the first: they are kept where none is better.
 * @returns for each member what it came to, or why it came to nothing.
 * @throws AssayError `aborted` when stopped before the first step; `device.lost`.
 */
export async function descend(input: Descent, trainer: Trainer, task: Task<MemberEvent>): Promise<readonly Outcome[]> {
  // Opening the trainer took its time.
  throwIfAborted(task)
  const { members, safekeeping, from } = input
  const { epochs, batchSize, schedule = 'constant' } = members[0]!.options
  const stepsPerEpoch = Math.ceil(members[0]!.on.train.y.length / batchSize)
  const targets = targetsOf(input)
  const standings = members.map((): Progress => ({ history: [], stepsDone: 0 }))
  from?.forEach((checkpoint, member) => {
    trainer.restore(member, checkpoint.snapshot)
    standings[member] = resumed(checkpoint)
  })
  const epochsDone = from?.[0]?.history.length ?? 0
  const last = Math.min(epochs, input.until ?? epochs)
  const tellSteps = stepTeller(task, from?.[0]?.snapshot.steps ?? 0)
  let checkedAt = performance.now()
  const startedAt = checkedAt - (from?.[0]?.history.at(-1)?.elapsedMs ?? 0)
  const isStopped = () => task.signal.aborted

  const orderOf = (member: number, epoch: number) => {
    const { on, seed } = members[member]!
    return shuffle(rowsFrom(0, on.train.y.length), seededRandom(seed, 'order', epoch))
  }
  let ordered: ReadonlyMap<number, Uint32Array> = new Map()

  let active = members.map((_, member) => member)
  if (!from && members.some(({ start }) => start)) await judgeStarts()
  for (let epoch = epochsDone + 1; epoch <= last && active.length > 0 && !isStopped(); epoch++) {
    const orders = active.map((member) => ordered.get(member) ?? orderOf(member, epoch))
    const stepsBefore = (epoch - 1) * stepsPerEpoch
    const running = trainer.epoch({
      active,
      orders,
      rate: (index) => learningRateFactor(schedule, stepsBefore + index, epochs * stepsPerEpoch),
      isStopped,
      wantsResult: epoch === 1,
      onSteps: (step) => tellSteps(active, epoch, step, stepsBefore + step),
    })
    // While the device works.
    ordered = new Map(epoch < last ? active.map((member) => [member, orderOf(member, epoch + 1)]) : [])
    const { steps, results } = await running
    if (steps === 0 && epoch === 1) throwIfAborted(task)
    for (const [k, member] of active.entries()) {
      const standing = standings[member]!
      standing.stepsDone += steps
      if (isStopped()) standing.ended = 'stopped'
      if (!results) continue
      const seen = orders[k]!.subarray(0, steps * batchSize)
      const { on, weights, options } = members[member]!
      const weight = weights ? seen.reduce((sum, row) => sum + weights[row]!, 0) : seen.length
      const { logits } = results[k]!
      const record: EpochRecord = {
        epoch,
        trainLoss: results[k]!.lossSum / weight,
        validationLoss: meanLoss(on, logits, targets[member]!),
        validationMetric: null,
        elapsedMs: performance.now() - startedAt,
      }
      if (!Number.isFinite(record.trainLoss) || !Number.isFinite(record.validationLoss)) {
        standing.error = diverged(epoch, options.learningRate)
        continue
      }
      settle(standing, { ...record, validationMetric: measure(input, on, logits) }, member)
      const { patience } = options
      if (!standing.ended && patience > 0 && epoch - standing.best!.epoch >= patience && epoch < epochs)
        standing.ended = 'early'
    }
    active = active.filter((member) => !standings[member]!.ended && !standings[member]!.error)
    if (safekeeping && active.length > 0 && epoch < last && performance.now() - checkedAt >= safekeeping.everyMs) {
      await safekeeping.keep(await Promise.all(members.map((_, member) => standingOf(member))))
      checkedAt = performance.now()
    }
  }

  async function judgeStarts(): Promise<void> {
    // An epoch that ends before its first step validates what there is.
    const { results } = await trainer.epoch({
      active,
      orders: active.map(() => rowsFrom(0, 0)),
      rate: () => 0,
      isStopped: () => true,
      wantsResult: true,
      onSteps: () => {},
    })
    for (const member of active) {
      const { on } = members[member]!
      const { logits } = results![member]!
      const validationLoss = meanLoss(on, logits, targets[member]!)
      if (!Number.isFinite(validationLoss)) continue
      const start: StartScore = { validationLoss, validationMetric: measure(input, on, logits) }
      Object.assign(standings[member]!, { start, best: { epoch: 0, validationLoss } } satisfies Partial<Progress>)
      trainer.keep(member)
      task.report({ member, event: { kind: 'start', start: { kind: 'warm', ...start } } })
    }
  }

  function settle(standing: Progress, record: EpochRecord, member: number): void {
    const isBest = !standing.best || record.validationLoss < standing.best.validationLoss
    standing.history.push(record)
    if (isBest) {
      standing.best = record
      trainer.keep(member)
    }
    task.report({ member, event: { kind: 'epoch', record, best: isBest } })
  }

  async function checkpointOf(member: number): Promise<Checkpoint> {
    const { history, start, best } = standings[member]!
    return {
      history: [...history],
      ...(start && { start }),
      bestEpoch: best!.epoch,
      snapshot: await trainer.snapshot(member),
    }
  }

  async function endOf(member: number, ended: TrainedNetwork['ended']): Promise<TrainedNetwork> {
    const { history, start, best, stepsDone } = standings[member]!
    const { on, start: given } = members[member]!
    const { shape, standard, train } = on
    // Its first epoch is always validated, so there is a best one.
    const bestEpoch = best!.epoch
    // What it was given is given back to the bit, and not by way of the target's standard.
    const parameters =
      given && bestEpoch === 0
        ? Float32Array.from(given)
        : fillUnknown(unstandardise(await trainer.kept(member), shape, standard), shape, train)
    return { shape, parameters, history, ...(start && { start }), stepsDone, bestEpoch, ended }
  }

  async function standingOf(member: number): Promise<Standing> {
    const { error, ended } = standings[member]!
    return error ?? (ended ? endOf(member, ended) : checkpointOf(member))
  }

  const atEnd = isStopped() ? 'stopped' : last < epochs ? 'paused' : 'epochs'
  const outcomes: Outcome[] = []
  for (const [member, { error, ended = atEnd }] of standings.entries()) {
    if (error) outcomes.push(error)
    else if (ended !== 'paused') outcomes.push(await endOf(member, ended))
    else outcomes.push({ ...(await endOf(member, 'epochs')), ended, checkpoint: await checkpointOf(member) })
  }
  return outcomes
}

function resumed({ history, start, bestEpoch, snapshot }: Checkpoint): Progress {
  return {
    history: [...history],
    start,
    best:
      bestEpoch === 0
        ? { epoch: 0, validationLoss: start!.validationLoss }
        : history.find(({ epoch }) => epoch === bestEpoch)!,
    stepsDone: snapshot.steps,
  }
}

function diverged(epoch: number, learningRate: number): AssayError {
  return new AssayError(
    'train.diverged',
    `The loss became infinite at epoch ${epoch}. Try a smaller learning rate (now ${formatNumber(learningRate)}).`,
  )
}

/** The validation rows' targets as the loss wants them, for each member. */
function targetsOf({ members }: TrainerInput): readonly Float64Array[] {
  const known = new Map<MemberRows, Float64Array>()
  return members.map(({ on }) => {
    const targets = known.get(on) ?? scaleTargets(on.validation.y, on.standard)
    known.set(on, targets)
    return targets
  })
}

/** Of the validation rows, whose targets are as the loss wants them. */
function meanLoss({ shape }: MemberRows, logits: Float32Array, targets: Float64Array): number {
  return lossSum(shape.head, logits, targets, rowsFrom(0, targets.length)) / targets.length
}

function measure(
  { task, classes, metric }: Descent,
  { validation, shape, standard }: MemberRows,
  logits: Float32Array,
): number | null {
  const rows = validation.y.length
  const scores = scoresFrom(shape.head, logits, rows, standard.mean, standard.scale)
  const predictions = { rows, width: scores.length / rows, scores }
  return evaluateMetric({ task, classes, actual: validation.y, predictions, threshold: 0.5 }, metric) ?? null
}

function stepTeller(task: Task<MemberEvent>, stepsBefore: number) {
  let toldAt = performance.now()
  let toldSteps = stepsBefore
  return (active: readonly number[], epoch: number, step: number, stepsDone: number) => {
    const now = performance.now()
    if (now - toldAt < STEP_EVENTS_MS) return
    const stepsPerSecond = ((stepsDone - toldSteps) * 1_000) / (now - toldAt)
    for (const member of active) task.report({ member, event: { kind: 'step', epoch, step, stepsPerSecond } })
    toldAt = now
    toldSteps = stepsDone
  }
}
