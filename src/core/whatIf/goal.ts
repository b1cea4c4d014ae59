import { formatNumber } from '../format/format.ts'

/** The answer that a row is to get. */
export type Goal =
  | { readonly kind: 'class'; readonly name: string }
  /** The target's units. */
  | { readonly kind: 'atLeast' | 'atMost'; readonly value: number }

/** What may become of a column on the way to another answer. Cells that stay as they are meet any limit. */
export interface Limit {
  readonly column: string
  readonly isFixed?: boolean | undefined
  /** Only to greater, or only to lesser numbers. */
  readonly direction?: 'up' | 'down' | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
}

/** Whether a number may take the place of another, which is NaN where it is missing. */
export function allowsNumber({ isFixed, direction, min, max }: Omit<Limit, 'column'>, from: number, to: number) {
  if (Object.is(from, to) || from === to) return true
  if (isFixed || Number.isNaN(to)) return false
  if (to < (min ?? Number.NEGATIVE_INFINITY) || to > (max ?? Number.POSITIVE_INFINITY)) return false
  if (!direction) return true
  return direction === 'up' ? to > from : to < from
}

/** A goal in words: "called Gentoo", "at least 12". */
export function sayGoal(goal: Goal): string {
  if (goal.kind === 'class') return `called ${goal.name}`
  return `${goal.kind === 'atLeast' ? 'at least' : 'at most'} ${formatNumber(goal.value)}`
}
