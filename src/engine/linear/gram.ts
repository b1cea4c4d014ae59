import type { Design } from './design.ts'

/** Rows that are laid out column by column at once, and columns that are multiplied together. */
const BLOCK = 64
const TILE = 4

/**
 * Adds up Σ factor · x xᵀ over the rows of a design with a last column of ones. Full columns (the ones among them) meet in
 * tiles of 4 × 2 sums over a block of rows; what is mostly 0 meets only where it is not, which for one-hot columns leaves a
 * few products of the many.
 */
export class Gram {
  /** Multiply-adds that a row takes. */
  readonly rowWork: number
  private readonly design: Design
  /** Full columns with that of ones, and their number rounded up to whole tiles. */
  private readonly count: number
  private readonly padded: number
  private readonly plain: Float64Array
  private readonly weighted: Float64Array
  /** Sums of full with full (lower half), of sparse with full, of sparse with sparse (lower half). */
  private readonly both: Float64Array
  private readonly mixed: Float64Array
  private readonly rest: Float64Array

  constructor(design: Design) {
    this.design = design
    this.count = design.full.length + 1
    this.padded = Math.ceil(this.count / TILE) * TILE
    this.plain = new Float64Array(this.padded * BLOCK)
    this.weighted = new Float64Array(this.padded * BLOCK)
    this.both = new Float64Array(this.padded * this.padded)
    this.mixed = new Float64Array(design.sparse.length * this.count)
    this.rest = new Float64Array(design.sparse.length ** 2)
    const filled = design.values.length / Math.max(1, design.rows)
    this.rowWork = this.padded ** 2 / 2 + filled * (this.count + filled / 2) + 2 * this.padded
  }

  /** Adds rows [start, end). */
  add(factors: Float64Array, start: number, end: number): void {
    for (let low = start; low < end; low += BLOCK) {
      const high = Math.min(end, low + BLOCK)
      this.layOut(factors, low, high)
      this.addFull()
      if (this.design.sparse.length > 0) this.addSparse(factors, low, high)
    }
  }

  private layOut(factors: Float64Array, low: number, high: number): void {
    const { x, width, full, shifts } = this.design
    const { plain, weighted, count } = this
    const size = high - low
    for (let i = 0; i < count; i++) {
      const isOne = i === count - 1
      const column = full[i]!
      const shift = isOne ? 0 : shifts[column]!
      const at = i * BLOCK
      for (let r = 0; r < size; r++) {
        const value = isOne ? 1 : x[(low + r) * width + column]! - shift
        plain[at + r] = value
        weighted[at + r] = value * factors[low + r]!
      }
      for (let r = size; r < BLOCK; r++) {
        plain[at + r] = 0
        weighted[at + r] = 0
      }
    }
  }

  private addFull(): void {
    const { plain, weighted, both, padded } = this
    for (let a = 0; a < padded; a += TILE) {
      for (let b = 0; b < a + TILE; b += 2) {
        let [s00, s01, s10, s11, s20, s21, s30, s31] = [0, 0, 0, 0, 0, 0, 0, 0]
        const a0 = a * BLOCK
        const b0 = b * BLOCK
        for (let r = 0; r < BLOCK; r++) {
          const u = plain[b0 + r]!
          const v = plain[b0 + BLOCK + r]!
          const w0 = weighted[a0 + r]!
          s00 += w0 * u
          s01 += w0 * v
          const w1 = weighted[a0 + BLOCK + r]!
          s10 += w1 * u
          s11 += w1 * v
          const w2 = weighted[a0 + 2 * BLOCK + r]!
          s20 += w2 * u
          s21 += w2 * v
          const w3 = weighted[a0 + 3 * BLOCK + r]!
          s30 += w3 * u
          s31 += w3 * v
        }
        const to = a * padded + b
        both[to]! += s00
        both[to + 1]! += s01
        both[to + padded]! += s10
        both[to + padded + 1]! += s11
        both[to + 2 * padded]! += s20
        both[to + 2 * padded + 1]! += s21
        both[to + 3 * padded]! += s30
        both[to + 3 * padded + 1]! += s31
      }
    }
  }

  private addSparse(factors: Float64Array, low: number, high: number): void {
    const { starts, places, values, sparse } = this.design
    const { weighted, mixed, rest, count } = this
    for (let row = low; row < high; row++) {
      const last = starts[row + 1]!
      for (let i = starts[row]!; i < last; i++) {
        const value = values[i]!
        const toMixed = places[i]! * count
        for (let j = 0, from = row - low; j < count; j++, from += BLOCK) mixed[toMixed + j]! += value * weighted[from]!
        const product = factors[row]! * value
        const toRest = places[i]! * sparse.length
        for (let j = starts[row]!; j <= i; j++) rest[toRest + places[j]!]! += product * values[j]!
      }
    }
  }

  /** What has been added up, (width + 1)², both halves. */
  whole(): Float64Array {
    const { full, sparse, width } = this.design
    const size = width + 1
    const whole = new Float64Array(size * size)
    const put = (a: number, b: number, sum: number) => {
      whole[a * size + b] = sum
      whole[b * size + a] = sum
    }
    const fullAt = (i: number) => (i === this.count - 1 ? width : full[i]!)
    for (let a = 0; a < this.count; a++)
      for (let b = 0; b <= a; b++) put(fullAt(a), fullAt(b), this.both[a * this.padded + b]!)
    for (let a = 0; a < sparse.length; a++) {
      for (let b = 0; b < this.count; b++) put(sparse[a]!, fullAt(b), this.mixed[a * this.count + b]!)
      for (let b = 0; b <= a; b++) put(sparse[a]!, sparse[b]!, this.rest[a * sparse.length + b]!)
    }
    return whole
  }
}
