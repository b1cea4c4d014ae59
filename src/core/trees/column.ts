/** A column as trees read it, one cell a row, unscaled and unfilled. */
export type TreeColumn =
  /** NaN and infinities are missing. */
  | { readonly kind: 'number'; readonly values: Float64Array }
  /** Codes 0 up to `categories`, any number of them; others (−1) are missing. */
  | { readonly kind: 'category'; readonly codes: Int32Array; readonly categories: number }

/** What trees learn from. Columns, target and weights have a cell for each row of the table; `rows` says which take part. */
export interface TreeData {
  readonly columns: readonly TreeColumn[]
  /** Numbers, or codes of classes from 0. */
  readonly target: Float64Array
  /** What each row counts for, 0 or more; 1 where absent. */
  readonly weights?: Float64Array | undefined
  /** Rows that take part, in this order; all where absent. */
  readonly rows?: Uint32Array | undefined
}

/** Cells of a column. */
export function lengthOf(column: TreeColumn): number {
  return column.kind === 'number' ? column.values.length : column.codes.length
}
