import type { OddRow } from '../rows/finding.ts'
import type { SplitSpec } from '../split/split.ts'

/** Ways in which the answer may slip into what a model is given, or a test into what it was trained on. */
export const LEAK_KINDS = [
  'disguise',
  'power',
  'timing',
  'order',
  'dates',
  'groups',
  'duplicates',
  'conflicts',
  'categories',
  'shift',
] as const
export type LeakKind = (typeof LEAK_KINDS)[number]

/** What would put a leak right. */
export type LeakFix =
  /** The columns are not known when a prediction is wanted. */
  | { readonly kind: 'later'; readonly columns: readonly string[] }
  | { readonly kind: 'aside'; readonly columns: readonly string[] }
  | { readonly kind: 'split'; readonly split: SplitSpec }
  /** The rows leave the data, or the second file: the next version of it is asked about. */
  | { readonly kind: 'dropRows'; readonly rows: Uint32Array<ArrayBuffer>; readonly inTestFile: boolean }

/** Rows that show a leak, by their numbers (from 0) in the dataset or in the second file. */
export interface LeakRows {
  readonly inTestFile: boolean
  /** Some of them; `beside` is the training row that a test row equals, or the first of equal rows. */
  readonly listed: readonly OddRow[]
  readonly count: number
}

/** Something found that may make a model look better than it is. */
export interface Leak {
  readonly kind: LeakKind
  /** `suspect` needs a person's answer; `note` is worth knowing and usual. */
  readonly level: 'suspect' | 'note'
  readonly columns: readonly string[]
  /** What was measured, and from where on it is suspicious. */
  readonly figure: number
  readonly threshold: number
  readonly sentence: string
  readonly rows?: LeakRows
  readonly fixes: readonly LeakFix[]
}

/** One kind of check with what it came to. */
export interface LeakCheck {
  readonly kind: LeakKind
  readonly state: 'suspect' | 'note' | 'fine' | 'cannot tell'
  readonly sentence: string
}

/** How well one column alone tells the target: 0 no better than not looking at it, 1 perfectly. */
export interface ColumnPower {
  readonly column: string
  readonly power: number
}

/** What the rows tell of how they should be split, whatever split stands now. */
export interface SplitEvidence {
  /** A column of time along which the target changes: its power, and that of a shuffled target. */
  readonly drift?: { readonly column: string; readonly power: number; readonly shuffled: number }
  /** A number that is no date, in whose order the file is, along which the target changes. */
  readonly order?: { readonly column: string; readonly power: number; readonly shuffled: number }
  /** A column of things that several rows are about: the share of rows that have another row of the same thing. */
  readonly group?: { readonly column: string; readonly share: number }
}

export interface LeakReport {
  readonly leaks: readonly Leak[]
  /** One of each kind that could be looked at, in the order of {@link LEAK_KINDS}. */
  readonly checks: readonly LeakCheck[]
  /** Of every column, the most telling first. */
  readonly powers: readonly ColumnPower[]
  readonly evidence: SplitEvidence
  /** Rows whose answers were looked at, of those that may be: test rows are not. */
  readonly rows: { readonly looked: number; readonly of: number }
}

/** Power from which a single column is suspicious; Deepchecks' condition for its "feature label correlation". */
export const HIGH_POWER = 0.8
/** Share of equal rows between training and test from which they are suspicious, as Deepchecks has it. */
export const MOST_DUPLICATES = 0.05
/** 2·AUC − 1 of telling test from training rows from which they are called different, as Deepchecks has it. */
export const MOST_SHIFT = 0.25
/** Share of rows from which columns count as one in two guises. */
export const SAME_SHARE = 0.999
/**
 * Share of the errors that a column in which the target is told by other names saves at least: where nearly all rows have one
 * answer, {@link SAME_SHARE} of them agree with any column that is nearly constant.
 */
export const SAME_LAMBDA = 0.9
/** Share of the target's variance from which a sum of columns counts as the target. */
export const SAME_VARIANCE = 0.999
