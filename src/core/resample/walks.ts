import { orderNumbers } from '../profile/rankNumbers.ts'
import type { Resample } from './resample.ts'

/** Rows in an order of theirs, in which a metric walks over them in each resample. */
export interface Ordered {
  readonly rows: Uint32Array
  /** 1 where the next row's value is another. */
  readonly isLast: Uint8Array
}

export function orderRows(values: Float64Array, direction: 'ascending' | 'descending'): Ordered {
  const rows = orderNumbers(values)
  if (direction === 'descending') rows.reverse()
  const isLast = new Uint8Array(rows.length).fill(1)
  for (let i = 0; i + 1 < rows.length; i++) if (values[rows[i]!] === values[rows[i + 1]!]) isLast[i] = 0
  return { rows, isLast }
}

/** 1 for the rows of a class, in an order of theirs. */
export function marksOf(actual: Float64Array, label: number, rows: Uint32Array): Uint8Array {
  const marks = new Uint8Array(rows.length)
  for (let i = 0; i < rows.length; i++) marks[i] = actual[rows[i]!] === label ? 1 : 0
  return marks
}

/**
 * Average precision in a resample; NaN where it has no positive row. `ordered` is descending, `isPositive` in its order.
 * Counts are kept whole (| 0), and a product stands for a branch that chance would decide: three times as fast.
 */
export function walkPrecision({ weights }: Resample, { rows, isLast }: Ordered, isPositive: Uint8Array): number {
  let [all, found, equal] = [0, 0, 0]
  let sum = 0
  for (let i = 0; i < rows.length; i++) {
    const weight = weights[rows[i]!]!
    const positive = weight * isPositive[i]!
    all = (all + weight) | 0
    found = (found + positive) | 0
    equal = (equal + positive) | 0
    if (isLast[i] === 0) continue
    sum += equal * (found / Math.max(all, 1))
    equal = 0
  }
  return sum / found
}

/**
 * The AUC in a resample, NaN where a side has no rows, and how many are positive. `ordered` is ascending, `isPositive` in
 * its order. By midranks: those of positive rows add up to the pairs won and half of the pairs among positives. Whole counts
 * (| 0) and few of them, which is faster.
 */
export function walkAuc({ weights }: Resample, { rows, isLast }: Ordered, isPositive: Uint8Array) {
  let [all, before, positives, equal] = [0, 0, 0, 0]
  // Twice the sum of midranks.
  let ranks = 0
  for (let i = 0; i < rows.length; i++) {
    const weight = weights[rows[i]!]!
    all = (all + weight) | 0
    equal = (equal + weight * isPositive[i]!) | 0
    if (isLast[i] === 0) continue
    ranks += equal * (before + all)
    positives = (positives + equal) | 0
    before = all
    equal = 0
  }
  const wins = (ranks - positives * positives) / 2
  return { auc: wins / (positives * (all - positives)), positives }
}

/** The median of values in a resample, which lie in `sorted` in the ascending order of `ordered`. */
export function walkMedian({ weights, rows: drawn }: Resample, { rows }: Ordered, sorted: Float64Array): number {
  let seen = 0
  let lower = Number.NaN
  for (let i = 0; i < rows.length; i++) {
    const weight = weights[rows[i]!]!
    seen += weight
    if (weight === 0 || 2 * seen < drawn) continue
    // Where half is reached exactly, the middle lies between this value and the next that was drawn.
    if (2 * seen === drawn) lower = sorted[i]!
    else return Number.isNaN(lower) ? sorted[i]! : (lower + sorted[i]!) / 2
  }
  return Number.NaN
}
