import type { ColumnType } from '@/core/dataset/column.ts'
import { type Condition, describeCondition } from '@/core/dataset/view.ts'
import { formatCount, formatNumber, formatPoints, formatShare, formatUnits } from '@/core/format/format.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import type { SliceCheck } from '@/core/slices/confirm.ts'
import type { SliceError } from '@/core/slices/jobs.ts'
import type { WeakSlices } from '@/core/slices/report.ts'

export type TypeOf = (column: string) => ColumnType

/** "age > 25 and ≤ 30, city is “Oslo”" */
export function saySlice(conditions: readonly Condition[], typeOf: TypeOf): string {
  return conditions
    .map((condition, i) => {
      const words = describeCondition(condition, typeOf(condition.column))
      const follows = conditions[i - 1]?.column === condition.column
      return follows ? `and ${words.slice(condition.column.length + 1)}` : `${i > 0 ? ', ' : ''}${words}`
    })
    .join(' ')
    .replaceAll(' , ', ', ')
}

/** A mean error: a share of rows that are wrong, or a number. */
export function sayError(value: number, error: SliceError): string {
  return error === 'wrong' ? formatShare(value) : formatNumber(value, 3)
}

/** A difference of two mean errors; of shares in points. */
export function sayGap(value: number, error: SliceError): string {
  return error === 'wrong' ? formatPoints(value) : formatNumber(value, 3)
}

/** What was found, in a sentence. */
export function saySlices({ slices }: WeakSlices, error: SliceError, typeOf: TypeOf, target: string): string {
  const confirmed = slices.filter(({ check }) => check?.isConfirmed)
  const [worst] = confirmed
  if (worst?.check)
    return `${formatUnits(confirmed.length, 'kind')} of rows ${confirmed.length === 1 ? 'is' : 'are'} worse than the rest. Worst: where ${saySlice(worst.conditions, typeOf)}, ${sayCheck(worst.check, error, target)}.`
  if (slices.length === 0) return 'No kind of rows is worse than the rest by more than its size allows.'
  return `Nothing is confirmed: on rows that they were not found on, ${slices.length === 1 ? 'the one kind' : `none of the ${formatCount(slices.length)} kinds`} of rows found is ${slices.length === 1 ? 'not ' : ''}shown to be worse than the rest.`
}

/** "31% of 212 rows are wrong, against 12% of the others (19 points more, 95% interval 12 to 26)" */
export function sayCheck(check: SliceCheck, error: SliceError, target: string): string {
  const { rows, error: its, errorOutside, difference, low, high } = check
  const say = (value: number) => sayError(value, error)
  // Of a fall sizes are given, the smaller first.
  const size = (value: number) => sayGap(value, error)
  const [from, to] = difference < 0 ? [-high, -low] : [low, high]
  const more = `${size(Math.abs(difference))}${error === 'wrong' ? ' points' : ''} ${difference < 0 ? 'less' : 'more'}, ${INTERVAL_95} ${size(from)} to ${size(to)}`
  switch (error) {
    case 'wrong':
      return `${say(its)} of ${formatUnits(rows, 'row')} are wrong, against ${say(errorOutside)} of the others (${more})`
    case 'loss':
      return `the log loss of ${formatUnits(rows, 'row')} is ${say(its)}, against ${say(errorOutside)} of the others (${more})`
    case 'off':
      return `${target} is off by ${say(its)} over ${formatUnits(rows, 'row')}, against ${say(errorOutside)} over the others (${more})`
  }
}
