import { formatCell } from '../format/format.ts'
import { WideMap } from '../wideMap.ts'
import { fill, mapEach, TEXTS_AT_ONCE, type Work } from '../work.ts'
import { findDateOrder, findZone, parseNumericCell, type ValueFormat } from './cell.ts'
import { type Column, type ColumnData, type ColumnType, isNumericType, narrow } from './column.ts'

type Numeric = Extract<ColumnData, { kind: 'numeric' }>
type Coded = Extract<ColumnData, { kind: 'coded' }>

/**
 * The column under another type, and how many of its cells had no value of that type and so became missing.
 *
 * - Numbers become text as `formatCell` shows them: `1.5`, `true`, `2012-01-31 14:05`; with the decimal mark of the file, so
 *   that the way back is open.
 * - Text becomes numbers by `parseNumericCell` in the format of the file, each dictionary entry once; dates with the year
 *   last are read when the column proves which number is the day, or else as `format.dateOrder` says.
 * - Among numbers the value stays: a date is its milliseconds since 1970 UTC, a truth is 0 or 1, an integer is whole.
 */
export function* retypeColumn(
  column: Column,
  type: ColumnType,
  format: ValueFormat = {},
): Work<{ column: Column; lost: number }> {
  const { name, data } = column
  if (type === column.type) return { column, lost: 0 }
  if (data.kind === 'coded') {
    if (!isNumericType(type)) return { column: { name, type, data }, lost: 0 }
    const order = findDateOrder(data.dictionary) ?? format.dateOrder
    const { numeric, lost } = yield* codedToNumeric(data, type, { ...format, ...(order && { dateOrder: order }) })
    const zone = type === 'datetime' ? { zone: findZone(data.dictionary) } : {}
    return { column: { name, type, ...zone, data: numeric }, lost }
  }
  if (!isNumericType(type))
    return {
      column: { name, type, data: yield* numericToCoded(data, (value) => writeValue(value, column.type, format)) },
      lost: 0,
    }
  const { numeric, lost } = yield* keepWhere(data, type)
  return { column: { name, type, data: numeric }, lost }
}

function writeValue(value: number, type: ColumnType, { decimal }: ValueFormat): string {
  const text = formatCell(value, type)
  return type === 'number' && decimal === ',' ? text.replace('.', ',') : text
}

function* codedToNumeric(
  { dictionary, chunks: coded }: Coded,
  type: ColumnType,
  format: ValueFormat,
): Work<{ numeric: Numeric; lost: number }> {
  const values = yield* fill(
    new Float64Array(dictionary.length),
    (code) => parseNumericCell(dictionary[code]!, type, format) ?? Number.NaN,
    TEXTS_AT_ONCE,
  )
  let lost = 0
  const chunks = yield* mapEach(coded, (codes) => {
    const chunk = new Float64Array(codes.length)
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i]!
      const value = code < 0 ? Number.NaN : values[code]!
      chunk[i] = value
      if (code >= 0 && Number.isNaN(value)) lost++
    }
    return chunk
  })
  return { numeric: { kind: 'numeric', chunks: narrow(chunks) }, lost }
}

/** Codes in the order in which values first occur; each distinct value is written once. */
export function* numericToCoded(data: Numeric, write: (value: number) => string): Work<Coded> {
  const codeOfValue = new WideMap<number, number>()
  const codeOfText = new WideMap<string, number>()
  const dictionary: string[] = []
  const codeAt = (value: number): number => {
    if (Number.isNaN(value)) return -1
    const known = codeOfValue.get(value)
    if (known !== undefined) return known
    // Two instants within one shown second share a text, and so a code.
    const text = write(value)
    let code = codeOfText.get(text)
    if (code === undefined) {
      code = dictionary.push(text) - 1
      codeOfText.set(text, code)
    }
    codeOfValue.set(value, code)
    return code
  }
  const chunks = yield* mapEach(data.chunks, (values) =>
    fill(new Int32Array(values.length), (i) => codeAt(values[i]!), TEXTS_AT_ONCE),
  )
  return { kind: 'coded', chunks, dictionary }
}

/** Milliseconds that a date can be. */
const DATE_LIMIT = 8.64e15

/** Numbers under another type that is held as numbers; those it does not have become missing, and are counted. */
function* keepWhere(data: Numeric, type: ColumnType): Work<{ numeric: Numeric; lost: number }> {
  const fits = fitsType(type)
  let lost = 0
  const chunks = yield* mapEach(data.chunks, (values) =>
    values.map((value) => {
      if (Number.isNaN(value) || fits(value)) return value
      lost++
      return Number.NaN
    }),
  )
  return { numeric: { kind: 'numeric', chunks: narrow(chunks) }, lost }
}

/** Whether a number, missing ones aside, is one of a type that is held as numbers. */
export function fitsType(type: ColumnType): (value: number) => boolean {
  return type === 'integer'
    ? Number.isSafeInteger
    : type === 'boolean'
      ? (value: number) => value === 0 || value === 1
      : type === 'datetime'
        ? (value: number) => Math.abs(value) <= DATE_LIMIT
        : () => true
}
