import { doubleAt, placeAt } from './memory.ts'
import type { Random } from './random.ts'
import type { Table } from './table.ts'

/** The last bin of [least, limit) whose least number is not above a threshold, which that of `least` is not. */
export function lastBelow(starts: usize, threshold: f64, least: i32, limit: i32): i32 {
  let low: i32 = least
  let high: i32 = limit - 1
  while (low < high) {
    const middle: i32 = (low + high + 1) >> 1
    if (doubleAt(starts + 8 * (middle as usize)) <= threshold) low = middle
    else high = middle - 1
  }
  return low
}

/**
 * The best split of a node so far, of one node after another: by what it leaves of the squared error, or of Gini's impurity,
 * which for two classes is the same. The best has the greatest sum of S² / W over both sides, S being the sum of targets (or of
 * each class's weights) and W the weight. Where several are best, the first stays.
 */
export class Split {
  readonly table: Table
  readonly random: Random
  /** Of the node: the place of its first row, its rows, their weight, and S² / W of them all. */
  order: usize = 0
  rows: i32 = 0
  weight: f64 = 0
  private parent: f64 = 0
  best: f64 = 0
  /** Rows of the best split's left side; 1 or 0 for missing cells that go left or right, −1 for none. */
  private leftRows: i32 = 0
  missing: i32 = 0
  /** −1 where none was found. */
  column: i32 = -1
  /** The last bin that goes left; −1 where the table's set says which do. */
  bin: i32 = 0
  /** The bin behind it that rows of the node have: between them the cut may lie anywhere. */
  nextBin: i32 = 0

  constructor(table: Table, random: Random) {
    this.table = table
    this.random = random
  }

  /** Begins with a node, whose pairs and totals are in the table. */
  open(order: usize, rows: i32, weight: f64): void {
    this.order = order
    this.rows = rows
    this.weight = weight
    this.best = -1e308
    this.column = -1
    let parent: f64 = 0
    for (let at: usize = 0; at < 8 * this.table.outputs; at += 8) {
      const sum: f64 = doubleAt(this.table.totals + at)
      parent += sum * sum
    }
    this.parent = parent / weight
  }

  /** Whether missing cells go left: where none was missing, they follow the more rows. */
  isMissingLeft(): i32 {
    if (this.missing >= 0) return this.missing
    return this.hasMoreLeft() ? 1 : 0
  }

  hasMoreLeft(): boolean {
    return 2 * this.leftRows > this.rows
  }

  /**
   * The last bin that goes left when the cut lies in the middle of the gap that the node's numbers leave (as scikit-learn has
   * it), not at its lower end: rows that nobody has seen go with whichever side is nearer.
   */
  middleBin(): i32 {
    if (this.nextBin - this.bin < 2) return this.bin
    const starts: usize = placeAt(this.table.starts + 4 * (this.column as usize))
    const low: f64 = doubleAt(starts + 8 * (this.bin as usize))
    const high: f64 = doubleAt(starts + 8 * (this.nextBin as usize))
    return lastBelow(starts, low / 2 + high / 2, this.bin, this.nextBin)
  }

  gain(): f64 {
    return this.best > this.parent ? this.best - this.parent : 0
  }

  take(score: f64, column: i32, missing: i32, leftRows: i32): void {
    this.best = score
    this.column = column
    this.missing = missing
    this.leftRows = leftRows
  }

  /** Whether a left side of these sums, and those in the table's, makes the best split so far; it is noted if it does. */
  isBest(column: i32, leftRows: i32, leftWeight: f64, missing: i32): boolean {
    const table: Table = this.table
    if (leftRows < table.minRows || this.rows - leftRows < table.minRows) return false
    const rightWeight: f64 = this.weight - leftWeight
    let left: f64 = 0
    let right: f64 = 0
    for (let at: usize = 0; at < 8 * table.outputs; at += 8) {
      const sum: f64 = doubleAt(table.side + at)
      const rest: f64 = doubleAt(table.totals + at) - sum
      left += sum * sum
      right += rest * rest
    }
    const score: f64 = left / leftWeight + right / rightWeight
    if (!(score > this.best)) return false
    this.take(score, column, missing, leftRows)
    return true
  }
}
