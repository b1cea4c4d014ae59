/** `dayOfYear` and `hour` become sine and cosine pairs, so that the ends of the cycle meet. All in UTC. */
export const DATE_PARTS = ['year', 'month', 'dayOfMonth', 'weekday', 'dayOfYear', 'hour', 'elapsedDays'] as const
export type DatePart = (typeof DATE_PARTS)[number]

export interface DatePartsStep {
  readonly kind: 'dateParts'
  readonly columns: readonly string[]
  readonly parts: readonly DatePart[]
}

export interface DatePartsFitted {
  readonly kind: 'dateParts'
  readonly columns: readonly string[]
  readonly parts: readonly DatePart[]
  /** Per column, the instant from which `elapsedDays` counts: the earliest training value. */
  readonly origins: readonly number[]
}

export type TimeStep = DatePartsStep
export type TimeFitted = DatePartsFitted
