import type { Vector } from '../dataset/column.ts'

/** A number for each row's cell, the same for equal cells; −1 for a missing one. And how many different ones. */
export interface CellCodes {
  readonly codes: Int32Array
  readonly count: number
}

/** Numbers the different cells of a column in the order in which they first come. */
export function cellCodes(vector: Vector): CellCodes {
  const known = new Map<number, number>()
  const cells = vector.kind === 'coded' ? vector.codes : vector.values
  const codes = new Int32Array(cells.length)
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row]!
    if (vector.kind === 'coded' ? cell < 0 : Number.isNaN(cell)) {
      codes[row] = -1
      continue
    }
    let code = known.get(cell)
    if (code === undefined) {
      code = known.size
      known.set(cell, code)
    }
    codes[row] = code
  }
  return { codes, count: known.size }
}

/** Rows of the same value that have to be there, as a share, for it to say anything that a value tells another. */
const LEAST_REPEATED = 0.5

/** How far the cells of one column follow from those of another. */
export interface Dependence {
  /** Rows where both are present. */
  readonly rows: number
  /**
   * Share of rows whose `to` follows from their `from`: of each value of `from`, the rows with its most common `to`. One
   * row of each value is not counted, since alone it follows from anything.
   */
  readonly share: number
  /**
   * Share of the errors of always saying the most common `to` that knowing `from` saves (Goodman and Kruskal's λ, 1954). Of
   * a rare `to` nearly every row follows from a column that says nothing; no error is saved then.
   */
  readonly lambda: number
}

/** How far `to` follows from `from`. Undefined where too few values repeat to tell. */
export function dependence(from: CellCodes, to: CellCodes): Dependence | undefined {
  const pairs = new Map<number, number>()
  const most = new Uint32Array(from.count)
  const counts = new Uint32Array(to.count)
  let rows = 0
  const width = 2 ** 31
  for (let row = 0; row < from.codes.length; row++) {
    const a = from.codes[row]!
    const b = to.codes[row]!
    if (a < 0 || b < 0) continue
    rows++
    counts[b]!++
    const key = a * width + b
    const count = (pairs.get(key) ?? 0) + 1
    pairs.set(key, count)
    if (count > most[a]!) most[a] = count
  }
  let seen = 0
  let right = 0
  for (const count of most) {
    if (count > 0) seen++
    right += count
  }
  const repeated = rows - seen
  if (rows === 0 || repeated < rows * LEAST_REPEATED) return undefined
  const wrong = rows - counts.reduce((largest, count) => Math.max(largest, count), 0)
  return { rows, share: (right - seen) / repeated, lambda: wrong === 0 ? 0 : 1 - (rows - right) / wrong }
}

/** Squared correlation (Pearson) of rows where both are finite, with the line y = slope·x + offset; undefined for too few. */
export function linearFit(
  x: Float64Array,
  y: Float64Array,
): { readonly r2: number; readonly slope: number; readonly offset: number; readonly rows: number } | undefined {
  let n = 0
  let meanX = 0
  let meanY = 0
  let xx = 0
  let yy = 0
  let xy = 0
  for (let i = 0; i < x.length; i++) {
    const a = x[i]!
    const b = y[i]!
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue
    // Welford's updating of means and cross products.
    n++
    const dx = a - meanX
    const dy = b - meanY
    meanX += dx / n
    meanY += dy / n
    xx += dx * (a - meanX)
    yy += dy * (b - meanY)
    xy += dx * (b - meanY)
  }
  if (n < 10 || xx === 0 || yy === 0) return undefined
  const slope = xy / xx
  return { r2: (xy * xy) / (xx * yy), slope, offset: meanY - slope * meanX, rows: n }
}

/** Midranks (from 1); NaN where the value is not finite. */
export function midranks(values: Float64Array): Float64Array {
  const sorted = values.filter(Number.isFinite).sort()
  return values.map((value) => {
    if (!Number.isFinite(value)) return Number.NaN
    const first = lowerBound(sorted, value, false)
    return (first + 1 + lowerBound(sorted, value, true)) / 2
  })
}

/** How many of the sorted values are less than `value`, or (`orEqual`) not greater. */
function lowerBound(sorted: Float64Array, value: number, orEqual: boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value || (orEqual && sorted[middle] === value)) low = middle + 1
    else high = middle
  }
  return low
}
