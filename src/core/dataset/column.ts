import { mapEach, runAtOnce, type Work } from '../work.ts'

/** What a column means to a person; chosen by inference, changed by hand. */
export const COLUMN_TYPES = ['number', 'integer', 'boolean', 'category', 'datetime', 'text', 'identifier'] as const
export type ColumnType = (typeof COLUMN_TYPES)[number]

/** Rows in every chunk of a stored column but the last. */
export const CHUNK_ROWS = 65_536

/** Numbers as they lie in memory: 32 bits wide only where no value of the column loses anything by it. */
export type NumericArray = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>

/**
 * How values lie in memory. `numeric` holds number, integer, boolean (0, 1) and datetime (milliseconds since 1970 UTC),
 * missing as NaN, all chunks equally wide; `coded` holds category, text and identifier as indices into `dictionary`,
 * missing as −1.
 */
export type ColumnData =
  | { readonly kind: 'numeric'; readonly chunks: readonly NumericArray[] }
  | {
      readonly kind: 'coded'
      readonly chunks: readonly Int32Array<ArrayBuffer>[]
      readonly dictionary: readonly string[]
    }

/**
 * What a file says of the zone of its instants: nothing (`none`, read as UTC), a zone in every cell (`stated`), or a zone
 * in some (`mixed`, the others read as UTC).
 */
export type Zone = 'none' | 'stated' | 'mixed'

export interface Column {
  readonly name: string
  readonly type: ColumnType
  /** Of a datetime column that was read from a file. */
  readonly zone?: Zone
  readonly data: ColumnData
}

/** Columns of equal length, chunked as they were read. */
export interface Table {
  readonly rows: number
  readonly columns: readonly Column[]
}

/** One column in one piece, for computing. Codes may point outside no dictionary entry but −1. */
export type Vector =
  | { readonly kind: 'numeric'; readonly values: Float64Array }
  | { readonly kind: 'coded'; readonly codes: Int32Array; readonly dictionary: readonly string[] }

export interface FrameColumn {
  readonly name: string
  readonly type: ColumnType
  readonly vector: Vector
}

/** A table in one piece, for computing: what recipes, encodings and predictions work on. */
export interface Frame {
  readonly rows: number
  readonly columns: readonly FrameColumn[]
}

/** Whether a type is held as numbers (true) or as codes (false). */
export function isNumericType(type: ColumnType): boolean {
  return type === 'number' || type === 'integer' || type === 'boolean' || type === 'datetime'
}

/** Whether every value is the same as a 32-bit float; missing ones are. */
export function survivesSingle(values: NumericArray): boolean {
  if (values instanceof Float32Array) return true
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (Math.fround(value) !== value && !Number.isNaN(value)) return false
  }
  return true
}

/** Numbers of a column in the one width that they are kept in: 32 bits where none loses anything by it, else 64. */
export function narrow(chunks: readonly NumericArray[]): readonly NumericArray[] {
  if (!chunks.every(survivesSingle)) return chunks.map(widen)
  return chunks.map((chunk) => (chunk instanceof Float32Array ? chunk : new Float32Array(chunk)))
}

/** Numbers in double precision; those that are so already are not copied. */
export function widen(values: NumericArray): Float64Array<ArrayBuffer> {
  return values instanceof Float32Array ? new Float64Array(values) : values
}

function join<A extends Float64Array | Int32Array>(
  chunks: readonly (A | Float32Array)[],
  make: (length: number) => A,
): A {
  const [only] = chunks
  if (chunks.length === 1 && only && !(only instanceof Float32Array)) return only
  const whole = make(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** The column in one piece, numbers in double precision; a single chunk that is so already is not copied. */
export function toVector(data: ColumnData): Vector {
  return data.kind === 'numeric'
    ? { kind: 'numeric', values: join<Float64Array>(data.chunks, (n) => new Float64Array(n)) }
    : { kind: 'coded', codes: join<Int32Array>(data.chunks, (n) => new Int32Array(n)), dictionary: data.dictionary }
}

/** The table in one piece, optionally only some columns (in the table's order). */
export function toFrame(table: Table, names?: ReadonlySet<string>): Frame {
  return {
    rows: table.rows,
    columns: table.columns
      .filter(({ name }) => !names || names.has(name))
      .map(({ name, type, data }) => ({ name, type, vector: toVector(data) })),
  }
}

/** The chosen rows of a vector, in the given order. */
export function takeVector(vector: Vector, rows: Uint32Array): Vector {
  if (vector.kind === 'numeric') {
    const values = new Float64Array(rows.length)
    for (let i = 0; i < rows.length; i++) values[i] = vector.values[rows[i]!]!
    return { kind: 'numeric', values }
  }
  const codes = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i++) codes[i] = vector.codes[rows[i]!]!
  return { kind: 'coded', codes, dictionary: vector.dictionary }
}

/** The chosen rows of a frame, in the given order. */
export function takeRows(frame: Frame, rows: Uint32Array): Frame {
  return runAtOnce(takingRows(frame, rows))
}

/** {@link takeRows} of many. */
export function* takingRows(frame: Frame, rows: Uint32Array): Work<Frame> {
  const columns = yield* mapEach(frame.columns, (column) => ({ ...column, vector: takeVector(column.vector, rows) }))
  return { rows: rows.length, columns }
}

/** Rows [start, end) without copying. */
export function sliceFrame(frame: Frame, start: number, end: number): Frame {
  if (start === 0 && end === frame.rows) return frame
  return {
    rows: end - start,
    columns: frame.columns.map((column) => ({
      ...column,
      vector:
        column.vector.kind === 'numeric'
          ? { kind: 'numeric', values: column.vector.values.subarray(start, end) }
          : { ...column.vector, codes: column.vector.codes.subarray(start, end) },
    })),
  }
}

export function findColumn(frame: Frame, name: string): FrameColumn | undefined {
  return frame.columns.find((column) => column.name === name)
}
