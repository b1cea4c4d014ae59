import type { Points } from '@/core/knn/points.ts'
import { POINT_STEP, type Search, type SearchInput } from '@/core/knn/search.ts'
import { MOST_BYTES, openProgram } from '../wasm.ts'
import program from './assembly/walk.ts?wasm'
import { type CodedColumn, codedColumns, writeCoded } from './coded.ts'

/** What assembly/walk.ts exports. Places are bytes from the start of its memory. */
interface Exports {
  setUp(
    points: number,
    queries: number,
    width: number,
    rows: number,
    k: number,
    squares: number,
    indices: number,
    kinds: number,
    coarsePoints: number,
    coarseQueries: number,
    sums: number,
    columnBytes: number,
  ): void
  tune(most: number, twice: number, once: number, scale: number, slack: number): void
  compare(start: number, end: number, from: number, to: number): void
}

/** With fewer queries, or a larger share of columns that change from one to the next, nothing is gained. */
const LEAST_QUERIES = 64
const MOST_CHANGED = 0.5
/** So many pairs of queries say how much changes, and so many queries how far neighbours are. */
const PAIRS = 256
const SAMPLES = 4
/** Columns that a step of the walk comes to, roughly, whatever the width: one that changes and the look at all sums. */
const EFFORT = 2
/** The highest sum of a point, all columns together, and least resolution of one. */
const HIGHEST_SUM = 65_535
const LEAST_STEPS = 16
const MOST_CATEGORIES = 32_767
/** So far from 0, either way, two cells of 16 bits are still apart by what 16 bits hold. */
const FARTHEST_CELL = 16_383
/** `q15mulr_sat_s` halves a square so often. */
const SQUARED = 2 ** 15
/** Single precision has squares from here on to all its digits. */
const LEAST_SQUARE = 1e-30

/**
 * The search for queries that follow each other closely, such as mixtures of two rows of which one column after the other
 * changes: a lower bound of each point's distance is kept up to date by the columns that change, and only points that it does
 * not rule out are measured. The neighbours are those of the other searches, bit by bit. Undefined where queries are no such
 * walk, or the machine cannot.
 */
export function openWalkSearch(input: SearchInput): Search | undefined {
  const { points, queries, k, hasGaps, blocks = [] } = input
  if (!queries || hasGaps || points.width === 0 || queries.rows < LEAST_QUERIES) return undefined
  const columns = codedColumns(points.width, blocks)
  const width = columns.length
  const most = Math.min(SQUARED - 1, Math.floor(HIGHEST_SUM / width))
  if (most < LEAST_STEPS || columns.some(({ from, to }) => to - from > MOST_CATEGORIES)) return undefined
  if (changedShare(queries, columns) > MOST_CHANGED) return undefined

  const padded = Math.ceil(points.rows / POINT_STEP) * POINT_STEP
  let top = 0
  const take = (bytes: number) => {
    const start = top
    top = Math.ceil((top + bytes) / 64) * 64
    return start
  }
  const found = queries.rows * k
  const places = {
    points: take(4 * padded * width),
    queries: take(4 * queries.rows * width),
    squares: take(4 * found),
    indices: take(4 * found),
    kinds: take(width),
    coarsePoints: take(2 * padded * width),
    coarseQueries: take(2 * queries.rows * width),
    sums: take(2 * padded),
  }
  const it = openMemory(top)
  if (!it) return undefined
  const { buffer, base } = it
  writeCoded(buffer, base + places.points, points, padded, columns, (point, column) => point * width + column)
  writeCoded(buffer, base + places.queries, queries, queries.rows, columns, (row, column) => row * width + column)
  new Uint8Array(buffer, base + places.kinds, width).set(columns.map(({ isCoded }) => Number(isCoded)))
  const squares = new Float32Array(buffer, base + places.squares, found)
  const indices = new Int32Array(buffer, base + places.indices, found)
  const forget = () => {
    squares.fill(Number.POSITIVE_INFINITY)
    indices.fill(-1)
  }
  it.setUp(
    base + places.points,
    base + places.queries,
    width,
    points.rows,
    k,
    base + places.squares,
    base + places.indices,
    base + places.kinds,
    base + places.coarsePoints,
    base + places.coarseQueries,
    base + places.sums,
    2 * padded,
  )

  // Without sums that tell anything, all points are measured: how far the neighbours of some queries are.
  forget()
  it.tune(0, 0, 0, 0, HIGHEST_SUM)
  let farthest = LEAST_SQUARE
  for (let sample = 0; sample < SAMPLES; sample++) {
    const query = Math.floor(((sample + 0.5) * queries.rows) / SAMPLES)
    it.compare(query, query + 1, 0, padded)
    const last = squares[query * k + Math.min(k, points.rows) - 1]!
    if (Number.isFinite(last)) farthest = Math.max(farthest, last)
  }
  forget()

  // A column alone can say that a point is twice as far as the farthest of these, in squares four times.
  const step = (4 * farthest) / most
  const cellsOf = coarse(Math.sqrt(SQUARED / step), columns)
  cellsOf(buffer, base + places.points, base + places.coarsePoints, padded, (row, column) => column * padded + row)
  cellsOf(
    buffer,
    base + places.queries,
    base + places.coarseQueries,
    queries.rows,
    (row, column) => row * width + column,
  )
  // Each product of numbers is rounded, and so is each sum in single precision.
  const rounding = 1 + (width + 3) * 2 ** -23
  const weightOf = (square: number) => Math.min(most, Math.floor(square / step))
  it.tune(most, weightOf(2), weightOf(1), rounding / step, width + 2)
  return {
    effort: EFFORT,
    compare: (start, end, from, to) => it.compare(start, end, from, Math.ceil(to / POINT_STEP) * POINT_STEP),
    found: () => ({ indices: indices.slice(), squares: squares.slice() }),
  }
}

function openMemory(bytes: number) {
  if (bytes > MOST_BYTES) return undefined
  try {
    return openProgram<Exports>(program, bytes)
  } catch {
    return undefined
  }
}

/** Of the columns, how many change from a query to the next. */
function changedShare({ values, rows, width }: Points, columns: readonly CodedColumn[]): number {
  const pairs = Math.min(PAIRS, rows - 1)
  let changed = 0
  for (let pair = 0; pair < pairs; pair++) {
    const first = Math.floor((pair * (rows - 1)) / pairs) * width
    for (const { from, to } of columns) {
      let at = first + from
      while (at < first + to && values[at] === values[at + width]) at++
      if (at < first + to) changed++
    }
  }
  return changed / (pairs * columns.length)
}

/** Makes cells of 16 bits: numbers in so many steps, rounded down, those too far away as the farthest; codes as they are. */
function coarse(steps: number, columns: readonly CodedColumn[]) {
  return (
    buffer: ArrayBuffer,
    from: number,
    to: number,
    rows: number,
    placeOf: (row: number, column: number) => number,
  ): void => {
    const width = columns.length
    const numbers = new Float32Array(buffer, from, rows * width)
    const codes = new Int32Array(buffer, from, rows * width)
    const cells = new Int16Array(buffer, to, rows * width)
    for (let column = 0; column < width; column++)
      for (let row = 0; row < rows; row++) {
        const place = row * width + column
        cells[placeOf(row, column)] = columns[column]!.isCoded
          ? codes[place]!
          : Math.max(-FARTHEST_CELL, Math.min(FARTHEST_CELL, Math.floor(numbers[place]! * steps)))
      }
  }
}
