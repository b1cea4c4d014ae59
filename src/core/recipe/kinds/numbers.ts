/** log(1 + x) for x ≥ 0, −log(1 − x) below, so that every number has a value. */
export interface LogStep {
  readonly kind: 'log'
  readonly columns: readonly string[]
}

export interface LogFitted {
  readonly kind: 'log'
  readonly columns: readonly string[]
}

export type NumberStep = LogStep
export type NumberFitted = LogFitted
