import {
  addDouble,
  byteAt,
  doubleAt,
  placeAt,
  setByte,
  setDouble,
  trailingZeros,
  truncate,
  wordAt,
} from '../forestKernel/memory.ts'
import { Grid } from './grid.ts'
import { follow, leave, settleFollowed, settleLast, settleLeft } from './points.ts'

/** Bytes of a node: words for its column, left child, columns below and kind; doubles for threshold, share and mean. */
export const NODE_BYTES: usize = 40
/** Columns that have a bit of their own; the others share the last, which is never found to be done with. */
export const OWN_BITS: i32 = 31

/**
 * Walks one tree with, at each point t of a quadrature, the product of zⱼ + t (oⱼ − zⱼ) over the columns on the way: z the share
 * of rows that go a column's way, o whether the row does (see ../shap.ts). A column's part is counted at every split on it, for
 * all leaves below, less what the split on it before counted for them. Where a row has left a column's way it makes no
 * difference any more how it would go at further splits on it: what lies below such splits only is as its mean.
 */
export class Walk {
  /** Numbers that `../openShapKernel.ts` writes, in this order. */
  readonly width: usize
  /** The root of the tree that is walked. */
  nodes: usize
  /** Sets of bins that go left, 32 bytes each. */
  readonly sets: usize
  readonly grid: Grid
  /** By depth, at each point: the product, sums over the leaves below of value times product, inverses to go back to. */
  readonly products: usize
  readonly sums: usize
  readonly kept: usize
  /** Of each column on the way: z, and 1 / (z + t (1 − z)) at each point. */
  readonly zeros: usize
  readonly inverses: usize
  /** For each column a byte: 1 where the row has left its way. Their bits. */
  readonly isOff: usize
  offBits: i32
  /** The row's cells, and what each column adds to its score. */
  cells: usize
  added: usize

  constructor(list: usize) {
    this.width = placeAt(list)
    this.nodes = placeAt(list + 4)
    this.sets = placeAt(list + 8)
    this.grid = new Grid(placeAt(list + 12), placeAt(list + 16))
    this.products = placeAt(list + 20)
    this.sums = placeAt(list + 24)
    this.kept = placeAt(list + 28)
    this.zeros = placeAt(list + 32)
    this.inverses = placeAt(list + 36)
    this.isOff = placeAt(list + 40)
    this.offBits = 0
    this.cells = 0
    this.added = 0
  }

  addTree(root: usize, cells: usize, added: usize): void {
    this.nodes = root
    this.cells = cells
    this.added = added
    this.descend(this.nodes, 0, 1)
  }

  /**
   * Adds to the sums at a depth what the leaves below a node come to. What is the same at all points but for the product there
   * is returned instead.
   * @param at Bytes of the depths before, in each list.
   * @param scale What the product there is to be multiplied by.
   */
  descend(node: usize, at: usize, scale: f64): f64 {
    const open: i32 = wordAt(node + 8) & ~this.offBits
    if (open === 0) return scale * doubleAt(node + 32)
    if (open > 0 && (open & (open - 1)) === 0) {
      this.settle(node, at, scale, trailingZeros(open))
      return 0
    }
    const column: i32 = wordAt(node)
    const first: usize = this.nodes + NODE_BYTES * placeAt(node + 4)
    const second: usize = first + NODE_BYTES
    const place: usize = column as usize
    if (byteAt(this.isOff + place) === 1) {
      const left: f64 = this.descend(first, at, scale * doubleAt(first + 24))
      return left + this.descend(second, at, scale * doubleAt(second + 24))
    }
    const goesLeft: boolean = this.goesLeft(node, place)
    this.leaveBy(goesLeft ? second : first, place, at, scale)
    this.followBy(goesLeft ? first : second, place, at, scale)
    return 0
  }

  /** Descends to where the row does not go. */
  leaveBy(child: usize, column: usize, at: usize, scale: f64): void {
    const bytes: usize = this.grid.bytes
    const inverse: usize = this.inverses + bytes * column
    const zero: f64 = doubleAt(this.zeros + 8 * column)
    const under: usize = at + bytes
    const bit: i32 = (column as i32) < OWN_BITS ? 1 << (column as i32) : 0
    const to: usize = this.products + under
    leave(this.grid, this.products + at, inverse, scale * zero * doubleAt(child + 24), to, this.sums + under)
    setByte(this.isOff + column, 1)
    this.offBits |= bit
    const flat: f64 = this.descend(child, under, 1)
    this.offBits &= ~bit
    setByte(this.isOff + column, 0)
    const its: f64 = settleLeft(this.grid, to, inverse, flat, 1 - zero, this.sums + under, this.sums + at)
    addDouble(this.added + 8 * column, its)
  }

  /** Descends to where the row goes. */
  followBy(child: usize, column: usize, at: usize, scale: f64): void {
    const bytes: usize = this.grid.bytes
    const inverse: usize = this.inverses + bytes * column
    const zero: f64 = doubleAt(this.zeros + 8 * column)
    const share: f64 = zero * doubleAt(child + 24)
    const under: usize = at + bytes
    const to: usize = this.products + under
    const sums: usize = this.sums + under
    const kept: usize = this.kept + under
    setDouble(this.zeros + 8 * column, share)
    follow(this.grid, this.products + at, inverse, scale, share, to, sums, kept)
    const flat: f64 = this.descend(child, under, 1)
    const its: f64 = settleFollowed(this.grid, to, inverse, flat, 1 - share, 1 - zero, sums, kept, this.sums + at)
    setDouble(this.zeros + 8 * column, zero)
    addDouble(this.added + 8 * column, its)
  }

  /** Where only one column says more of the leaves below, the row's way by it is walked at once for all points. */
  settle(node: usize, at: usize, scale: f64, last: i32): void {
    const column: usize = last as usize
    const inverse: usize = this.inverses + this.grid.bytes * column
    const zero: f64 = doubleAt(this.zeros + 8 * column)
    const none: f64 = scale * zero * doubleAt(node + 32)
    const change: f64 = scale * this.meanBy(node, column) - none
    const its: f64 = settleLast(this.grid, this.products + at, inverse, none, change, 1 - zero, this.sums + at)
    addDouble(this.added + 8 * column, its)
  }

  /** The mean of the leaves below a node on the row's way by one column. */
  meanBy(node: usize, column: usize): f64 {
    if ((wordAt(node + 8) & ~this.offBits) === 0) return doubleAt(node + 32)
    const first: usize = this.nodes + NODE_BYTES * placeAt(node + 4)
    const second: usize = first + NODE_BYTES
    if (placeAt(node) === column) return this.meanBy(this.goesLeft(node, column) ? first : second, column)
    const left: f64 = doubleAt(first + 24) * this.meanBy(first, column)
    return left + doubleAt(second + 24) * this.meanBy(second, column)
  }

  goesLeft(node: usize, column: usize): boolean {
    const cell: f64 = doubleAt(this.cells + 8 * column)
    const kind: i32 = wordAt(node + 12)
    if (Number.isNaN(cell)) return (kind & 1) === 1
    const threshold: f64 = doubleAt(node + 16)
    if ((kind & 2) === 0) return cell <= threshold
    const bin: usize = truncate(cell) as usize
    const word: i32 = wordAt(this.sets + 32 * (truncate(threshold) as usize) + 4 * (bin >>> 5))
    return ((word >>> ((bin & 31) as i32)) & 1) === 1
  }
}
