import { BLOCK } from './blocks.ts'
import type { Design } from './design.ts'

/**
 * Adds up Σ factor · x xᵀ over the rows of a design with a last column of ones. Full columns (the ones among them) meet in
 * the design's blocks; what is mostly 0 meets only where it is not, which for one-hot columns leaves a few products of the many.
 */
export class Gram {
  /** Multiply-adds that a row takes. */
  readonly rowWork: number
  private readonly design: Design
  /** Sums of sparse with full, of sparse with sparse (lower half); those of full with full are in the blocks. */
  private readonly mixed: Float64Array
  private readonly rest: Float64Array

  constructor(design: Design) {
    const { padded, count } = design.blocks
    this.design = design
    this.mixed = new Float64Array(design.sparse.length * count)
    this.rest = new Float64Array(design.sparse.length ** 2)
    const filled = design.values.length / Math.max(1, design.rows)
    this.rowWork = padded ** 2 / 2 + filled * (count + filled / 2) + 2 * padded
    design.blocks.begin(count)
  }

  /** Adds rows [start, end). */
  add(factors: Float64Array, start: number, end: number): void {
    for (let low = start; low < end; low += BLOCK) {
      const high = Math.min(end, low + BLOCK)
      this.design.blocks.addSquares(factors, low, high)
      if (this.design.sparse.length > 0) this.addSparse(factors, low, high)
    }
  }

  private addSparse(factors: Float64Array, low: number, high: number): void {
    const { starts, places, values, sparse, blocks } = this.design
    const { mixed, rest } = this
    const { count } = blocks
    const weighted = blocks.others()
    for (let row = low, from = 0; row < high; row++, from += blocks.padded) {
      const last = starts[row + 1]!
      for (let i = starts[row]!; i < last; i++) {
        const value = values[i]!
        const toMixed = places[i]! * count
        for (let j = 0; j < count; j++) mixed[toMixed + j]! += value * weighted[from + j]!
        const product = factors[row]! * value
        const toRest = places[i]! * sparse.length
        for (let j = starts[row]!; j <= i; j++) rest[toRest + places[j]!]! += product * values[j]!
      }
    }
  }

  /** What has been added up, (width + 1)², both halves. */
  whole(): Float64Array {
    const { full, sparse, width, blocks } = this.design
    const { count } = blocks
    const size = width + 1
    const whole = new Float64Array(size * size)
    const put = (a: number, b: number, sum: number) => {
      whole[a * size + b] = sum
      whole[b * size + a] = sum
    }
    const fullAt = (i: number) => (i === count - 1 ? width : full[i]!)
    for (let a = 0; a < count; a++) for (let b = 0; b <= a; b++) put(fullAt(a), fullAt(b), blocks.sumAt(a, b))
    for (let a = 0; a < sparse.length; a++) {
      for (let b = 0; b < count; b++) put(sparse[a]!, fullAt(b), this.mixed[a * count + b]!)
      for (let b = 0; b <= a; b++) put(sparse[a]!, sparse[b]!, this.rest[a * sparse.length + b]!)
    }
    return whole
  }
}
