import { tryAllCuts } from './allCuts.ts'
import {
  addDouble,
  byteAt,
  clear,
  copy,
  doubleAt,
  placeAt,
  setByte,
  setDouble,
  setWord,
  truncate,
  wordAt,
} from './memory.ts'
import { Random } from './random.ts'
import { tryRandomCut } from './randomCuts.ts'
import { Split } from './split.ts'
import type { Table } from './table.ts'

/** Grows one tree after another over the same table. Its trees and numbers are those of `../forestGrower.ts`. */
export class Grower {
  readonly table: Table
  private readonly random: Random
  private readonly best: Split
  /** Nodes that wait. */
  private waiting: i32 = 0
  private isOpen: boolean = false
  /** The node that is split: its number, the places of its rows, its depth and weight. */
  private node: usize = 0
  private start: usize = 0
  private end: usize = 0
  private depth: i32 = 0
  private weight: f64 = 0
  /** Whether its rows have one target only. */
  private isPure: boolean = false
  /** Columns that were not drawn yet, and how many were. */
  private columnsLeft: i32 = 0
  private columnsSeen: i32 = 0
  /** Of the tree: rows, nodes, sets and values so far. */
  rowCount: i32 = 0
  nodeCount: i32 = 0
  setCount: i32 = 0
  valueCount: i32 = 0
  /** Doubles in the table's values that nobody has taken yet. */
  valuesWaiting: i32 = 0

  constructor(table: Table) {
    const random: Random = new Random()
    this.table = table
    this.random = random
    this.best = new Split(table, random)
  }

  begin(a: i32, b: i32, c: i32, counter: i32): void {
    const table: Table = this.table
    this.random.seed(a, b, c, counter)
    this.rowCount = 0
    this.nodeCount = 1
    this.setCount = 0
    this.valueCount = 0
    this.valuesWaiting = 0
    this.isOpen = false
    for (let column: i32 = 0; column < table.width; column++) setWord(table.columns + 4 * (column as usize), column)
  }

  /** Draws as many rows with replacement: `draws` of them. */
  draw(draws: i32): void {
    const rows: f64 = this.table.rows as f64
    for (let each: i32 = 0; each < draws; each++)
      addDouble(this.table.drawn + 8 * (truncate(this.random.next() * rows) as usize), 1)
  }

  /** Weighs the rows [from, to), and takes those that weigh something. */
  choose(from: usize, to: usize): void {
    const table: Table = this.table
    let count: usize = this.rowCount as usize
    for (let row: usize = from; row < to; row++) {
      const own: f64 = doubleAt(table.weights + 8 * row)
      const weight: f64 = table.isBootstrap === 1 ? own * doubleAt(table.drawn + 8 * row) : own
      setDouble(table.drawn + 8 * row, weight)
      if (weight > 0) {
        setWord(table.order + 4 * count, row as i32)
        count++
      }
    }
    this.rowCount = count as i32
  }

  /** Puts the root before all nodes; where chance chose only rows without weight, it has the last one with weight. */
  plant(): void {
    const table: Table = this.table
    if (this.rowCount === 0) {
      let row: usize = table.rows - 1
      while (row > 0 && !(doubleAt(table.weights + 8 * row) > 0)) row--
      setWord(table.order, row as i32)
      setDouble(table.drawn + 8 * row, doubleAt(table.weights + 8 * row))
      this.rowCount = 1
    }
    this.waiting = 0
    this.push(0, 0, this.rowCount as usize, 0)
  }

  private push(node: usize, start: usize, end: usize, depth: i32): void {
    const at: usize = this.table.stack + 16 * (this.waiting as usize)
    setWord(at, node as i32)
    setWord(at + 4, start as i32)
    setWord(at + 8, end as i32)
    setWord(at + 12, depth)
    this.waiting++
  }

  /** Goes on growing for about so many cells. Returns false when the tree is whole. */
  grow(cells: i32): boolean {
    const table: Table = this.table
    let left: i32 = cells
    while (this.isOpen || this.waiting > 0) {
      if (left < 0 || this.valuesWaiting + (table.outputs as i32) > table.valuesRoom) return true
      if (!this.isOpen) left -= this.open()
      if (this.isOpen) left = this.search(left)
    }
    return false
  }

  /** Takes the next node: it is a leaf, or is open to be split. Returns how many cells were looked at. */
  private open(): i32 {
    const table: Table = this.table
    this.waiting--
    const at: usize = table.stack + 16 * (this.waiting as usize)
    this.node = placeAt(at)
    this.start = placeAt(at + 4)
    this.end = placeAt(at + 8)
    this.depth = wordAt(at + 12)
    const rows: i32 = (this.end - this.start) as i32
    this.gather()
    if (this.isPure || this.depth >= table.deepest || rows < 2 * table.minRows) {
      this.makeLeaf()
      return rows
    }
    this.best.open(table.order + 4 * this.start, rows, this.weight)
    const known: usize = table.constant + (this.depth as usize) * (table.width as usize)
    if (this.depth === 0) clear(known, table.width as usize)
    else copy(known, known - (table.width as usize), table.width as usize)
    this.columnsLeft = table.width
    this.columnsSeen = 0
    this.isOpen = true
    return rows
  }

  /** Lays weights and targets of the node's rows side by side, and adds them up. */
  private gather(): void {
    const table: Table = this.table
    const first: usize = table.order + 4 * this.start
    const end: usize = table.order + 4 * this.end
    const targets: usize = table.targets
    const drawn: usize = table.drawn
    const target: f64 = doubleAt(targets + 8 * placeAt(first))
    let to: usize = table.pairs
    let weight: f64 = 0
    let differs: i32 = 0
    if (table.outputs === 1) {
      let total: f64 = 0
      for (let at: usize = first; at < end; at += 4) {
        const row: usize = 8 * placeAt(at)
        const own: f64 = doubleAt(targets + row)
        const each: f64 = doubleAt(drawn + row)
        setDouble(to, each)
        setDouble(to + 8, each * own)
        differs |= own === target ? 0 : 1
        weight += each
        total += each * own
        to += 16
      }
      setDouble(table.totals, total)
    } else {
      const totals: usize = table.totals
      clear(totals, 8 * table.outputs)
      for (let at: usize = first; at < end; at += 4) {
        const row: usize = 8 * placeAt(at)
        const own: f64 = doubleAt(targets + row)
        const each: f64 = doubleAt(drawn + row)
        const place: i32 = 8 * truncate(own)
        setDouble(to, each)
        setWord(to + 8, place)
        addDouble(totals + (place as usize), each)
        differs |= own === target ? 0 : 1
        weight += each
        to += 16
      }
    }
    this.weight = weight
    this.isPure = differs === 0
  }

  /** Looks at columns by chance until enough were seen and one of them can be split (as scikit-learn does). */
  private search(cells: i32): i32 {
    const table: Table = this.table
    const known: usize = table.constant + (this.depth as usize) * (table.width as usize)
    const rows: i32 = (this.end - this.start) as i32
    let left: i32 = cells
    while (this.columnsLeft > 0 && (this.columnsSeen < table.columnsAsked || this.best.column < 0)) {
      if (left < 0) return left
      const drawn: usize = table.columns + 4 * (truncate(this.random.next() * (this.columnsLeft as f64)) as usize)
      const last: usize = table.columns + 4 * ((this.columnsLeft - 1) as usize)
      const column: i32 = wordAt(drawn)
      setWord(drawn, wordAt(last))
      setWord(last, column)
      this.columnsLeft--
      this.columnsSeen++
      if (byteAt(known + (column as usize)) === 1) continue
      left -= rows
      const isVaried: boolean = table.isRandom === 1 ? tryRandomCut(this.best, column) : tryAllCuts(this.best, column)
      if (!isVaried) setByte(known + (column as usize), 1)
    }
    this.isOpen = false
    if (this.best.column < 0) this.makeLeaf()
    else this.split()
    return left
  }

  private split(): void {
    const table: Table = this.table
    const best: Split = this.best
    const isMissingLeft: i32 = best.isMissingLeft()
    const count: i32 = wordAt(table.counts + 4 * (best.column as usize))
    const middle: usize = this.divide(best.column, best.bin, isMissingLeft, count)
    const left: usize = this.nodeCount as usize
    const at: usize = table.nodes + 32 * this.node
    setWord(at, best.column)
    setWord(at + 4, left as i32)
    setDouble(at + 8, this.weight)
    setDouble(at + 16, best.gain())
    setWord(at + 28, isMissingLeft)
    if (best.bin < 0) {
      if (isMissingLeft === 1) {
        const word: usize = table.set + 4 * ((count >>> 5) as usize)
        setWord(word, wordAt(word) | (1 << (count & 31)))
      }
      copy(table.sets + 32 * (this.setCount as usize), table.set, 32)
      setWord(at + 24, this.setCount)
      this.setCount++
    } else setWord(at + 24, best.middleBin())
    this.nodeCount += 2
    this.push(left + 1, middle, this.end, this.depth + 1)
    this.push(left, this.start, middle, this.depth + 1)
  }

  /** Puts the rows that go left before the others. Returns where those begin. */
  private divide(column: i32, cut: i32, isMissingLeft: i32, count: i32): usize {
    const table: Table = this.table
    const bins: usize = table.bins + (column as usize) * table.rows
    const first: usize = table.order + 4 * this.start
    const end: usize = table.order + 4 * this.end
    const leftToo: i32 = isMissingLeft === 1 ? count : -1
    const set: usize = table.set
    let left: usize = first
    let right: usize = table.spare
    for (let at: usize = first; at < end; at += 4) {
      const row: usize = placeAt(at)
      const bin: i32 = byteAt(bins + row)
      const isLeft: usize =
        cut < 0
          ? bin === count
            ? (isMissingLeft as usize)
            : (((wordAt(set + 4 * ((bin >>> 5) as usize)) >>> (bin & 31)) & 1) as usize)
          : bin <= cut || bin === leftToo
            ? 1
            : 0
      setWord(left, row as i32)
      setWord(right, row as i32)
      left += 4 * isLeft
      right += 4 * (1 - isLeft)
    }
    copy(left, table.spare, right - table.spare)
    return this.start + ((left - first) >>> 2)
  }

  /**
   * Makes the node a leaf. Leaves of one class have the place of the class's own values; all others have the place of theirs,
   * behind those of the classes, in the order of the tree's leaves.
   */
  private makeLeaf(): void {
    const table: Table = this.table
    const at: usize = table.nodes + 32 * this.node
    const first: usize = 8 * placeAt(table.order + 4 * this.start)
    const target: f64 = doubleAt(table.targets + first)
    setWord(at, -1)
    setDouble(at + 8, this.weight)
    setDouble(at + 16, 0)
    setWord(at + 24, 0)
    setWord(at + 28, 0)
    if (table.classes > 0 && this.isPure) {
      setWord(at + 4, truncate(target))
      return
    }
    setWord(at + 4, (table.classes === 0 ? 0 : table.outputs === 1 ? 2 : (table.outputs as i32)) + this.valueCount)
    this.valueCount++
    const to: usize = table.values + 8 * (this.valuesWaiting as usize)
    this.valuesWaiting += table.outputs as i32
    if (this.isPure) setDouble(to, target)
    else
      for (let output: usize = 0; output < 8 * table.outputs; output += 8)
        setDouble(to + output, doubleAt(table.totals + output) / this.weight)
  }
}
