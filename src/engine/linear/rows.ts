import type { Family } from '@/core/linear/linear.ts'

/** Rows of a prepared matrix with what is to be said of them. */
export interface LinearRows {
  readonly family: Family
  /** rows × width, row by row. */
  readonly x: Float32Array
  readonly width: number
  /** A number, a count, or the index of a class. */
  readonly y: Float64Array
  /** Classes of a `multinomial`; 2 of a `binomial`. */
  readonly classCount?: number | undefined
  /** What each row counts, 0 or more; 1 where absent. */
  readonly weights?: Float64Array | undefined
}
