import type { Frame, FrameColumn } from '@/core/dataset/column.ts'
import { eachRow, mapEach, type Work } from '@/core/work.ts'

/** How far apart cells of a column are: numbers by the range that the training rows span, texts by being equal or not. */
export interface GowerColumn {
  readonly name: string
  readonly isNumber: boolean
  readonly min: number
  /** 0 where all numbers are equal: any other is a whole range away. */
  readonly range: number
  /** Of texts: the code of each. */
  readonly codes: ReadonlyMap<string, number>
}

/** Rows side by side: rows × columns numbers, scaled to the range, or codes of texts. NaN is a missing cell. */
export interface GowerRows {
  readonly columns: readonly GowerColumn[]
  readonly rows: number
  readonly cells: Float32Array
}

/** A text that no training row has. */
const UNSEEN = -1

/** Ranges and texts of the columns of training rows, and the rows themselves. */
export function* fitGower(frame: Frame): Work<GowerRows> {
  const columns = yield* mapEach(frame.columns, fitColumn)
  return yield* encodeGower(columns, frame)
}

function fitColumn({ name, vector }: FrameColumn): GowerColumn {
  if (vector.kind === 'coded') {
    const codes = new Map<string, number>()
    for (const text of vector.dictionary) if (!codes.has(text)) codes.set(text, codes.size)
    return { name, isNumber: false, min: 0, range: 1, codes }
  }
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of vector.values) {
    if (value < min) min = value
    if (value > max) max = value
  }
  return { name, isNumber: true, min: min <= max ? min : 0, range: max > min ? max - min : 0, codes: new Map() }
}

/** Rows of the same columns, as {@link fitGower} has them. */
export function* encodeGower(columns: readonly GowerColumn[], frame: Frame): Work<GowerRows> {
  const width = columns.length
  const cells = new Float32Array(frame.rows * width)
  for (const [place, column] of columns.entries()) {
    const { vector } = frame.columns[place]!
    const codes = vector.kind === 'coded' ? vector.dictionary.map((text) => column.codes.get(text) ?? UNSEEN) : []
    yield* eachRow(frame.rows, (row) => {
      cells[row * width + place] =
        vector.kind === 'numeric' ? scaled(column, vector.values[row]!) : (codes[vector.codes[row]!] ?? Number.NaN)
    })
  }
  return { columns, rows: frame.rows, cells }
}

function scaled({ min, range }: GowerColumn, value: number): number {
  if (range > 0) return (value - min) / range
  return Number.isNaN(value) ? value : Number(value !== min)
}

/** Some rows, in the given order. */
export function takeGower({ columns, cells }: GowerRows, places: Uint32Array): GowerRows {
  const width = columns.length
  const taken = new Float32Array(places.length * width)
  for (const [i, place] of places.entries()) taken.set(cells.subarray(place * width, (place + 1) * width), i * width)
  return { columns, rows: places.length, cells: taken }
}

/**
 * How far two cells of one column are apart: 0 for equal ones and two missing ones, 1 for different texts and where one is
 * missing; of numbers their difference in ranges, more than 1 beyond the range.
 */
export function cellDistance(column: GowerColumn, a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return a === b ? 0 : 1
  if (typeof a === 'string' || typeof b === 'string') return a === b ? 0 : 1
  return Math.abs(scaled(column, a) - scaled(column, b))
}

/** The nearest rows, nearest first; of equal distances the lower row. */
export interface Nearest {
  readonly rows: Uint32Array
  readonly distances: Float64Array
}

/**
 * The k nearest of some rows to one row, exactly, by Gower's distance (1971, "A general coefficient of similarity"): the mean
 * of the {@link cellDistance} of all columns.
 * @param not A row that is no neighbour, as it is the row itself.
 */
export function* nearestByGower(to: GowerRows, row: Float32Array, k: number, not = -1): Work<Nearest> {
  const { columns, rows, cells } = to
  const width = columns.length
  const isNumber = columns.map((column) => column.isNumber)
  const count = Math.min(k, rows - Number(not >= 0))
  const found = new Uint32Array(count)
  const sums = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
  yield* eachRow(count > 0 ? rows : 0, (other) => {
    if (other === not) return
    const most = sums[count - 1]!
    let sum = 0
    // What is farther than the farthest that is kept need not be measured to its end.
    for (let place = 0, at = other * width; place < width && sum < most; place++, at++) {
      const [a, b] = [row[place]!, cells[at]!]
      if (a === b) continue
      if (Number.isNaN(a) || Number.isNaN(b)) sum += Number.isNaN(a) && Number.isNaN(b) ? 0 : 1
      else sum += isNumber[place] ? Math.abs(a - b) : 1
    }
    if (sum >= most) return
    let at = count - 1
    for (; at > 0 && sums[at - 1]! > sum; at--) {
      sums[at] = sums[at - 1]!
      found[at] = found[at - 1]!
    }
    sums[at] = sum
    found[at] = other
  })
  return { rows: found, distances: sums.map((sum) => (width > 0 ? sum / width : 0)) }
}

/** Pairs of rows that are measured to know what is usual, about. */
const USUAL_PAIRS = 2e7
const USUAL_ROWS = { least: 100, most: 1_000 } as const

/** The distances of training rows, evenly taken, to the nearest other one; ascending. */
export function* nearestDistances(
  to: GowerRows,
  told: (done: number, total: number) => void = () => {},
): Work<Float64Array> {
  const { rows, cells, columns } = to
  const wanted = Math.max(USUAL_ROWS.least, Math.min(USUAL_ROWS.most, Math.floor(USUAL_PAIRS / Math.max(1, rows))))
  const count = rows > 1 ? Math.min(rows, wanted) : 0
  const distances = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const row = Math.floor(((i + 0.5) * rows) / count)
    const own = cells.subarray(row * columns.length, (row + 1) * columns.length)
    distances[i] = (yield* nearestByGower(to, own, 1, row)).distances[0]!
    told(i + 1, count)
  }
  return distances.sort()
}
