import type { ErrorData } from '../errors.ts'
import type { ExperimentId, RunQuestion } from '../experiment/experiment.ts'
import { isDescent, type SweptLearner } from '../learner/learner.ts'
import { LEARNERS } from '../learner/table.ts'
import type { MetricName } from '../metrics/metric.ts'
import type { DeviceWish, ResolvedDevice, RUN_STATUSES, RunSpec } from '../run/run.ts'

export type SweepId = string & { readonly noun?: 'sweep' }

/** How the next values are chosen. */
export const SWEEP_METHODS = ['grid', 'random', 'halving', 'tpe'] as const
export type SweepMethod = (typeof SWEEP_METHODS)[number]

export const SWEEP_METHOD_LABELS: Readonly<Record<SweepMethod, string>> = {
  grid: 'Grid',
  random: 'Random',
  halving: 'Successive halving',
  tpe: 'Bayesian (TPE)',
}

/** The value of one setting: layers are a list of units. */
export type SweepValue = number | string | readonly number[]

/** Values of a trial by the key of the setting; `seed` is the run's seed. */
export type SweepValues = Readonly<Record<string, SweepValue>>

export interface RangeParameter {
  readonly key: string
  readonly kind: 'range'
  readonly min: number
  readonly max: number
  readonly scale: 'linear' | 'log'
  readonly integer?: boolean | undefined
  /** Values of a grid between both ends, these included. */
  readonly steps?: number | undefined
}

interface ChoiceParameter {
  readonly key: string
  readonly kind: 'choice'
  readonly values: readonly SweepValue[]
}

export type SweepParameter = RangeParameter | ChoiceParameter

/** What a sweep looks for: the trial with the lowest or highest of it, on the validation rows. */
export interface SweepMetric {
  readonly name: 'validationLoss' | MetricName
  readonly goal: 'minimise' | 'maximise'
}

export const TRIAL_STATUSES = ['running', 'done', 'stopped early', 'stopped', 'diverged', 'failed'] as const
export type TrialStatus = (typeof TRIAL_STATUSES)[number]

/** One set of values, trained once. */
export interface Trial {
  /** From 1, in the order of their suggestion. */
  readonly number: number
  readonly values: SweepValues
  readonly status: TrialStatus
  readonly epochsDone: number
  /** The epoch of the lowest validation loss; 0 before the first epoch. */
  readonly bestEpoch: number
  /** Of the best epoch; null before the first, and where the trial diverged. */
  readonly validationLoss: number | null
  readonly validationMetric: number | null
}

/** A search over settings of one learner on one question, with all of its trials. */
export interface Sweep {
  readonly schema: 1
  readonly id: SweepId
  readonly experimentId: ExperimentId
  readonly question: RunQuestion
  /** Gives every setting that is not searched. */
  readonly base: SweptLearner
  /** Of the suggestions, and of every trial unless `seed` is searched. */
  readonly seed: number
  readonly deviceWish: DeviceWish
  readonly method: SweepMethod
  readonly metric: SweepMetric
  readonly parameters: readonly SweepParameter[]
  /** The part of them that is searched now, where one was chosen. */
  readonly within?: readonly SweepParameter[] | undefined
  /** Trials, at most. */
  readonly runCap: number
  readonly status: (typeof RUN_STATUSES)[number]
  readonly trials: readonly Trial[]
  readonly device?: ResolvedDevice | undefined
  readonly error?: ErrorData | undefined
  readonly createdAt: number
  readonly startedAt?: number | undefined
  readonly finishedAt?: number | undefined
}

/** What a sweep looks for, the lower the better; infinite for a trial that diverged, undefined where nothing is known. */
export function objectiveOf({ name, goal }: SweepMetric, trial: Trial): number | undefined {
  if (trial.status === 'diverged') return Number.POSITIVE_INFINITY
  const value = name === 'validationLoss' ? trial.validationLoss : trial.validationMetric
  if (value === null) return undefined
  return goal === 'minimise' ? value : -value
}

/** The trial with the best objective, the earlier of equals; undefined where none has one. */
export function bestTrial({ metric, trials }: Pick<Sweep, 'metric' | 'trials'>): Trial | undefined {
  let best: { readonly trial: Trial; readonly objective: number } | undefined
  for (const trial of trials) {
    const objective = objectiveOf(metric, trial) ?? Number.POSITIVE_INFINITY
    if (Number.isFinite(objective) && (!best || objective < best.objective)) best = { trial, objective }
  }
  return best?.trial
}

/** The base learner with a trial's values in place of its own. */
export function learnerOf<L extends SweptLearner>(base: L, values: SweepValues): L {
  const { seed: _seed, ...settings } = values
  const options: Record<string, unknown> = { ...base.options, ...settings }
  // Left out as the form of a run leaves it out: one set of options has one hash.
  for (const { key, choices } of LEARNERS[base.kind].fields)
    if (choices?.[0]?.value === options[key]) delete options[key]
  return { kind: base.kind, options } as unknown as L
}

/** The seed of a trial: that of the sweep, unless seeds are searched. */
export function seedOf({ seed }: Pick<Sweep, 'seed'>, values: SweepValues): number {
  const own = values['seed']
  return typeof own === 'number' ? own : seed
}

/** The run that a trial is: training it gives the trial's losses to the bit, as it is trained on the sweep's own device. */
export function runSpecOf(
  { question, base, seed, deviceWish, device }: Pick<Sweep, 'question' | 'base' | 'seed' | 'deviceWish' | 'device'>,
  { values }: Pick<Trial, 'values'>,
): RunSpec {
  return {
    schema: 1,
    question,
    learner: learnerOf(base, values),
    seed: seedOf({ seed }, values),
    device: isDescent(base) ? (device?.backend ?? deviceWish) : 'auto',
  }
}

/** A trial of which nothing is known yet. */
export function beginTrial(number: number, values: Trial['values']): Trial {
  return {
    number,
    values,
    status: 'running',
    epochsDone: 0,
    bestEpoch: 0,
    validationLoss: null,
    validationMetric: null,
  }
}
