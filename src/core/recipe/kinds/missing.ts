interface ImputeStep {
  readonly kind: 'impute'
  readonly columns: readonly string[]
  /** `mean` and `median` for numbers, `mode` for any, `constant` for any; `indicator` adds a 0/1 column. */
  readonly method: 'mean' | 'median' | 'mode' | 'constant'
  readonly constant?: string
  readonly indicator: boolean
}

interface ImputeFitted {
  readonly kind: 'impute'
  readonly fills: readonly {
    readonly column: string
    readonly value: number | string
    readonly indicator: boolean
  }[]
}

interface ImputeKnnStep {
  readonly kind: 'imputeKnn'
  readonly columns: readonly string[]
  /** Training rows whose mean fills a gap. */
  readonly neighbours: number
  readonly indicator: boolean
  /** Training rows that are kept to look among, at most. */
  readonly donors: number
}

interface ImputeKnnFitted {
  readonly kind: 'imputeKnn'
  readonly columns: readonly string[]
  readonly neighbours: number
  readonly indicator: boolean
  /** Of each column over all training rows. */
  readonly means: readonly number[]
  /** Per column, its cells of the rows kept; null where missing. */
  readonly donors: readonly (readonly (number | null)[])[]
}

export type MissingStep = ImputeStep | ImputeKnnStep
export type MissingFitted = ImputeFitted | ImputeKnnFitted
