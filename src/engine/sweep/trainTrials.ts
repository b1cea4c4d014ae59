import { AssayError, isAborted } from '@/core/errors.ts'
import { type DescentLearner, isDescent } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { ResolvedDevice } from '@/core/run/run.ts'
import type { SweepEvent } from '@/core/sweep/jobs.ts'
import { learnerOf, type SweepValues, seedOf, type Trial, type TrialStatus } from '@/core/sweep/sweep.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import type { Checkpoint, MemberEvent, Outcome } from '../neural/descend.ts'
import { openDevice } from '../neural/device.ts'
import { architecture, type PopulationInput } from '../neural/population.ts'
import { trainPopulation } from '../neural/train.ts'
import { onAnyDevice } from '../neural/trainSafely.ts'
import { prepare } from '../prepare.ts'
import { chooseFor, trainingData } from '../trainingJob.ts'
import type { SweepInput } from './runSweep.ts'
import { openOneByOne } from './trainOneByOne.ts'

/** A trial to be trained: from its beginning, or on from where it paused. */
export interface Candidate {
  readonly number: number
  readonly values: SweepValues
  readonly checkpoint?: Checkpoint | undefined
}

/** Trains trials up to the epoch `until`, and tells which of them paused there. */
export type TrialTrainer = (candidates: readonly Candidate[], until?: number) => Promise<readonly Candidate[]>

/** Gives what trains the trials of a sweep. */
export function openTrainer(input: SweepInput, change: (trial: Trial) => void, task: Task<SweepEvent>): TrialTrainer {
  const { base } = input.sweep
  return isDescent(base) ? openPopulations(base, input, change, task) : openOneByOne(base, input, change, task)
}

/**
 * Trials that share architecture and seed side by side, one such group after the other, on the device that was wished for, or
 * the one on which the first group is quickest.
 */
function openPopulations(
  base: DescentLearner,
  input: SweepInput,
  change: (trial: Trial) => void,
  task: Task<SweepEvent>,
): TrialTrainer {
  const { sweep, platform } = input
  let device: ResolvedDevice | undefined
  const tellDevice = async (found: ResolvedDevice) => {
    device = found
    await input.onDevice?.(found)
    task.report({ kind: 'device', device: found })
  }

  /** Opens the device of the sweep; where it has none yet, the one on which this job is quickest. */
  async function takeDevice(job: PopulationInput): Promise<void> {
    const known = device?.backend ?? sweep.device?.backend
    const wish = known ?? sweep.deviceWish
    const found =
      wish === 'auto'
        ? await chooseFor(job, platform, task)
        : await openDevice(wish, platform).catch((cause) => {
            if (!known) throw cause
            return openDevice('auto', platform)
          })
    if (device?.backend !== found.backend) await tellDevice(found)
    throwIfAborted(task)
  }

  async function trainGroup(group: readonly Candidate[], until: number | undefined): Promise<readonly Candidate[]> {
    const { question } = sweep
    const seed = seedOf(sweep, group[0]!.values)
    const prepared = await prepare(question, seed, LEARNERS[base.kind].encoding, input.openFrames, input.cache, task)
    const job: PopulationInput = {
      ...trainingData(question, prepared),
      members: group.map(({ values }) => ({ learner: learnerOf(base, values), seed })),
      from: group[0]!.checkpoint && group.map(({ checkpoint }) => checkpoint!),
      until,
    }
    await takeDevice(job)
    const members = followMembers(group, change)
    const { made } = await onAnyDevice(
      { platform, device: device!, onDevice: tellDevice },
      task,
      () => job.from?.[0]?.history.length ?? 0,
      () => trainPopulation(job, { signal: task.signal, report: members.report }),
    )
    return group.flatMap(({ number, values }, i) => {
      const outcome = made[i]!
      const trial = trialOf(members.now[i]!, outcome)
      if (trial) change(trial)
      return !(outcome instanceof AssayError) && outcome.ended === 'paused'
        ? [{ number, values, checkpoint: outcome.checkpoint }]
        : []
    })
  }

  return async (candidates, until) => {
    const groups = new Map<string, Candidate[]>()
    for (const candidate of candidates) {
      const seed = seedOf(sweep, candidate.values)
      const key = JSON.stringify([seed, architecture([{ learner: learnerOf(base, candidate.values), seed }])])
      groups.set(key, [...(groups.get(key) ?? []), candidate])
    }
    const paused: Candidate[] = []
    for (const group of groups.values()) {
      try {
        paused.push(...(await trainGroup(group, until)))
      } catch (cause) {
        if (!isAborted(cause)) throw cause
        break
      }
    }
    return paused
  }
}

/** Follows each trial of a group through its epochs. */
function followMembers(group: readonly Candidate[], change: (trial: Trial) => void) {
  const now = group.map(({ number, values, checkpoint }): Trial => {
    const best = checkpoint?.history.find(({ epoch }) => epoch === checkpoint.bestEpoch)
    return {
      number,
      values,
      status: 'running',
      epochsDone: checkpoint?.history.length ?? 0,
      bestEpoch: best?.epoch ?? 0,
      validationLoss: best?.validationLoss ?? null,
      validationMetric: best?.validationMetric ?? null,
    }
  })
  const report = ({ member, event }: MemberEvent) => {
    if (event.kind !== 'epoch') return
    const { epoch, validationLoss, validationMetric } = event.record
    now[member] = {
      ...now[member]!,
      epochsDone: epoch,
      ...(event.best && { bestEpoch: epoch, validationLoss, validationMetric }),
    }
    change(now[member])
  }
  return { now, report }
}

const STATUS_OF: Readonly<Record<Exclude<Outcome, AssayError>['ended'], TrialStatus>> = {
  epochs: 'done',
  early: 'done',
  stopped: 'stopped',
  paused: 'running',
}

/** What a trial came to; undefined where its turn did not come. */
function trialOf(trial: Trial, outcome: Outcome): Trial | undefined {
  if (outcome instanceof AssayError) {
    if (outcome.code === 'aborted') return undefined
    const status = outcome.code === 'train.diverged' ? 'diverged' : 'failed'
    return { ...trial, status, bestEpoch: 0, validationLoss: null, validationMetric: null }
  }
  const { history, bestEpoch, ended } = outcome
  const best = history.find(({ epoch }) => epoch === bestEpoch)!
  return {
    ...trial,
    status: STATUS_OF[ended],
    epochsDone: history.length,
    bestEpoch,
    validationLoss: best.validationLoss,
    validationMetric: best.validationMetric,
  }
}
