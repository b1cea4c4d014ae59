import { writeP } from '../compare/comparison.ts'
import { formatCount, formatUnits } from '../format/format.ts'
import type { Evaluation } from '../run/run.ts'
import type { RowDiff } from './jobs.ts'
import type { PairOutcome } from './outcome.ts'

/** A comparison of rows that came about. */
export type CountedDiff = Exclude<RowDiff, { readonly reason: unknown }>

/** Rows by outcome, in the order in which they are offered. */
export function outcomeRows({ paired, numbers }: CountedDiff): readonly (readonly [PairOutcome, number])[] {
  if (numbers)
    return [
      ['closer', numbers.closer],
      ['farther', numbers.farther],
      ['alike', numbers.alike],
    ]
  if (!paired) return []
  return [
    ['fixed', paired.onlyB],
    ['broke', paired.onlyA],
    ['bothWrong', paired.neither],
    ['bothRight', paired.both],
  ]
}

/** "B fixed 212 rows and broke 40 of 1,409 validation rows (McNemar, p < .001)." */
export function sayDiff(
  diff: CountedDiff,
  { b, a }: { readonly b: string; readonly a: string },
  part: Evaluation['part'],
  /** Whether rows stand alone; where they hang together no test of single rows holds. */
  standsAlone: boolean,
): string {
  const [[, gained], [, lost]] = outcomeRows(diff) as [readonly [PairOutcome, number], readonly [PairOutcome, number]]
  const of = `of ${formatUnits(diff.rows, `${part} row`)}`
  const test = `${diff.numbers ? 'sign test' : 'McNemar'}${diff.isExact ? ', exact' : ''}`
  const chance = standsAlone ? ` (${test}, p ${diff.p < 0.001 ? '' : '= '}${writeP(diff.p)})` : ''
  return diff.numbers
    ? `${b} is closer than ${a} on ${formatUnits(gained, 'row')} and farther on ${formatCount(lost)} ${of}${chance}.`
    : `${b} fixed ${formatUnits(gained, 'row')} of ${a} and broke ${formatCount(lost)} ${of}${chance}.`
}
