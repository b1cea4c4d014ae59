import { formatNumber, formatScore, formatShare } from '../format/format.ts'
import type { Question } from './experiment.ts'

/** What errors cost, in one named unit ("€", "minutes"); what is absent nobody has said yet. */
export type Costs =
  | {
      readonly kind: 'binary'
      readonly unit: string
      /** Of acting on a row that is not of the class asked about. */
      readonly falseAlarm?: number
      /** Of not acting on one that is. */
      readonly miss?: number
      /** Gained by acting on one that is; 0 where absent. */
      readonly hit?: number
    }
  /** For each unit of the target. */
  | { readonly kind: 'regression'; readonly unit: string; readonly over?: number; readonly under?: number }
  /** Of a wrong prediction, by the class that is true; all alike where `each` is one number. */
  | { readonly kind: 'multiclass'; readonly unit: string; readonly each?: number | Readonly<Record<string, number>> }

/** What a question is for. Everything may be left open, and nothing of it changes what a run computes. */
export interface Purpose {
  /** Who decides what with the prediction. */
  readonly decision?: string
  /** What is done today, without a model. */
  readonly today?: string
  /** What that scores by the question's measure, where somebody knows. */
  readonly todayScore?: number
  /** When the prediction is made, and for how far ahead. */
  readonly horizon?: string
  readonly costs?: Costs
}

/** Whether nothing is said. */
export function isUnsaid(purpose: Purpose | undefined): boolean {
  return !purpose || Object.values(purpose).every((value) => value === undefined || value === '')
}

/** What follows from the costs, with its formula and where that is from. */
export interface Consequence {
  readonly sentence: string
  readonly formula: string
  readonly source: string
  /** The break-even probability, or the quantile to predict; absent for several classes. */
  readonly value?: number
}

/**
 * What costs say of how to decide; undefined where they are not all known, or say nothing (both 0), or are of another task.
 *
 * - Two classes: act from p* = C_fp / (C_fp + C_fn + G) on. It is where acting and not acting cost the same: Elkan 2001,
 *   "The foundations of cost-sensitive learning", eq. 2, with nothing for leaving alone what is rightly left alone.
 * - A number: predict the quantile C_under / (C_under + C_over): the newsvendor's critical ratio (Arrow, Harris and Marschak
 *   1951), which least expected linear cost asks for.
 * - Several classes: predict the class whose probability times cost is largest (Elkan 2001, eq. 1).
 */
export function consequenceOf({ purpose, task, classes, target }: Question): Consequence | undefined {
  const costs = purpose?.costs
  if (costs?.kind !== task) return undefined
  if (costs.kind === 'binary') {
    const { falseAlarm, miss, hit = 0, unit } = costs
    if (falseAlarm === undefined || miss === undefined) return undefined
    const all = falseAlarm + miss + hit
    if (!(all > 0)) return undefined
    const value = falseAlarm / all
    return {
      value,
      sentence: `Acting pays from a probability of ${formatScore(value)} of ${classes[1]} on: there a false alarm and a miss weigh the same${unit ? ` (in ${unit})` : ''}.`,
      formula: hit > 0 ? 'p* = C_fp / (C_fp + C_fn + G)' : 'p* = C_fp / (C_fp + C_fn)',
      source: 'Elkan 2001, The foundations of cost-sensitive learning, eq. 2',
    }
  }
  if (costs.kind === 'regression') {
    const { over, under } = costs
    if (over === undefined || under === undefined || !(over + under > 0)) return undefined
    const value = under / (over + under)
    return {
      value,
      sentence:
        over === under
          ? `Too high and too low cost the same, so the middle of what ${target} may be is the best prediction.`
          : `The best prediction is one that ${target} stays below in ${formatShare(value)} of cases.`,
      formula: 'τ = C_under / (C_under + C_over)',
      source: 'Arrow, Harris and Marschak 1951, Optimal inventory policy',
    }
  }
  const { each } = costs
  if (each === undefined) return undefined
  if (typeof each === 'number') {
    if (!(each > 0)) return undefined
    return {
      sentence: `Every wrong ${target} costs the same, so the most likely class is the best prediction.`,
      formula: 'argmax pₖ',
      source: 'Elkan 2001, The foundations of cost-sensitive learning, eq. 1',
    }
  }
  const known = classes.filter((label) => Object.hasOwn(each, label))
  if (known.length < classes.length || !known.some((label) => each[label]! > 0)) return undefined
  const [dearest] = [...known].sort((a, b) => each[b]! - each[a]!)
  return {
    sentence: `The best prediction is the class whose probability times cost is largest; missing ${dearest} costs most (${formatNumber(each[dearest!]!)}${costs.unit ? ` ${costs.unit}` : ''}).`,
    formula: 'argmax pₖ · Cₖ',
    source: 'Elkan 2001, The foundations of cost-sensitive learning, eq. 1',
  }
}

/** The purpose in a line for pages of runs: what is decided, from which probability on. */
export function sayPurpose(question: Question): string | undefined {
  const { purpose } = question
  if (isUnsaid(purpose)) return undefined
  const consequence = consequenceOf(question)
  const said = [
    purpose?.decision,
    purpose?.horizon,
    consequence?.value !== undefined &&
      (question.task === 'binary'
        ? `break-even at ${formatScore(consequence.value)}`
        : `best at the ${formatScore(consequence.value, 2)} quantile`),
    purpose?.today && `today: ${purpose.today}`,
  ].filter((part) => typeof part === 'string' && part !== '')
  return said.length > 0 ? said.join('; ') : undefined
}
