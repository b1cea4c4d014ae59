import { AssayError, isAborted } from '@/core/errors.ts'
import { hashParts } from '@/core/random.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { Backend, EpochRecord, MemberResult, ResolvedDevice, StartScore } from '@/core/run/run.ts'
import type { Task } from '@/core/task.ts'
import type { Checkpoint, MemberEvent, Standing, TrainedNetwork } from './descend.ts'
import { shapeOf } from './population.ts'
import { type NetworkInput, trainPopulation } from './train.ts'
import { epochsKept, onAnyDevice, type Safe, type Surroundings } from './trainSafely.ts'

export interface TrainedEnsemble {
  /** At least one. */
  readonly members: readonly TrainedNetwork[]
  readonly results: readonly MemberResult[]
  /** Mean of the members that came so far. */
  readonly history: readonly EpochRecord[]
  /** Mean of what they started from, where that was given. */
  readonly start?: StartScore | undefined
}

/** Seeds of an ensemble's members, apart from each other; the first is that of the run. */
export function memberSeeds(seed: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => (k === 0 ? seed : hashParts(seed, 'member', k)))
}

/**
 * Trains the same configuration from several first weights (Lakshminarayanan, Pritzel & Blundell 2017, "Deep ensembles"), as
 * one population; from one alone where `count` is 1. A member that diverges is left out; a stop keeps those that have come to
 * something. Where a device is lost, or the run before was cut off, each goes on from its last checkpoint.
 * @throws AssayError as `trainNetwork`, where no member came to anything.
 */
export async function trainEnsemble(
  { learner, seed, starts, from: _, safekeeping: __, ...data }: NetworkInput,
  count: number,
  { safe, ...surroundings }: Surroundings & { readonly safe: Safe },
  task: Task<TrainEvent>,
): Promise<{ readonly fitted: TrainedEnsemble; readonly device: ResolvedDevice }> {
  const seeds = memberSeeds(seed, count)
  // A checkpoint of before wide categories were embedded is of another network: the run then begins again.
  const { size } = shapeOf({ ...data, members: [{ learner, seed }] })
  const from = safe.from?.members.every((standing) => isOfSize(standing, size)) ? safe.from : undefined
  let standings: readonly Standing[] = seeds.map((_, k) => from?.members[k])

  async function train(backend: Backend): Promise<void> {
    const report = meanTeller(count, task)
    // The curve is whole again before it goes on.
    retell(standings, report)
    const keep = async (members: readonly Standing[]) => {
      standings = members
      await safe.keep({ backend, members })
    }
    const goesOn = standings.flatMap((standing, k) => (isCheckpoint(standing) ? [k] : []))
    const waits = standings.flatMap((standing, k) => (standing ? [] : [k]))
    // Those that go on are all at the end of one epoch.
    for (const group of [goesOn, waits]) {
      if (group.length === 0) continue
      const before = standings
      const place = (members: readonly Standing[]) =>
        before.map((standing, k) => (group.includes(k) ? members[group.indexOf(k)] : standing))
      const job = {
        ...data,
        members: group.map((k) => ({ learner, seed: seeds[k]!, start: starts?.[k] })),
        from: group === goesOn ? group.map((k) => before[k] as Checkpoint) : undefined,
        safekeeping: { everyMs: safe.everyMs, keep: (members: readonly Standing[]) => keep(place(members)) },
      }
      try {
        const outcomes = await trainPopulation(job, {
          signal: task.signal,
          report: ({ member, event }) => report({ member: group[member]!, event }),
        })
        // Nobody said until when, so none has paused.
        standings = place(outcomes as readonly (TrainedNetwork | AssayError)[])
      } catch (cause) {
        // Those whose turn did not come have nothing to keep; what the others came to is not lost.
        if (!isAborted(cause) || !before.some(isTrained)) throw cause
      }
    }
  }

  const epochsSafe = () => epochsKept({ backend: surroundings.device.backend, members: standings })
  const { device } = await onAnyDevice(surroundings, task, epochsSafe, train)
  const ended = standings.map((standing, k) => ({ standing, seed: seeds[k]! }))
  const members = standings.filter(isTrained)
  if (members.length === 0) throw standings.find((standing) => standing instanceof AssayError)
  const results = ended.flatMap(({ standing, seed: own }): MemberResult[] =>
    isTrained(standing)
      ? [
          {
            seed: own,
            epochs: standing.history.length,
            bestEpoch: standing.bestEpoch,
            validationLoss: (standing.history[standing.bestEpoch - 1] ?? standing.start!).validationLoss,
          },
        ]
      : [],
  )
  const begun = members.flatMap((member) => member.start ?? [])
  const history = meanHistory(members.map((member) => member.history))
  return { fitted: { members, results, history, ...(begun.length > 0 && { start: meanScore(begun) }) }, device }
}

function isOfSize(standing: Standing, size: number): boolean {
  if (isTrained(standing)) return standing.parameters.length === size
  return !isCheckpoint(standing) || standing.snapshot.parameters.length === size
}

function isTrained(standing: Standing): standing is TrainedNetwork {
  return standing !== undefined && 'parameters' in standing
}

function isCheckpoint(standing: Standing): standing is Checkpoint {
  return standing !== undefined && 'snapshot' in standing
}

/** Tells the epochs that are known again, each of all members before the next. */
function retell(standings: readonly Standing[], report: (event: MemberEvent) => void): void {
  const known = standings.map((standing) => (isTrained(standing) || isCheckpoint(standing) ? standing : undefined))
  known.forEach((standing, member) => {
    if (standing?.start) report({ member, event: { kind: 'start', start: { kind: 'warm', ...standing.start } } })
  })
  const longest = Math.max(0, ...known.map((standing) => standing?.history.length ?? 0))
  for (let i = 0; i < longest; i++)
    known.forEach((standing, member) => {
      const record = standing?.history[i]
      if (record) report({ member, event: { kind: 'epoch', record, best: record.epoch === standing.bestEpoch } })
    })
}

/** Epoch by epoch the mean of those that came so far. */
export function meanHistory(histories: readonly (readonly EpochRecord[])[]): readonly EpochRecord[] {
  const longest = Math.max(...histories.map(({ length }) => length))
  return Array.from({ length: longest }, (_, i) => meanOf(histories.flatMap((history) => history[i] ?? [])))
}

function meanOf(records: readonly EpochRecord[]): EpochRecord {
  return {
    epoch: records[0]!.epoch,
    trainLoss: mean(records, ({ trainLoss }) => trainLoss),
    ...meanScore(records),
    elapsedMs: Math.max(...records.map(({ elapsedMs }) => elapsedMs)),
  }
}

function meanScore(scores: readonly StartScore[]): StartScore {
  const isMeasured = scores.every(({ validationMetric }) => validationMetric !== null)
  return {
    validationLoss: mean(scores, ({ validationLoss }) => validationLoss),
    validationMetric: isMeasured ? mean(scores, ({ validationMetric }) => validationMetric!) : null,
  }
}

function mean<T>(all: readonly T[], read: (one: T) => number): number {
  return all.reduce((sum, one) => sum + read(one), 0) / all.length
}

/** The epoch of the lowest validation loss, the earlier of equals; 0 where none is below that of the start. */
export function bestEpochOf(history: readonly EpochRecord[], start: StartScore | undefined): number {
  const begin = { epoch: 0, validationLoss: start?.validationLoss ?? Number.POSITIVE_INFINITY }
  return history.reduce<typeof begin>(
    (best, record) => (record.validationLoss < best.validationLoss ? record : best),
    begin,
  ).epoch
}

/**
 * Tells of all members as of one: side by side the mean of an epoch once all are past it; where they train one after the
 * other, the first member's epochs, and then which member is at work.
 */
function meanTeller(count: number, task: Task<TrainEvent>) {
  const histories: EpochRecord[][] = Array.from({ length: count }, () => [])
  const starts: StartScore[] = []
  let furthest = 0
  let lowest = Number.POSITIVE_INFINITY
  return ({ member, event }: MemberEvent) => {
    if (event.kind === 'step') return task.report(event)
    if (event.kind === 'start') {
      starts[member] = event.start
      const start = meanScore(Object.values(starts))
      if (furthest === 0) lowest = start.validationLoss
      return task.report({ kind: 'start', start: { kind: 'warm', ...start } })
    }
    const { epoch } = event.record
    histories[member]!.push(event.record)
    if (member > 0 && histories[0]!.length > epoch)
      task.report({ kind: 'member', number: member + 1, of: count, epoch })
    const record = meanOf(histories.flatMap((history) => history[epoch - 1] ?? []))
    if (epoch < furthest) return
    furthest = epoch
    const best = record.validationLoss < lowest
    if (best) lowest = record.validationLoss
    task.report({ kind: 'epoch', record, best })
  }
}
