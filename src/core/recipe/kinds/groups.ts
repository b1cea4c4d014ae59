export const MEASURES = ['mean', 'sum', 'min', 'max', 'std', 'count'] as const
/** Over the values that are there; `std` with ddof 1. */
export type Measure = (typeof MEASURES)[number]

/** What tells one group from another: a text, or the number behind a number, truth or instant; null where it is missing. */
export type GroupKey = string | number | null

interface AggregateStep {
  readonly kind: 'aggregate'
  readonly columns: readonly string[]
  /** Rows that agree in all of these are one group. */
  readonly by: readonly string[]
  readonly measures: readonly Measure[]
}

export interface AggregateFitted {
  readonly kind: 'aggregate'
  readonly columns: readonly string[]
  readonly by: readonly string[]
  readonly measures: readonly Measure[]
  /** Of each group, the measures of the first column, then those of the next; null where there is none. */
  readonly groups: readonly { readonly keys: readonly GroupKey[]; readonly values: readonly (number | null)[] }[]
  /** Of all training rows: what a group that training never had is given. */
  readonly overall: readonly (number | null)[]
}

export type GroupStep = AggregateStep
export type GroupFitted = AggregateFitted
