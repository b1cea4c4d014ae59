import type { ErrorData } from '../errors.ts'
import type { MetricValues } from '../metrics/metric.ts'
import type { RUN_STATUSES, RunId } from '../run/run.ts'

/** A stretch of time with about as many rows as the others. */
export interface AgeingPeriod {
  /** The first and the last time of its rows: milliseconds, or whatever the column counts. */
  readonly from: number
  readonly to: number
  readonly rows: number
}

/** One training of the run's spec on rows before a period, scored on that period and all that follow. */
export interface AgeingTraining {
  /** The first period after its training rows, by its place. */
  readonly origin: number
  /** Rows that it was given, for training and for choosing: the latest before the origin. */
  readonly rows: number
  readonly from: number
  readonly to: number
  readonly scores: readonly { readonly period: number; readonly metrics: MetricValues }[]
  readonly trainMs: number
  /** Why it came to nothing. */
  readonly error?: string | undefined
}

/** How a run's spec does on rows that came later than those it was trained on. */
export interface Ageing {
  readonly schema: 1
  /** The run's id. */
  readonly id: RunId
  readonly status: (typeof RUN_STATUSES)[number]
  /** The column of times. */
  readonly column: string
  /** Whether times are instants; numbers such as years otherwise. */
  readonly isDate: boolean
  /** Earliest first; empty until the rows are read. */
  readonly periods: readonly AgeingPeriod[]
  /** In the order in which they were trained. */
  readonly trainings: readonly AgeingTraining[]
  readonly error?: ErrorData | undefined
  readonly createdAt: number
  readonly finishedAt?: number | undefined
}

/** Periods where rows allow, and rows of a period that do. */
const MOST_PERIODS = 8
const LEAST_PERIODS = 6
const ROWS_OF_A_PERIOD = 50

/** How many periods rows are cut in. */
export function periodsFor(rows: number): number {
  return Math.max(LEAST_PERIODS, Math.min(MOST_PERIODS, Math.floor(rows / ROWS_OF_A_PERIOD)))
}

/** Periods that the first training is on; as many rows as these have is every other one given. */
export function windowOf(periods: number): number {
  return Math.max(1, Math.round((3 * periods) / 8))
}

/** Origins of the trainings: every period after the first window. */
export function originsOf(periods: number): readonly number[] {
  const window = windowOf(periods)
  return Array.from({ length: Math.max(0, periods - window) }, (_, i) => window + i)
}

/** Origins that are not trained yet. */
export function leftToAge(periods: number, trainings: readonly AgeingTraining[]): readonly number[] {
  return originsOf(periods).filter((origin) => !trainings.some((done) => done.origin === origin))
}
