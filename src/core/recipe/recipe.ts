/** One preparation that carries meaning. `on: false` keeps a step in the list without applying it. */
interface StepBase {
  /** Stable within a recipe, for editing. */
  readonly id: string
  readonly on: boolean
  /** Why it is there, in a sentence; a person's own steps may leave it out. */
  readonly reason?: string
}

export type Step = StepBase &
  (
    | { readonly kind: 'drop'; readonly columns: readonly string[] }
    | {
        readonly kind: 'impute'
        readonly columns: readonly string[]
        /** `mean` and `median` for numbers, `mode` for any, `constant` for any; `indicator` adds a 0/1 column. */
        readonly method: 'mean' | 'median' | 'mode' | 'constant'
        readonly constant?: string
        readonly indicator: boolean
      }
    | { readonly kind: 'dateParts'; readonly columns: readonly string[]; readonly parts: readonly DatePart[] }
    | {
        readonly kind: 'groupRare'
        readonly columns: readonly string[]
        /** Values held by less than this share of the training rows become `other`. */
        readonly minShare: number
        readonly other: string
      }
    /** log(1 + x) for x ≥ 0, −log(1 − x) below, so that every number has a value. */
    | { readonly kind: 'log'; readonly columns: readonly string[] }
  )

export type StepKind = Step['kind']

/** `dayOfYear` and `hour` become sine and cosine pairs, so that the ends of the cycle meet. All in UTC. */
export const DATE_PARTS = ['year', 'month', 'dayOfMonth', 'weekday', 'dayOfYear', 'hour', 'elapsedDays'] as const
export type DatePart = (typeof DATE_PARTS)[number]

/** Preparation as an ordered list: `fit` on training rows, then `apply`-ed anywhere. Plain JSON. */
export interface Recipe {
  readonly schema: 1
  readonly steps: readonly Step[]
}

/** What a step learned from the training rows; plain JSON, in the order of the applied steps. */
export type FittedStep =
  | { readonly kind: 'drop'; readonly columns: readonly string[] }
  | {
      readonly kind: 'impute'
      readonly fills: readonly {
        readonly column: string
        readonly value: number | string
        readonly indicator: boolean
      }[]
    }
  | {
      readonly kind: 'dateParts'
      readonly columns: readonly string[]
      readonly parts: readonly DatePart[]
      /** Per column, the instant from which `elapsedDays` counts: the earliest training value. */
      readonly origins: readonly number[]
    }
  | {
      readonly kind: 'groupRare'
      readonly other: string
      readonly keep: readonly { readonly column: string; readonly values: readonly string[] }[]
    }
  | { readonly kind: 'log'; readonly columns: readonly string[] }

export interface FittedRecipe {
  readonly schema: 1
  readonly steps: readonly FittedStep[]
}
