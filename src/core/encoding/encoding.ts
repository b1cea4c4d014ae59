/** How one prepared column becomes numbers for a learner that wants a dense matrix. */
export type DenseColumn =
  /** (x − mean) / scale, missing as 0 (the mean); with `indicator`, one more column that is 1 where it was missing. */
  | {
      readonly kind: 'scaled'
      readonly name: string
      readonly mean: number
      readonly scale: number
      readonly indicator: boolean
    }
  /** One column a value; a value never seen in training is all zeros, a missing cell its own value when training had one. */
  | {
      readonly kind: 'oneHot'
      readonly name: string
      readonly values: readonly string[]
      readonly missing: boolean
      readonly other: boolean
    }

/** The learner's own last step, not the person's: impute, scale, one-hot. Fitted on training rows. */
export interface DenseEncoding {
  readonly kind: 'dense'
  readonly columns: readonly DenseColumn[]
  /** Columns of the matrix. */
  readonly width: number
}

/** Values a one-hot column may have; rarer ones share one `other` column. */
export const ONE_HOT_MAX = 255

/** How one prepared column goes to a learner that takes columns as they are: numbers, or categories by their codes. */
export type NativeColumn =
  | { readonly kind: 'number'; readonly name: string }
  /** The values that training had, most common first; any other counts as missing. */
  | { readonly kind: 'category'; readonly name: string; readonly values: readonly string[] }

/** For trees: nothing imputed, nothing scaled, categories and gaps as they are. */
export interface NativeEncoding {
  readonly kind: 'native'
  readonly columns: readonly NativeColumn[]
}

export type Encoding = DenseEncoding | NativeEncoding

/** Values a category of a native encoding may have; rarer ones count as missing. */
export const CATEGORY_MAX = 10_000
