import type { Work } from '@/core/work.ts'
import { Blocks } from './blocks.ts'
import { Gram } from './gram.ts'

/** Columns of which fewer rows than this share differ from the most are kept as a list of those. */
const SPARSE_BELOW = 0.3
/** Multiply-adds between two rests: about a millisecond. */
export const WORK_AT_ONCE = 1 << 20

/**
 * A matrix as the solvers use it, every column less a shift of its own. Full columns are read where they lie, less their
 * weighted mean. Columns that are nearly always the same (one-hot values, scaled or not; amounts that are mostly 0) are shifted
 * by that, and only the rest is kept, row by row. Parameters of a design are (width + 1) × outputs: a row for each column,
 * then the intercepts, which shifts change: see {@link toOriginal}.
 */
export interface Design {
  readonly rows: number
  readonly width: number
  readonly x: Float32Array
  /** Columns that are full, ascending. */
  readonly full: Int32Array
  /** What is taken off each column. */
  readonly shifts: Float64Array
  /** Columns that are mostly 0 then, ascending. */
  readonly sparse: Int32Array
  /** Where each row's numbers begin among `values`, and at last where they end. */
  readonly starts: Uint32Array
  /** Which of `sparse` each is in. */
  readonly places: Uint32Array
  readonly values: Float64Array
  /** Multiply-adds that a pass over one row takes. */
  readonly rowWork: number
  /** Where full columns are multiplied with matrices. */
  readonly blocks: Blocks
}

/** @param weights Of the rows, for the means. */
export function* openDesign(x: Float32Array, width: number, weights: Float64Array): Work<Design> {
  const rows = weights.length
  const rowsAtOnce = Math.max(1, Math.floor(WORK_AT_ONCE / Math.max(1, width)))
  // The vote of Boyer & Moore 1981: whatever most rows of a column have is left.
  const common = new Float64Array(width)
  const votes = new Int32Array(width)
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < width; column++, at++) {
      const value = x[at]!
      if (votes[column] === 0) common[column] = value
      votes[column]! += value === common[column] ? 1 : -1
    }
    if (row % rowsAtOnce === 0) yield
  }
  const counts = new Uint32Array(width)
  const sums = new Float64Array(width)
  let total = 0
  for (let row = 0, at = 0; row < rows; row++) {
    const weight = weights[row]!
    total += weight
    for (let column = 0; column < width; column++, at++) {
      const value = x[at]!
      if (value !== common[column]) counts[column]!++
      sums[column]! += weight * value
    }
    if (row % rowsAtOnce === 0) yield
  }
  const isSparse = (column: number) => counts[column]! < SPARSE_BELOW * rows
  const columns = Int32Array.from({ length: width }, (_, column) => column)
  const full = columns.filter((column) => !isSparse(column))
  const sparse = columns.filter(isSparse)
  const shifts = sums.map((sum, column) => (isSparse(column) ? common[column]! : sum / total))
  const size = sparse.reduce((sum, column) => sum + counts[column]!, 0)
  const starts = new Uint32Array(rows + 1)
  const places = new Uint32Array(size)
  const values = new Float64Array(size)
  let end = 0
  for (let row = 0; row < rows; row++) {
    for (let place = 0; place < sparse.length; place++) {
      const value = x[row * width + sparse[place]!]! - shifts[sparse[place]!]!
      if (value === 0) continue
      places[end] = place
      values[end++] = value
    }
    starts[row + 1] = end
    if (row % rowsAtOnce === 0) yield
  }
  const rowWork = full.length + size / Math.max(1, rows) + 4
  const laid = { rows, width, x, full, shifts, sparse, starts, places, values, rowWork }
  return { ...laid, blocks: new Blocks(laid) }
}

/** Row ranges of a pass that takes `workPerRow` multiply-adds a row. */
export function* rowRanges(rows: number, workPerRow: number): Generator<readonly [start: number, end: number]> {
  const atOnce = Math.max(1, Math.floor(WORK_AT_ONCE / Math.max(1, workPerRow)))
  for (let start = 0; start < rows; start += atOnce) yield [start, Math.min(rows, start + atOnce)]
}

/** Σ factor · x xᵀ over the rows with a last column of ones, (width + 1)², whole. Factors may be negative. */
export function* weightedGram(design: Design, factors: Float64Array): Work<Float64Array> {
  const gram = new Gram(design)
  for (const [start, end] of rowRanges(design.rows, gram.rowWork)) {
    gram.add(factors, start, end)
    yield
  }
  return gram.whole()
}

/** Σ factor · x² for each column, the last that of ones. */
export function* weightedSquares(design: Design, factors: Float64Array): Work<Float64Array> {
  const { rows, width, x, full, shifts, sparse, starts, places, values } = design
  const sums = new Float64Array(width + 1)
  for (const [start, end] of rowRanges(rows, design.rowWork)) {
    for (let row = start; row < end; row++) {
      const factor = factors[row]!
      sums[width]! += factor
      for (let i = 0; i < full.length; i++)
        sums[full[i]!]! += factor * (x[row * width + full[i]!]! - shifts[full[i]!]!) ** 2
      for (let i = starts[row]!; i < starts[row + 1]!; i++)
        sums[sparse[places[i]!]!]! += factor * values[i]! * values[i]!
    }
    yield
  }
  return sums
}

/** Parameters for the columns as they came, of those for the shifted columns. */
export function toOriginal(design: Design, parameters: Float64Array, outputs: number): Float64Array<ArrayBuffer> {
  return shifted(design, parameters, outputs, -1)
}

/** {@link toOriginal} undone. */
export function fromOriginal(design: Design, parameters: Float64Array, outputs: number): Float64Array<ArrayBuffer> {
  return shifted(design, parameters, outputs, 1)
}

function shifted(
  { width, shifts }: Design,
  parameters: Float64Array,
  outputs: number,
  sign: 1 | -1,
): Float64Array<ArrayBuffer> {
  const moved = Float64Array.from(parameters)
  for (let column = 0; column < width; column++)
    for (let k = 0; k < outputs; k++)
      moved[width * outputs + k]! += sign * shifts[column]! * parameters[column * outputs + k]!
  return moved
}
