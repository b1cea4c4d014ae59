import { describeComparison, judgeComparison } from '../compare/comparison.ts'
import type { Look } from '../compare/replicate.ts'
import { formatNumber, formatShare, formatUnits } from '../format/format.ts'
import { type NoResampling, type ResampledVerdict, type SeedScores, whyNotSeeds } from './replicates.ts'
import { hasModel, type Run } from './run.ts'

/** Folds and seeds are said alike. */
type Over = 'folds' | 'seeds'

interface Letters {
  readonly a: string
  readonly b: string
}

/** What folds or seeds show of runs beside a base, in the order of the runs. */
export interface ResampledBeside {
  readonly over: Over
  readonly verdicts: readonly (ResampledVerdict | NoResampling)[]
}

/** A spec that was trained with several seeds, and what they show of it beside the base; nothing of the base itself. */
export interface SeedLine {
  readonly run: Run
  readonly name: string
  readonly scores: SeedScores
  readonly verdict: ResampledVerdict | undefined
}

/** "10 folds", "1 seed". */
export function countOver(over: Over, count: number): string {
  return formatUnits(count, over === 'folds' ? 'fold' : 'seed')
}

/** "t = 2.31, df = 9". */
export function sayT({ t, df }: Pick<ResampledVerdict, 't' | 'df'>): string {
  return `t = ${formatNumber(t, 3)}, df = ${df}`
}

/** What folds or seeds show of a run beside the base, in a sentence. */
export function sayResampled(over: Over, verdict: ResampledVerdict, names: Letters): string {
  return `Over ${countOver(over, verdict.count)}: ${describeComparison(verdict, names)}`
}

/** How far verdicts over folds and seeds can be trusted. */
export const RESAMPLED_EXPLAINED =
  'Folds and seeds train on rows that overlap, which the corrected t (Nadeau and Bengio) allows for. Over folds its p holds for this one look. Seeds may be added and looked at as often as you like: their p and interval hold whenever you stop.'

const OTHER_QUANTILE =
  'The pinball losses of these runs are of two quantiles, and so two metrics that cannot be held against each other.'

/** What is missing for a verdict over folds or seeds, and what to do. */
export function explainNoResampling(reasons: readonly NoResampling[]): string {
  if (reasons.every((reason) => reason === 'otherRows'))
    return 'These runs ask about other data, targets or splits, so neither folds nor seeds can be compared. Train both on one question.'
  if (reasons.includes('otherQuantile')) return `${OTHER_QUANTILE} Choose another metric, or runs of one quantile.`
  if (reasons.includes('noChance'))
    return 'These runs differ by the same amount on every fold and seed, or not at all, so chance cannot be told. Choose another metric.'
  return 'One split is one draw of luck. Ask the question with cross-validation, or train further seeds below, to see whether the difference holds when other rows train and validate.'
}

/** Why seeds of these two cannot tell, and what to do; undefined where they can. */
export function explainNoSeeds(base: Run, other: Run): string | undefined {
  if (!hasModel(base) || !hasModel(other))
    return 'Both runs must have trained before further seeds say more. Wait for them, or train them again.'
  switch (whyNotSeeds(base.spec, other.spec)) {
    case 'otherRows':
      return 'These two ask about other data, targets or splits, so their seeds are scored on other rows. Choose runs of one question.'
    case 'sameSpec':
      return 'These two are one spec with two seeds: they differ by luck alone. Choose a run of another spec.'
    case 'warmStart':
      return 'One of these started from the model of another run, which knows the rows that another seed would validate. Train it from the start to compare seeds.'
    case 'fixedRows':
      return 'A split by time validates the same rows whatever the seed, so seeds cannot tell how other rows would do. Ask the question with folds, each of which validates a later piece.'
    default:
      return undefined
  }
}

/** Whether the pairs so far make clear which of two specs is better. */
export function isDecided(last: Look | undefined): boolean {
  return last !== undefined && judgeComparison(last).verdict !== 'no evidence'
}

/**
 * What the pairs of seeds so far show, in sentences.
 * @param pairs How many there are; fewer than two, and such as differ by the same amount, have no look.
 */
export function sayLooks(names: Letters, pairs: number, last: Look | undefined): string {
  if (!last)
    return pairs > 1
      ? `${formatUnits(pairs, 'pair')} differ by the same amount: nothing varies that a test could weigh.`
      : `${names.a} and ${names.b} share ${pairs === 1 ? 'one seed' : 'no seed'} so far: that says little of what others would bring.`
  const count = formatUnits(last.pairs, 'pair')
  const said = describeComparison(judgeComparison(last), names)
  if (isDecided(last)) return `Clear after ${count}. ${said}`
  return `Not clear after ${count}. ${said} These pairs hold ${formatShare(last.information)} of what any number of seeds could tell on these data.`
}
