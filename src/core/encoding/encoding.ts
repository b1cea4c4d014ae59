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
  /**
   * One column with the number of an entry in a table that a network learns, `dims` numbers an entry: the values in their
   * order, `other` and `missing` where training had them, last the entry of what training never had (`embedding.ts`).
   */
  | {
      readonly kind: 'embedded'
      readonly name: string
      readonly values: readonly string[]
      readonly missing: boolean
      readonly other: boolean
      readonly dims: number
    }

/** How a learner takes categories of many values: one column for each of the most common, or entries of a learned table. */
export type WideCategories = 'oneHot' | 'embedded'

/** The learner's own last step, not the person's: impute, scale, one-hot or embed. Fitted on training rows. */
export interface DenseEncoding {
  readonly kind: 'dense'
  /** Embedded ones after all others, so that the matrix ends with the numbers of entries. */
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

/** Different training values beyond which a category is embedded where the learner can. */
export const EMBED_OVER = 64

/** Values of an embedded column with an entry of their own; rarer ones share the entry `other`. */
export const EMBEDDED_MAX = 10_000

/** Numbers of an entry, at most. */
export const DIMS_MAX = 50
