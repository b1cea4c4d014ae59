/** A bar of a small histogram: for numbers a range [from, to), for codes one value. */
export interface NumericSummary {
  readonly kind: 'numeric'
  readonly missing: number
  readonly distinct: number
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  /** Sample standard deviation (ddof 1). */
  readonly std: number | null
  readonly median: number | null
  /** Equal-width bins between min and max. */
  readonly bins: readonly number[]
  /** Every value, ascending, with how often it occurs; absent where there are more than `TOP_VALUES` different ones. */
  readonly values?: readonly { readonly value: number; readonly count: number }[]
  /** Whether values never fall from one row to the next (missing apart). */
  readonly sorted: boolean
}

export interface CodedSummary {
  readonly kind: 'coded'
  readonly missing: number
  readonly distinct: number
  /** The most common values, most common first; at most `TOP_VALUES`. */
  readonly top: readonly { readonly value: string; readonly count: number }[]
  /** Mean length of the present values, in characters. */
  readonly meanLength: number
}

/** What a column holds, as computed once when it was read. */
export type ColumnSummary = NumericSummary | CodedSummary

/** Bins of a numeric summary; display may merge them. */
export const SUMMARY_BINS = 20
export const TOP_VALUES = 50
