import { gatherGroups } from './groups.ts'
import {
  addDouble,
  byteAt,
  clear,
  doubleAt,
  joinWord,
  placeAt,
  setByte,
  setDouble,
  setWord,
  trailingZeros,
  truncate,
  wordAt,
} from './memory.ts'
import type { Random } from './random.ts'
import type { Table } from './table.ts'

/**
 * Looks for the best split of one node after another: by what it leaves of the squared error, or of Gini's impurity, which
 * for two classes is the same. The best has the greatest sum of S² / W over both sides, S being the sum of targets (or of each
 * class's weights) and W the weight. Where several are best, the first stays.
 */
export class Splits {
  private readonly table: Table
  private readonly random: Random
  /** Of the node: the place of its first row, its rows, their weight, and S² / W of them all. */
  private order: usize = 0
  private rows: i32 = 0
  private weight: f64 = 0
  private parent: f64 = 0
  private best: f64 = 0
  /** Rows of the best split's left side; 1 or 0 for missing cells that go left or right, −1 for none. */
  private leftRows: i32 = 0
  private missing: i32 = 0
  /** −1 where none was found. */
  column: i32 = -1
  /** The last bin that goes left; −1 where the table's set says which do. */
  bin: i32 = 0

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
    return 2 * this.leftRows > this.rows ? 1 : 0
  }

  gain(): f64 {
    return this.best > this.parent ? this.best - this.parent : 0
  }

  /** Tries a column's thresholds, all or one by chance. Returns whether its rows have more than one bin. */
  tryColumn(column: i32): boolean {
    const first: usize = this.table.bins + (column as usize) * this.table.rows
    const count: i32 = wordAt(this.table.counts + 4 * (column as usize))
    const isCategory: boolean = byteAt(this.table.kinds + (column as usize)) === 1
    if (this.table.isRandom === 0) return this.tryBest(column, first, count, isCategory)
    return isCategory ? this.tryRandomSet(column, first, count) : this.tryRandomCut(column, first, count)
  }

  private tryBest(column: i32, first: usize, count: i32, isCategory: boolean): boolean {
    const groups: i32 = gatherGroups(this.table, first, this.order, this.rows)
    if (groups <= 1) return false
    const isMissing: boolean = wordAt(this.table.groupBin + 4 * ((groups - 1) as usize)) === count
    if (isCategory) {
      this.rankGroups(groups)
      this.cutRanked(column, count, groups, isMissing)
    } else if (isMissing) {
      this.cutNumbers(column, 0, groups - 1)
      this.cutNumbers(column, 1, groups - 1)
    } else this.cutNumbers(column, -1, groups)
    return true
  }

  /** Cuts behind each of the first groups; missing cells, the group behind them, go right (0) or left (1), or are none (−1). */
  private cutNumbers(column: i32, missing: i32, numbers: i32): void {
    const table: Table = this.table
    const total: i32 = this.rows
    let leftRows: i32 = 0
    let leftWeight: f64 = 0
    clear(table.side, 8 * table.outputs)
    if (missing === 1) {
      leftRows = wordAt(table.groupRows + 4 * (numbers as usize))
      leftWeight = doubleAt(table.groupPairs + 16 * (numbers as usize))
      this.scoreWith(numbers as usize, leftWeight)
    }
    const last: i32 = missing === 0 ? numbers : numbers - 1
    for (let each: i32 = 0; each < last; each++) {
      const group: usize = each as usize
      leftRows += wordAt(table.groupRows + 4 * group)
      leftWeight += doubleAt(table.groupPairs + 16 * group)
      const score: f64 = this.scoreWith(group, leftWeight)
      if (leftRows < table.minRows) continue
      if (total - leftRows < table.minRows) return
      if (score > this.best) {
        this.take(score, column, missing, leftRows)
        this.bin = wordAt(table.groupBin + 4 * group)
      }
    }
  }

  /** Adds a group to the left side, and gives what the split then scores. */
  private scoreWith(group: usize, leftWeight: f64): f64 {
    const table: Table = this.table
    const rightWeight: f64 = this.weight - leftWeight
    if (table.outputs === 1) {
      const sum: f64 = doubleAt(table.side) + doubleAt(table.groupPairs + 16 * group + 8)
      setDouble(table.side, sum)
      const rest: f64 = doubleAt(table.totals) - sum
      return (sum * sum) / leftWeight + (rest * rest) / rightWeight
    }
    const its: usize = table.groupSums + 8 * table.outputs * group
    let left: f64 = 0
    let right: f64 = 0
    for (let at: usize = 0; at < 8 * table.outputs; at += 8) {
      const sum: f64 = doubleAt(table.side + at) + doubleAt(its + at)
      setDouble(table.side + at, sum)
      left += sum * sum
      const rest: f64 = doubleAt(table.totals + at) - sum
      right += rest * rest
    }
    return left / leftWeight + right / rightWeight
  }

  private take(score: f64, column: i32, missing: i32, leftRows: i32): void {
    this.best = score
    this.column = column
    this.missing = missing
    this.leftRows = leftRows
  }

  /** Ranks categories by their mean target, or by the share of a class that a row drawn by chance has. */
  private rankGroups(groups: i32): void {
    const table: Table = this.table
    let output: usize = 0
    if (table.outputs > 1)
      for (let rest: f64 = this.random.next() * this.weight; output < table.outputs - 1; output++) {
        rest -= doubleAt(table.totals + 8 * output)
        if (rest < 0) break
      }
    for (let each: i32 = 0; each < groups; each++) {
      const group: usize = each as usize
      const pair: usize = table.groupPairs + 16 * group
      const sum: f64 =
        table.outputs === 1 ? doubleAt(pair + 8) : doubleAt(table.groupSums + 8 * (table.outputs * group + output))
      const key: f64 = sum / doubleAt(pair)
      let place: usize = group
      while (place > 0 && doubleAt(table.keys + 8 * (place - 1)) > key) {
        setDouble(table.keys + 8 * place, doubleAt(table.keys + 8 * (place - 1)))
        setWord(table.ranks + 4 * place, wordAt(table.ranks + 4 * (place - 1)))
        place--
      }
      setDouble(table.keys + 8 * place, key)
      setWord(table.ranks + 4 * place, each)
    }
  }

  /** Cuts the ranked categories, missing among them, behind each but the last. */
  private cutRanked(column: i32, count: i32, groups: i32, isMissing: boolean): void {
    const table: Table = this.table
    let bestCut: i32 = -1
    let leftRows: i32 = 0
    let leftWeight: f64 = 0
    clear(table.side, 8 * table.outputs)
    for (let cut: i32 = 0; cut < groups - 1; cut++) {
      const group: usize = placeAt(table.ranks + 4 * (cut as usize))
      leftRows += wordAt(table.groupRows + 4 * group)
      leftWeight += doubleAt(table.groupPairs + 16 * group)
      const score: f64 = this.scoreWith(group, leftWeight)
      if (leftRows < table.minRows) continue
      if (this.rows - leftRows < table.minRows) break
      if (score > this.best) {
        this.take(score, column, isMissing ? 0 : -1, leftRows)
        bestCut = cut
      }
    }
    if (bestCut >= 0) this.takeSet(count, bestCut)
  }

  /** The groups of the first ranks go left. */
  private takeSet(count: i32, lastRank: i32): void {
    const table: Table = this.table
    clear(table.set, 32)
    this.bin = -1
    for (let rank: i32 = 0; rank <= lastRank; rank++) {
      const group: usize = placeAt(table.ranks + 4 * (rank as usize))
      const bin: i32 = wordAt(table.groupBin + 4 * group)
      joinWord(table.set + 4 * ((bin >>> 5) as usize), 1 << (bin & 31))
      if (bin === count) this.missing = 1
    }
  }

  /** Tries one threshold that is drawn between a column's least and greatest number. */
  private tryRandomCut(column: i32, first: usize, count: i32): boolean {
    const table: Table = this.table
    let least: i32 = 256
    let greatest: i32 = -1
    let missingRows: i32 = 0
    const end: usize = this.order + 4 * (this.rows as usize)
    let to: usize = table.nodeBins
    for (let at: usize = this.order; at < end; at += 4) {
      const bin: i32 = byteAt(first + placeAt(at))
      setByte(to, bin)
      to++
      const number: i32 = bin === count ? -1 : bin
      missingRows += bin === count ? 1 : 0
      least = bin < least ? bin : least
      greatest = number > greatest ? number : greatest
    }
    if (missingRows === this.rows || (least === greatest && missingRows === 0)) return false
    let missing: i32 = missingRows === 0 ? -1 : 0
    let cut: i32 = least
    if (least < greatest) {
      if (missingRows > 0 && this.random.next() < 0.5) missing = 1
      cut = this.drawCut(column, least, greatest)
    }
    // Of numbers of one bin all go left, and missing cells right.
    this.tryCut(column, cut, missing, count)
    return true
  }

  /** The bin behind which numbers are cut, by a number drawn between two bins' least. */
  private drawCut(column: i32, least: i32, greatest: i32): i32 {
    const starts: usize = placeAt(this.table.starts + 4 * (column as usize))
    // Halves, since the span of all may be past the largest number.
    const from: f64 = doubleAt(starts + 8 * (least as usize)) / 2
    const to: f64 = doubleAt(starts + 8 * (greatest as usize)) / 2
    const drawn: f64 = 2 * (from + this.random.next() * (to - from))
    let low: i32 = least
    let high: i32 = greatest - 1
    while (low < high) {
      const middle: i32 = (low + high) >> 1
      if (doubleAt(starts + 8 * ((middle + 1) as usize)) <= drawn) low = middle + 1
      else high = middle
    }
    return low
  }

  private tryCut(column: i32, cut: i32, missing: i32, count: i32): void {
    const table: Table = this.table
    const leftToo: i32 = missing === 1 ? count : -1
    let leftRows: i32 = 0
    let leftWeight: f64 = 0
    let sum: f64 = 0
    let pair: usize = table.pairs
    const end: usize = table.nodeBins + (this.rows as usize)
    if (table.outputs === 1)
      for (let at: usize = table.nodeBins; at < end; at++) {
        const bin: i32 = byteAt(at)
        const isLeft: i32 = (bin <= cut ? 1 : 0) | (bin === leftToo ? 1 : 0)
        leftRows += isLeft
        leftWeight += (isLeft as f64) * doubleAt(pair)
        sum += (isLeft as f64) * doubleAt(pair + 8)
        pair += 16
      }
    else {
      clear(table.side, 8 * table.outputs)
      for (let at: usize = table.nodeBins; at < end; at++) {
        const bin: i32 = byteAt(at)
        const isLeft: i32 = (bin <= cut ? 1 : 0) | (bin === leftToo ? 1 : 0)
        leftRows += isLeft
        const each: f64 = (isLeft as f64) * doubleAt(pair)
        leftWeight += each
        addDouble(table.side + placeAt(pair + 8), each)
        pair += 16
      }
    }
    if (table.outputs === 1) setDouble(table.side, sum)
    if (this.isBest(column, leftRows, leftWeight, missing)) this.bin = cut
  }

  /** Tries one random set of a column's categories, missing among them: a random order of them, cut at random. */
  private tryRandomSet(column: i32, first: usize, count: i32): boolean {
    const table: Table = this.table
    const end: usize = this.order + 4 * (this.rows as usize)
    let to: usize = table.nodeBins
    for (let at: usize = this.order; at < end; at += 4) {
      const bin: i32 = byteAt(first + placeAt(at))
      setByte(to, bin)
      to++
      joinWord(table.present + 4 * ((bin >>> 5) as usize), 1 << (bin & 31))
    }
    let groups: i32 = 0
    for (let word: usize = 0; word < 8; word++) {
      let bits: i32 = wordAt(table.present + 4 * word)
      setWord(table.present + 4 * word, 0)
      while (bits !== 0) {
        const bin: usize = 32 * word + (trailingZeros(bits) as usize)
        setWord(table.groupBin + 4 * (groups as usize), bin as i32)
        setByte(table.sides + bin, 0)
        bits &= bits - 1
        groups++
      }
    }
    if (groups <= 1) return false
    const isMissing: boolean = wordAt(table.groupBin + 4 * ((groups - 1) as usize)) === count
    const cut: i32 = truncate(this.random.next() * ((groups - 1) as f64))
    for (let rank: i32 = 0; rank <= cut; rank++) {
      const other: i32 = rank + truncate(this.random.next() * ((groups - rank) as f64))
      const held: i32 = wordAt(table.groupBin + 4 * (rank as usize))
      const bin: i32 = wordAt(table.groupBin + 4 * (other as usize))
      setWord(table.groupBin + 4 * (rank as usize), bin)
      setWord(table.groupBin + 4 * (other as usize), held)
      setWord(table.ranks + 4 * (rank as usize), rank)
      setByte(table.sides + (bin as usize), 1)
    }
    this.trySet(column, count, cut, isMissing ? 0 : -1)
    return true
  }

  private trySet(column: i32, count: i32, cut: i32, missing: i32): void {
    const table: Table = this.table
    let leftRows: i32 = 0
    let leftWeight: f64 = 0
    let pair: usize = table.pairs
    let sum: f64 = 0
    const isSingle: boolean = table.outputs === 1
    const end: usize = table.nodeBins + (this.rows as usize)
    clear(table.side, 8 * table.outputs)
    for (let at: usize = table.nodeBins; at < end; at++) {
      const isLeft: i32 = byteAt(table.sides + (byteAt(at) as usize))
      const each: f64 = (isLeft as f64) * doubleAt(pair)
      leftRows += isLeft
      leftWeight += each
      if (isSingle) sum += (isLeft as f64) * doubleAt(pair + 8)
      else addDouble(table.side + placeAt(pair + 8), each)
      pair += 16
    }
    if (isSingle) setDouble(table.side, sum)
    if (this.isBest(column, leftRows, leftWeight, missing)) this.takeSet(count, cut)
  }

  /** Whether a left side of these sums, and those in the table's, makes the best split so far; it is noted if it does. */
  private isBest(column: i32, leftRows: i32, leftWeight: f64, missing: i32): boolean {
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
