import { findDateOrder, parseNumericCell } from '../../dataset/cell.ts'
import { COLUMN_TYPES, type ColumnType, type FrameColumn, isNumericType, toVector } from '../../dataset/column.ts'
import { fitsType, numericToCoded } from '../../dataset/retype.ts'
import { formatCell } from '../../format/format.ts'
import { eachRow, fill, mapEach, TEXTS_AT_ONCE, type Work } from '../../work.ts'
import type { CastFitted } from '../kinds/columns.ts'
import { type ColumnHead, type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import { changeNumbers } from './numbers.ts'
import { requireColumn } from './require.ts'
import { replaceInSql, sqlFrom, sqlName, sqlValue } from './sql.ts'

type Order = CastFitted['orders'][number]

function* castColumn({ name, type: from, vector }: FrameColumn, type: ColumnType, order: Order): Work<FrameColumn> {
  if (vector.kind === 'coded') {
    if (!isNumericType(type)) return { name, type, vector }
    const format = order ? { dateOrder: order } : {}
    const { codes, dictionary } = vector
    const read = yield* fill(
      new Float64Array(dictionary.length),
      (code) => parseNumericCell(dictionary[code]!, type, format) ?? Number.NaN,
      TEXTS_AT_ONCE,
    )
    const values = yield* fill(new Float64Array(codes.length), (row) => read[codes[row]!] ?? Number.NaN)
    return { name, type, vector: { kind: 'numeric', values } }
  }
  const { values } = vector
  if (isNumericType(type)) {
    const fits = fitsType(type)
    return { name, type, vector: yield* changeNumbers(values, (x) => (fits(x) ? x : Number.NaN)) }
  }
  const data = { kind: 'numeric' as const, chunks: [new Float64Array(values)] }
  return { name, type, vector: toVector(yield* numericToCoded(data, (value) => formatCell(value, from))) }
}

/** A whole number or a decimal with a point, as `parseNumber` takes it. */
const PLAIN_NUMBER = String.raw`[+-]?((0|[1-9]\d*)(\.\d*)?|\.\d+)([eE][+-]?\d+)?`
const LARGEST_WHOLE = `${Number.MAX_SAFE_INTEGER}::DOUBLE`

function sqlCast(head: ColumnHead, type: ColumnType): string | { readonly why: string } {
  const column = `p.${sqlName(head.name)}`
  const value = sqlValue(head)
  if (isNumericType(head.type)) {
    if (!isNumericType(type)) return { why: `SQL writes the values of “${head.name}” otherwise than Assay does.` }
    if (type === 'boolean') return `(CASE WHEN ${value} IN (0, 1) THEN ${value} <> 0 END)`
    if (type === 'integer')
      return `(CASE WHEN ${value} = trunc(${value}) AND abs(${value}) <= ${LARGEST_WHOLE} THEN ${value} END)`
    return sqlFrom(type === 'datetime' ? `(CASE WHEN abs(${value}) <= 8.64e15 THEN trunc(${value}) END)` : value, type)
  }
  if (!isNumericType(type)) return column
  if (type === 'boolean' || type === 'datetime')
    return { why: `Texts of “${head.name}” are read as ${type} in more ways than SQL knows.` }
  const text = `regexp_replace(${column}, '^[\\t-\\r ]+|[\\t-\\r ]+$', '', 'g')`
  const number = `TRY_CAST(${text} AS DOUBLE)`
  const isWhole = `regexp_full_match(${text}, '[+-]?\\d+')`
  const isSafe =
    type === 'integer' ? `${number} = trunc(${number}) AND abs(${number})` : `NOT ${isWhole} OR abs(${number})`
  return `(CASE WHEN regexp_full_match(${text}, '${PLAIN_NUMBER}') AND isfinite(${number}) AND (${isSafe} <= ${LARGEST_WHOLE}) THEN ${number} + 0 END)`
}

/**
 * Reads columns as another type. A cell that has no value of the type becomes missing. Dates with the year last are read in
 * the order that the training rows prove; where they prove none, such cells are missing.
 */
export const cast: ColumnStepInfo<'cast'> = {
  scope: 'columns',
  group: 'Columns',
  label: 'Change types',
  blurb: 'Reads columns as another type: numbers that are codes, texts that are numbers.',
  rowLocal: true,
  accepts: () => true,
  takes: 'any column',
  needs: 'some',
  settings: (columns) => ({ columns: columns.map(({ name }) => name), type: 'category' }),
  fields: [
    { key: 'type', field: 'choice', label: 'Read as', options: COLUMN_TYPES.map((value) => ({ value, label: value })) },
  ],
  describe: ({ columns, type }) => `Read ${listNames(columns)} as ${type}`,
  problems: () => [],
  outcome: ({ columns, type }, heads) => heads.map((head) => (columns.includes(head.name) ? { ...head, type } : head)),
  *fit({ columns, type }, frame) {
    const orders = yield* mapEach(columns, function* (name): Work<Order> {
      const { vector } = requireColumn(frame, name)
      if (type !== 'datetime' || vector.kind !== 'coded') return null
      // Only texts that training rows hold: the dictionary may list more.
      const { codes, dictionary } = vector
      const isPresent = new Uint8Array(dictionary.length)
      yield* eachRow(codes.length, (row) => {
        if (codes[row]! >= 0) isPresent[codes[row]!] = 1
      })
      return findDateOrder(dictionary.filter((_, code) => isPresent[code] === 1)) ?? null
    })
    return { kind: 'cast', columns, type, orders }
  },
  apply({ columns, type, orders }, frame) {
    for (const name of columns) requireColumn(frame, name)
    return replaceColumns(frame, function* (column) {
      const at = columns.indexOf(column.name)
      return [at < 0 || column.type === type ? column : yield* castColumn(column, type, orders[at] ?? null)]
    })
  },
  sql({ columns, type }, heads) {
    const refused: string[] = []
    const stage = replaceInSql(heads, (head) => {
      if (!columns.includes(head.name) || head.type === type) return undefined
      const sql = sqlCast(head, type)
      if (typeof sql === 'string') return [{ ...head, type, sql }]
      refused.push(sql.why)
      return undefined
    })
    return refused[0] === undefined ? stage : { why: refused[0] }
  },
}
