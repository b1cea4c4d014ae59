export interface ImputeStep {
  readonly kind: 'impute'
  readonly columns: readonly string[]
  /** `mean` and `median` for numbers, `mode` for any, `constant` for any; `indicator` adds a 0/1 column. */
  readonly method: 'mean' | 'median' | 'mode' | 'constant'
  readonly constant?: string
  readonly indicator: boolean
}

export interface ImputeFitted {
  readonly kind: 'impute'
  readonly fills: readonly {
    readonly column: string
    readonly value: number | string
    readonly indicator: boolean
  }[]
}

export type MissingStep = ImputeStep
export type MissingFitted = ImputeFitted
