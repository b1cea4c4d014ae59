import { AssayError } from '@/core/errors.ts'
import { hashParts } from '@/core/random.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { EpochRecord, MemberResult, ResolvedDevice } from '@/core/run/run.ts'
import type { Task } from '@/core/task.ts'
import type { MemberEvent, TrainedNetwork } from './descend.ts'
import { type NetworkInput, trainPopulation } from './train.ts'
import { onAnyDevice, type Surroundings } from './trainSafely.ts'

export interface TrainedEnsemble {
  /** At least one. */
  readonly members: readonly TrainedNetwork[]
  readonly results: readonly MemberResult[]
  /** Mean of the members that came so far. */
  readonly history: readonly EpochRecord[]
}

/** Seeds of an ensemble's members, apart from each other; the first is that of the run. */
export function memberSeeds(seed: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => (k === 0 ? seed : hashParts(seed, 'member', k)))
}

/**
 * Trains the same configuration from several first weights (Lakshminarayanan, Pritzel & Blundell 2017, "Deep ensembles"), as
 * one population. A member that diverges is left out; a stop keeps those that have come to something. A device that is
 * lost costs what was done.
 * @throws AssayError as `trainNetwork`, where no member came to anything.
 */
export async function trainEnsemble(
  { learner, seed, ...data }: NetworkInput,
  count: number,
  surroundings: Surroundings,
  task: Task<TrainEvent>,
): Promise<{ readonly fitted: TrainedEnsemble; readonly device: ResolvedDevice }> {
  const seeds = memberSeeds(seed, count)
  const { made, device } = await onAnyDevice(
    surroundings,
    task,
    () => 0,
    () => {
      const report = meanTeller(count, task)
      const members = seeds.map((each) => ({ learner, seed: each }))
      return trainPopulation({ ...data, from: undefined, members }, { signal: task.signal, report })
    },
  )
  const members: TrainedNetwork[] = []
  const results: MemberResult[] = []
  for (const [k, outcome] of made.entries()) {
    if (outcome instanceof AssayError) continue
    // Nobody said until when, so none has paused.
    const member = outcome as TrainedNetwork
    members.push(member)
    results.push({
      seed: seeds[k]!,
      epochs: member.history.length,
      bestEpoch: member.bestEpoch,
      validationLoss: member.history[member.bestEpoch - 1]!.validationLoss,
    })
  }
  if (members.length === 0) throw made[0]
  return { fitted: { members, results, history: meanHistory(members.map(({ history }) => history)) }, device }
}

/** Epoch by epoch the mean of those that came so far. */
export function meanHistory(histories: readonly (readonly EpochRecord[])[]): readonly EpochRecord[] {
  const longest = Math.max(...histories.map(({ length }) => length))
  return Array.from({ length: longest }, (_, i) => meanOf(histories.flatMap((history) => history[i] ?? [])))
}

function meanOf(records: readonly EpochRecord[]): EpochRecord {
  const mean = (read: (record: EpochRecord) => number) =>
    records.reduce((sum, record) => sum + read(record), 0) / records.length
  const isMeasured = records.every(({ validationMetric }) => validationMetric !== null)
  return {
    epoch: records[0]!.epoch,
    trainLoss: mean(({ trainLoss }) => trainLoss),
    validationLoss: mean(({ validationLoss }) => validationLoss),
    validationMetric: isMeasured ? mean(({ validationMetric }) => validationMetric!) : null,
    elapsedMs: Math.max(...records.map(({ elapsedMs }) => elapsedMs)),
  }
}

/** The epoch of the lowest validation loss, the earlier of equals. */
export function bestEpochOf(history: readonly EpochRecord[]): number {
  return history.reduce((best, record) => (record.validationLoss < best.validationLoss ? record : best)).epoch
}

/**
 * Tells of all members as of one: side by side the mean of an epoch once all are past it; where they train one after the
 * other, the first member's epochs, and then which member is at work.
 */
function meanTeller(count: number, task: Task<TrainEvent>) {
  const histories: EpochRecord[][] = Array.from({ length: count }, () => [])
  let furthest = 0
  let lowest = Number.POSITIVE_INFINITY
  return ({ member, event }: MemberEvent) => {
    if (event.kind === 'step') return task.report(event)
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
