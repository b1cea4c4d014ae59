import type { GroupKey, Measure } from './groups.ts'

/**
 * `dayOfYear`, `hour` and the cycles become sine and cosine pairs, so that their ends meet. Weeks are those of ISO 8601. All
 * in UTC.
 */
export const DATE_PARTS = [
  'year',
  'quarter',
  'month',
  'monthCycle',
  'weekOfYear',
  'dayOfMonth',
  'weekday',
  'weekdayCycle',
  'weekend',
  'dayOfYear',
  'hour',
  'minute',
  'elapsedDays',
] as const
export type DatePart = (typeof DATE_PARTS)[number]

interface DatePartsStep {
  readonly kind: 'dateParts'
  readonly columns: readonly string[]
  readonly parts: readonly DatePart[]
}

interface DatePartsFitted {
  readonly kind: 'dateParts'
  readonly columns: readonly string[]
  readonly parts: readonly DatePart[]
  /** Per column, the instant from which `elapsedDays` counts: the earliest training value. */
  readonly origins: readonly number[]
}

interface Backward {
  readonly columns: readonly string[]
  /** The column of the order in time: dates or numbers. */
  readonly by: string
  /** Each group looks back on its own rows only. */
  readonly group?: string
}

interface LagStep extends Backward {
  readonly kind: 'lag'
  /** How many rows back; each makes a column. */
  readonly steps: readonly number[]
}

interface RollingStep extends Backward {
  readonly kind: 'rolling'
  /** Rows looked back on. */
  readonly window: number
  readonly measures: readonly Measure[]
}

/** What can be looked back on: the training rows of one group, in the order of time. */
export interface PastOfGroup {
  readonly key: GroupKey
  readonly times: readonly number[]
  /** Per column, its values; null where missing. */
  readonly values: readonly (readonly (number | null)[])[]
}

interface BackwardFitted extends Backward {
  readonly past: readonly PastOfGroup[]
}

export interface LagFitted extends BackwardFitted {
  readonly kind: 'lag'
  readonly steps: readonly number[]
}

export interface RollingFitted extends BackwardFitted {
  readonly kind: 'rolling'
  readonly window: number
  readonly measures: readonly Measure[]
}

export type TimeStep = DatePartsStep | LagStep | RollingStep
export type TimeFitted = DatePartsFitted | LagFitted | RollingFitted
