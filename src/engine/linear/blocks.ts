import type { Design } from './design.ts'
import { openProducts, type Products } from './products.ts'

/** Rows that are multiplied at once. */
export const BLOCK = 64
/** What numbers of rows and columns are rounded up to. */
const TILE = 4
/** Doubles up to which all rows stay laid out, 64 MB of them: to do it takes as long as a small product. */
const MOST_KEPT = 2 ** 23

type Columns = Pick<Design, 'rows' | 'x' | 'width' | 'full' | 'shifts'>

/**
 * Products of a design's full columns (a last one of ones among them) with matrices of as many rows as the design or the
 * columns have: by blocks of rows, which are laid side by side for it. One product at a time.
 */
export class Blocks {
  /** Full columns with that of ones, and their number rounded up to whole tiles. */
  readonly count: number
  readonly padded: number
  private readonly design: Columns
  private products: Products | undefined
  /** Of the other matrix the columns, and that rounded up. */
  private columns = 0
  private wide = 0
  private readonly isKept: boolean
  /** Rows that are laid out, from the first on, where they stay so. */
  private laid = 0
  /** Where in the memory what lies: factors of rows, a block of the design or all its rows, a block of the other matrix, and two that have a row for each column. */
  private readonly weights = 0
  private readonly block = BLOCK
  private other = 0
  private sums = 0
  private parameters = 0

  constructor(design: Columns) {
    this.design = design
    this.count = design.full.length + 1
    this.padded = roundUp(this.count)
    this.isKept = design.rows * this.padded <= MOST_KEPT
  }

  /** Begins with sums of so many columns, which are 0. */
  begin(columns: number): void {
    this.open(columns)
    this.doubles.fill(0, this.sums, this.sums + this.padded * this.wide)
  }

  private open(columns: number): void {
    if (this.columns === columns && this.products) return
    const wide = roundUp(columns)
    this.other = this.block + (this.isKept ? roundUp(this.design.rows) : BLOCK) * this.padded
    this.sums = this.other + BLOCK * wide
    this.parameters = this.sums + this.padded * wide
    const length = this.parameters + this.padded * wide
    if (!this.products || this.products.doubles.length < length) {
      this.products = openProducts(length)
      this.laid = 0
    }
    // What lies behind the columns is multiplied, too.
    this.doubles.fill(0, this.other, length)
    this.columns = columns
    this.wide = wide
  }

  private get doubles(): Float64Array {
    return this.products!.doubles
  }

  /** Lays out the rows [low, high) of the design, if they are not yet. Returns where they are. */
  private layOut(low: number, high: number): number {
    if (!this.isKept) {
      this.layRows(low, high, this.block)
      return this.block
    }
    if (this.laid < high) {
      this.layRows(this.laid, high, this.block + this.laid * this.padded)
      this.laid = high
    }
    return this.block + low * this.padded
  }

  private layRows(low: number, high: number, place: number): void {
    const { x, width, full, shifts } = this.design
    const { doubles, padded, count } = this
    for (let row = low, to = place; row < high; row++, to += padded) {
      const from = row * width
      for (let i = 0; i < count - 1; i++) doubles[to + i] = x[from + full[i]!]! - shifts[full[i]!]!
      doubles[to + count - 1] = 1
      for (let i = count; i < padded; i++) doubles[to + i] = 0
    }
  }

  /** Takes parameters, (width + 1) × columns, to multiply with. */
  take(parameters: Float64Array, columns: number): void {
    this.open(columns)
    const { doubles, wide, count } = this
    const { full, width } = this.design
    for (let i = 0; i < count; i++) {
      const from = (i === count - 1 ? width : full[i]!) * columns
      doubles.set(parameters.subarray(from, from + columns), this.parameters + i * wide)
    }
  }

  /** Rows [low, high) of the design times the parameters into `out`, from a place on. No more than {@link BLOCK}. */
  multiply(low: number, high: number, out: Float64Array, place: number): void {
    const block = this.layOut(low, high)
    const { doubles, other, sums, parameters, padded, wide, columns } = this
    doubles.fill(0, other, sums)
    this.products!.add(
      { at: other, row: wide },
      { at: block, row: padded, column: 1 },
      { at: parameters, row: wide },
      { rows: roundUp(high - low), inner: padded, columns: wide },
      false,
    )
    for (let row = low, from = other, to = place; row < high; row++, from += wide, to += columns)
      for (let k = 0; k < columns; k++) out[to + k] = doubles[from + k]!
  }

  /** Adds to the sums each column times factors over the rows [low, high): theirs from a place on. No more than {@link BLOCK}. */
  addTransposed(low: number, high: number, factors: Float64Array, place: number): void {
    const block = this.layOut(low, high)
    const { doubles, other, wide, columns } = this
    for (let row = low, from = place, to = other; row < high; row++, from += columns, to += wide) {
      for (let k = 0; k < columns; k++) doubles[to + k] = factors[from + k]!
    }
    this.addBlock(block, high - low, false)
  }

  /**
   * Adds to the sums each column times each, times a factor of the row, over the rows [low, high). Begun with as many
   * columns as these are; what lies above the diagonal is of no matter. No more than {@link BLOCK}.
   */
  addSquares(factors: Float64Array, low: number, high: number): void {
    const block = this.layOut(low, high)
    const { doubles, other, weights, padded } = this
    for (let row = low; row < high; row++) doubles[weights + row - low] = factors[row]!
    this.products!.scale(other, block, weights, high - low, padded)
    this.addBlock(block, high - low, true)
  }

  private addBlock(block: number, rows: number, isLower: boolean): void {
    const { other, sums, padded, wide } = this
    this.products!.add(
      { at: sums, row: wide },
      { at: block, row: 1, column: padded },
      { at: other, row: wide },
      { rows: padded, inner: rows, columns: wide },
      isLower,
    )
  }

  /** Of the block added last the other matrix: rows of {@link padded} numbers where it was begun with as many columns as these. */
  others(): Float64Array {
    return this.doubles.subarray(this.other, this.sums)
  }

  /** The sum of a column of the design and one of the other matrix. */
  sumAt(i: number, k: number): number {
    return this.doubles[this.sums + i * this.wide + k]!
  }
}

function roundUp(count: number): number {
  return Math.ceil(count / TILE) * TILE
}
