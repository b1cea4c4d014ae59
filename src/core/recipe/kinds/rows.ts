/** Draws training rows by chance. */
interface SampleStep {
  readonly kind: 'sample'
  readonly columns: readonly string[]
  /** Of the training rows. */
  readonly share: number
}

/** Keeps the first of training rows that agree in the columns, or in all where none is named. */
interface DeduplicateStep {
  readonly kind: 'deduplicate'
  readonly columns: readonly string[]
}

/** Gives every class of the target the same say in training. */
export interface BalanceStep {
  readonly kind: 'balance'
  readonly columns: readonly string[]
  /** Leave out rows of common classes, repeat rows of rare ones, or let rows count more or less. */
  readonly method: 'under' | 'over' | 'weights'
}

/** Learns from the training rows for which a condition holds. */
interface FilterRowsStep {
  readonly kind: 'filterRows'
  readonly columns: readonly string[]
  /** A formula of `core/expression` that is true or false. */
  readonly expression: string
}

/** Steps that choose training rows. They learn nothing that predicting needs, so there is no fitted form of them. */
export type RowStep = FilterRowsStep | SampleStep | DeduplicateStep | BalanceStep
