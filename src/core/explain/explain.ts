import type { Interval } from '../metrics/interval.ts'

/** How much worse a model does without a column. */
export interface ColumnImportance extends Interval {
  readonly column: string
  /** By how much the mean loss rises, in its own units; `low` and `high` are the ends of its 95% interval. */
  readonly rise: number
}

/** What a model says on average where a column has this value. */
export interface DependencePoint {
  /** Of a number; of anything else its place. */
  readonly value: number
  readonly text: string
  /** Mean answer over the rows, with the ends of the 95% interval of that mean. */
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** Partial dependence, and the lines of single rows behind it. */
export interface Dependence {
  readonly column: string
  readonly isNumeric: boolean
  readonly points: readonly DependencePoint[]
  /** Of each row its answers at the points (individual conditional expectation, Goldstein et al. 2015). */
  readonly lines: readonly Float64Array[]
}

/** Accumulated local effects, centred. */
export interface Effects {
  readonly column: string
  readonly points: readonly { readonly value: number; readonly effect: number }[]
}

/** What each column adds to the answer for each row. */
export interface Contributions {
  readonly columns: readonly string[]
  /** Mean answer over the background. */
  readonly expected: number
  /** Rows × columns. With `expected` a row's add up to its answer. */
  readonly values: Float64Array
}

/**
 * How contributions were found, which says what they add up to and whose columns they are of: `trees` and `linear` to the
 * margin (log-odds, or a number before its inverse link), over columns as prepared; `permutation` to the answer itself, over
 * columns as they come.
 */
export type ContributionMethod = 'trees' | 'linear' | 'permutation'

/**
 * In what contributions are: the answer itself (a probability, or a number in the target's units), the log-odds of the
 * positive class, a class's score before the softmax, or the logarithm of the answer.
 */
export type ContributionScale = 'answer' | 'logOdds' | 'score' | 'log'
