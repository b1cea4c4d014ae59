import type { DatasetId } from '../dataset/dataset.ts'

/** Shares of all rows. What is left trains. */
interface Shares {
  readonly validation: number
  readonly test: number
}

/** Which rows train, validate, test. Every kind repeats exactly from its values and the seed. */
export type SplitSpec =
  | ({ readonly kind: 'random' } & Shares)
  /** As random, within each class of the target, so that every part has the same mix. */
  | ({ readonly kind: 'stratified' } & Shares)
  /** All rows with one value of `column` stay together. */
  | ({ readonly kind: 'group'; readonly column: string } & Shares)
  /** By value of `column`: the earliest rows train, then validate, the latest test. */
  | ({ readonly kind: 'time'; readonly column: string } & Shares)
  /** Row number (from 0) modulo `modulus` equal to `remainder` is test; `validation` is a share of the other rows. */
  | { readonly kind: 'modulus'; readonly modulus: number; readonly remainder: number; readonly validation: number }
  /** Rows whose `column` reads `testValue` are test; `validation` is a share of the other rows. */
  | { readonly kind: 'column'; readonly column: string; readonly testValue: string; readonly validation: number }
  /** A second dataset is the test; `validation` is a share of this one. */
  | { readonly kind: 'file'; readonly testDatasetId: DatasetId; readonly validation: number }

export type SplitKind = SplitSpec['kind']

export const PARTS = ['train', 'validation', 'test'] as const
export type Part = (typeof PARTS)[number]

/** Row ordinals of each part, ascending. Rows without a target are in none. With `file`, test rows are of that file. */
export interface Split {
  readonly train: Uint32Array
  readonly validation: Uint32Array
  readonly test: Uint32Array
  /** Rows left out since the target is missing. */
  readonly unlabelled: number
}
