import type { ColumnType } from '../dataset/column.ts'

/** What every column's profile says. */
interface Counts {
  readonly name: string
  readonly type: ColumnType
  readonly rows: number
  readonly missing: number
  /** Different values among those that are present. */
  readonly distinct: number
  /** `distinct` as a share of the present values; null where there are none. */
  readonly distinctShare: number | null
}

/** Rows that are named one by one. */
export const ROWS_LISTED = 100

/** The five quantiles that a profile gives, each with its probability. */
export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const

/** Bins of a profile's histogram, as ydata-profiling has them. */
export const PROFILE_BINS = 50

interface Quantile {
  readonly p: number
  readonly value: number
}

/** Counts of equal-width ranges [from, to), the last with its end. */
export interface Histogram {
  readonly min: number
  readonly max: number
  readonly counts: readonly number[]
}

/** A value with how many rows hold it. */
export interface NumberCount {
  readonly value: number
  readonly count: number
}

export interface TextCount {
  readonly value: string
  readonly count: number
}

/**
 * What numbers hold. Infinite values are counted, and are part of `distinct`; every other figure is of the finite ones,
 * and null where there are too few of them (or where it would be infinite).
 */
export interface NumbersProfile extends Counts {
  readonly kind: 'numbers'
  readonly infinite: number
  /** How many of the infinite lie above all numbers, and the first rows of either kind (at most `ROWS_LISTED`). */
  readonly infinities: { readonly above: number; readonly rows: readonly number[] }
  readonly zeros: number
  readonly negatives: number
  readonly min: number | null
  readonly max: number | null
  readonly range: number | null
  readonly mean: number | null
  /** Sample standard deviation and variance (ddof 1). */
  readonly std: number | null
  readonly variance: number | null
  /** Coefficient of variation: std / mean. */
  readonly cv: number | null
  /** Median of the distances from the median, not scaled. */
  readonly mad: number | null
  readonly quantiles: readonly Quantile[]
  readonly iqr: number | null
  /** Sample skewness (G1) and excess kurtosis (G2), both without bias under normality, as pandas gives them. */
  readonly skew: number | null
  readonly kurtosis: number | null
  readonly sum: number | null
  readonly order: Order
  readonly histogram: Histogram | null
  /** The most common values, the most common first, equals ascending. */
  readonly top: readonly NumberCount[]
  readonly lowest: readonly NumberCount[]
  readonly highest: readonly NumberCount[]
}

/** Whether values follow each other in one direction from row to row, missing and infinite ones apart. */
export type Order = 'rising' | 'never falling' | 'falling' | 'never rising' | 'none'

/** What texts, categories, identifiers and truths hold. */
export interface ValuesProfile extends Counts {
  readonly kind: 'values'
  /** The most common, the most common first, equals in the order of their texts; at most `TOP_VALUES`. */
  readonly top: readonly TextCount[]
  /** In characters (UTF-16 units), over the present cells; null where there are none. */
  readonly lengths: { readonly min: number; readonly mean: number; readonly max: number } | null
  /** Cells that contain a character of a kind. */
  readonly characters: Readonly<Record<CharacterKind, number>>
  /** Values held by one row only. */
  readonly single: number
  /** 1 − H / log₂ K of the shares of K values: 0 where all are as common, near 1 where one has nearly all. */
  readonly imbalance: number | null
  /** Values that differ only in case or in spaces, the groups with the most cells first; at most `MOST_VARIANTS`. */
  readonly variants: readonly Variants[]
  /** Of categories and texts of which some are numbers; null where none or all are, or where some are codes (`007`). */
  readonly numbers: NumbersAmong | null
}

/** Numbers among texts, as the file writes them, and the texts beside them. */
export interface NumbersAmong {
  readonly cells: number
  readonly distinct: number
  /** The other texts, the most common of them as in `top`. */
  readonly others: { readonly cells: number; readonly distinct: number; readonly top: readonly TextCount[] }
}

export const CHARACTER_KINDS = ['upper', 'lower', 'otherLetter', 'digit', 'space', 'punctuation', 'symbol'] as const
export type CharacterKind = (typeof CHARACTER_KINDS)[number]

/** Values that are one but for case and spaces; the most common first. */
export interface Variants {
  readonly values: readonly TextCount[]
}
export const MOST_VARIANTS = 50

/** What instants hold, and how the rows cover the time between the first and the last. */
export interface TimesProfile extends Counts {
  readonly kind: 'times'
  readonly min: number | null
  readonly max: number | null
  readonly quantiles: readonly Quantile[]
  readonly order: Order
  readonly histogram: Histogram | null
  readonly coverage: Coverage | null
  /** Rows later than `now`, the time at which this was computed. */
  readonly now: number
  readonly future: number
  readonly top: readonly NumberCount[]
}

export type Period = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** How rows cover time, by the period that the instants are usually apart. */
export interface Coverage {
  readonly period: Period
  /** Periods from that of the first row to that of the last, both with it. */
  readonly periods: number
  readonly withRows: number
  /** Rows in a period that has some: the fewest, the median, the most. */
  readonly rowsEach: { readonly min: number; readonly median: number; readonly max: number }
  /** Stretches without a row that are far longer than usual, the longest first; at most `MOST_GAPS`. */
  readonly gaps: readonly Gap[]
  /** All such stretches, those not listed among them. */
  readonly gapCount: number
}
export const MOST_GAPS = 20

/** The instants between which there is no row. */
export interface Gap {
  readonly from: number
  readonly to: number
}

/** All that is known of one column, computed when it is asked for. */
export type ColumnProfile = NumbersProfile | ValuesProfile | TimesProfile
