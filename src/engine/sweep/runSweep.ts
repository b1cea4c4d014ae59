import { mostOf } from '@/core/run/pace.ts'
import type { ResolvedDevice } from '@/core/run/run.ts'
import { halvingRungs } from '@/core/sweep/halving.ts'
import type { SweepEvent } from '@/core/sweep/jobs.ts'
import { checkSpace } from '@/core/sweep/space.ts'
import { suggestRound } from '@/core/sweep/suggest.ts'
import { beginTrial, objectiveOf, type Sweep, type Trial } from '@/core/sweep/sweep.ts'
import type { Task } from '@/core/task.ts'
import type { Platform } from '../platform.ts'
import type { Frames, PreparedCache } from '../prepare.ts'
import { tellTrials } from './tellTrials.ts'
import { type Candidate, openTrainer } from './trainTrials.ts'

export interface SweepInput {
  /** Trials that it has are kept; those that were running when it was cut off are trained again. */
  readonly sweep: Sweep
  readonly platform: Platform
  /** Called only when the matrices are not in the cache. */
  readonly openFrames: () => Promise<Frames>
  readonly cache: PreparedCache
  /** Awaited before anybody hears of the device. */
  readonly onDevice?: (device: ResolvedDevice) => Promise<void>
  /** Awaited before a round of trials begins, and after it has ended. */
  readonly keep?: (trials: readonly Trial[]) => Promise<void>
}

/**
 * Trains trial after trial until the sweep has all that it may: those alike in architecture side by side, as one
 * population. Each comes to what its run would come to, to the bit. A stop is heard at the next chunk: trials under way
 * are kept as far as they came, and `trials` of what is returned ends with them.
 * @throws AssayError `spec.invalid` for a space that cannot be searched; what prepares, opens a device or trains may throw.
 */
export async function runSweep(input: SweepInput, task: Task<SweepEvent>): Promise<readonly Trial[]> {
  const { sweep } = input
  checkSpace(sweep)
  const trials = new Map(sweep.trials.map((trial) => [trial.number, trial]))
  const list = () => [...trials.values()].toSorted((a, b) => a.number - b.number)
  const teller = tellTrials(task)
  const change = (trial: Trial) => {
    trials.set(trial.number, trial)
    teller.tell(trial)
  }
  const train = openTrainer(input, change, task)

  for (let cutOff = list().filter(({ status }) => status === 'running'); !task.signal.aborted; cutOff = []) {
    const first = Math.max(0, ...trials.keys()) + 1
    const suggested = suggestRound({ ...sweep, trials: list() })
    const round = [...cutOff, ...suggested.map((values, i) => beginTrial(first + i, values))]
    if (round.length === 0) break
    for (const trial of round) change(beginTrial(trial.number, trial.values))
    await input.keep?.(list())
    try {
      if (sweep.method === 'halving') await climb(round)
      else await train(round)
    } finally {
      settle()
      teller.flush()
      await input.keep?.(list())
    }
  }
  return list()

  /** What is under way no more: whose turn did not come is not a trial. */
  function settle(): void {
    for (const trial of list())
      if (trial.status === 'running' && trial.epochsDone === 0) trials.delete(trial.number)
      else if (trial.status === 'running') change({ ...trial, status: 'stopped' })
  }

  /** Successive halving: of the trials of a rung only the best go on to the next. */
  async function climb(round: readonly Trial[]): Promise<void> {
    const rungs = halvingRungs(round.length, mostOf(sweep.base) ?? 1)
    let candidates: readonly Candidate[] = round
    for (const [i, { epochs }] of rungs.entries()) {
      const isLast = i === rungs.length - 1
      const paused = await train(candidates, isLast ? undefined : epochs)
      if (task.signal.aborted) return
      // One that ended early needs no more epochs, but holds its place among the best.
      const known = candidates
        .map(({ number }) => trials.get(number)!)
        .map((trial) => ({ number: trial.number, objective: objectiveOf(sweep.metric, trial) ?? Infinity }))
        .toSorted((a, b) => compareObjectives(a.objective, b.objective) || a.number - b.number)
      const best = new Set(known.slice(0, rungs[i + 1]?.trials ?? 0).map(({ number }) => number))
      for (const { number } of paused)
        if (!best.has(number)) change({ ...trials.get(number)!, status: 'stopped early' })
      candidates = paused.filter(({ number }) => best.has(number))
    }
  }
}

function compareObjectives(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
