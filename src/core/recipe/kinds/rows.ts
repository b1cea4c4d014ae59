/** Draws training rows by chance. */
export interface SampleStep {
  readonly kind: 'sample'
  readonly columns: readonly string[]
  /** Of the training rows. */
  readonly share: number
}

/** Steps that choose training rows. They learn nothing that predicting needs, so there is no fitted form of them. */
export type RowStep = SampleStep
