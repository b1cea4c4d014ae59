interface GroupRareStep {
  readonly kind: 'groupRare'
  readonly columns: readonly string[]
  /** Values held by less than this share of the training rows become `other`. */
  readonly minShare: number
  readonly other: string
}

interface GroupRareFitted {
  readonly kind: 'groupRare'
  readonly other: string
  readonly keep: readonly { readonly column: string; readonly values: readonly string[] }[]
}

interface OneHotStep {
  readonly kind: 'oneHot'
  readonly columns: readonly string[]
  /** Values of each column that get a column of their own at most, the most common first. */
  readonly most: number
  /** Whether values that have none get one together. */
  readonly other: boolean
  /** Whether a missing cell gets one. */
  readonly missing: boolean
}

export interface OneHotFitted {
  readonly kind: 'oneHot'
  readonly other: boolean
  readonly missing: boolean
  readonly keep: readonly { readonly column: string; readonly values: readonly string[] }[]
}

export const UNKNOWN_PLACES = ['missing', 'last'] as const

interface OrdinalStep {
  readonly kind: 'ordinal'
  readonly columns: readonly string[]
  /** The values from the first to the last; those of the training rows, as a reader orders them, where absent or empty. */
  readonly order?: readonly string[]
  /** What a value that is not among them becomes: missing, or one place after the last. */
  readonly unknown: (typeof UNKNOWN_PLACES)[number]
}

export interface OrdinalFitted {
  readonly kind: 'ordinal'
  readonly unknown: (typeof UNKNOWN_PLACES)[number]
  readonly orders: readonly { readonly column: string; readonly values: readonly string[] }[]
}

export const FREQUENCY_MEASURES = ['share', 'count'] as const

interface FrequencyStep {
  readonly kind: 'frequency'
  readonly columns: readonly string[]
  readonly as: (typeof FREQUENCY_MEASURES)[number]
}

export interface FrequencyFitted {
  readonly kind: 'frequency'
  readonly as: (typeof FREQUENCY_MEASURES)[number]
  readonly tables: readonly {
    readonly column: string
    readonly values: readonly string[]
    readonly amounts: readonly number[]
  }[]
}

export const SMOOTHINGS = ['auto', 'fixed'] as const

interface TargetEncodeStep {
  readonly kind: 'targetEncode'
  readonly columns: readonly string[]
  /** How far rare values are drawn to the mean of all: as the answers vary (empirical Bayes), or by a weight in rows. */
  readonly smoothing: (typeof SMOOTHINGS)[number]
  /** Rows that the mean of all counts as; only for `fixed`. */
  readonly weight: number
  /** Parts into which training rows are dealt, so that none sees its own answer. */
  readonly folds: number
}

export interface TargetEncodeFitted {
  readonly kind: 'targetEncode'
  readonly tables: readonly {
    readonly column: string
    readonly values: readonly string[]
    /** One new column for each class, or one in all. */
    readonly outputs: readonly {
      readonly name: string
      /** For values that are not among `values`. */
      readonly prior: number
      /** For missing cells; the prior where training had none. */
      readonly missing: number
      readonly means: readonly number[]
    }[]
  }[]
}

interface HashStep {
  readonly kind: 'hash'
  readonly columns: readonly string[]
  readonly buckets: number
  /** Whether half of the values count −1, so that values in one bucket cancel out on average. */
  readonly signed: boolean
}

interface HashFitted {
  readonly kind: 'hash'
  readonly columns: readonly string[]
  readonly buckets: number
  readonly signed: boolean
}

export type CategoryStep = GroupRareStep | OneHotStep | OrdinalStep | FrequencyStep | TargetEncodeStep | HashStep
export type CategoryFitted =
  | GroupRareFitted
  | OneHotFitted
  | OrdinalFitted
  | FrequencyFitted
  | TargetEncodeFitted
  | HashFitted
