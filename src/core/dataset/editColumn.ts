import { AssayError } from '../errors.ts'
import { eachRow, fill, type Work } from '../work.ts'
import { parseNumericCell, trimCell, type ValueFormat } from './cell.ts'
import {
  type Column,
  type ColumnData,
  type ColumnType,
  isNumericType,
  type NumericArray,
  narrow,
  widen,
} from './column.ts'
import type { Patch } from './edit.ts'

/** How the cells of a file are read, as far as a text entered for one needs it. A dialect is one. */
export interface EntryFormat extends ValueFormat {
  readonly missing?: readonly string[]
}

/**
 * What a text that a person entered means as a cell of a type: a number as columns hold them, a text, or null for
 * missing (nothing, or what stood for missing in the file); or what to enter instead. Numbers and dates are read as the
 * page writes them and, failing that, as the file does.
 */
export function readEntry(
  text: string,
  type: ColumnType,
  format: EntryFormat = {},
): { readonly value: number | string | null } | { readonly problem: string } {
  const bare = trimCell(text)
  if (bare === '' || format.missing?.includes(bare)) return { value: null }
  if (!isNumericType(type)) return { value: text }
  const value = parseNumericCell(bare, type) ?? parseNumericCell(bare, type, format)
  return value === undefined ? { problem: `${ASKED[type] ?? 'Enter a number such as 12.5'}, or nothing.` } : { value }
}

const ASKED: Partial<Record<ColumnType, string>> = {
  integer: 'Enter a whole number such as 12',
  boolean: 'Enter true or false',
  datetime: 'Enter a date such as 2012-01-31 or 2012-01-31 14:05',
}

/**
 * The column with some cells written anew and only the rows of `kept`, in that order. Rows that stay keep their cells to
 * the bit; a dictionary keeps its order while every text of it is used, else texts stand in the order of the rows, so that
 * equal columns are stored as one.
 * @throws AssayError `edit.invalid` for a text that has no value of the column's type.
 */
export function* editColumn(
  column: Column,
  patches: readonly Patch[],
  kept: Uint32Array | undefined,
  format: EntryFormat = {},
): Work<Column> {
  const values = patches.map(({ text, places }) => {
    const entry = readEntry(text, column.type, format)
    if ('problem' in entry)
      throw new AssayError('edit.invalid', `“${text}” is no value of ${column.name}. ${entry.problem}`)
    return { value: entry.value, places }
  })
  const { data } = column
  const edited = data.kind === 'numeric' ? yield* editNumbers(data, values, kept) : yield* editCodes(data, values, kept)
  return { ...column, data: edited }
}

interface Values {
  readonly value: number | string | null
  readonly places: Uint32Array
}

function* editNumbers(
  { chunks }: Extract<ColumnData, { kind: 'numeric' }>,
  patches: readonly Values[],
  kept: Uint32Array | undefined,
): Work<ColumnData> {
  const whole = joinNumbers(chunks)
  yield
  for (const { value, places } of patches)
    yield* eachRow(places.length, (i) => {
      whole[places[i]!] = (value as number | null) ?? Number.NaN
    })
  const left = kept ? yield* fill(new Float64Array(kept.length), (i) => whole[kept[i]!]!) : whole
  return { kind: 'numeric', chunks: narrow([left]) }
}

/** In one piece of its own. */
function joinNumbers(chunks: readonly NumericArray[]): Float64Array<ArrayBuffer> {
  const whole = new Float64Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(widen(chunk), at)
    at += chunk.length
  }
  return whole
}

function* editCodes(
  { chunks, dictionary }: Extract<ColumnData, { kind: 'coded' }>,
  patches: readonly Values[],
  kept: Uint32Array | undefined,
): Work<ColumnData> {
  const texts = [...dictionary]
  const codeOf = new Map<string, number>()
  if (patches.length > 0) yield* eachRow(texts.length, (code) => codeOf.set(texts[code]!, code))
  const whole = new Int32Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  for (const { value, places } of patches) {
    let code = -1
    if (value !== null) {
      code = codeOf.get(value as string) ?? texts.length
      if (code === texts.length) {
        texts.push(value as string)
        codeOf.set(value as string, code)
      }
    }
    const written = code
    yield* eachRow(places.length, (i) => {
      whole[places[i]!] = written
    })
  }
  const codes = kept ? yield* fill(new Int32Array(kept.length), (i) => whole[kept[i]!]!) : whole
  return { kind: 'coded', ...(yield* compact(codes, texts, dictionary.length)) }
}

/** Without texts that no row has; works on the codes in place. */
function* compact(
  codes: Int32Array<ArrayBuffer>,
  texts: readonly string[],
  former: number,
): Work<{ readonly chunks: readonly Int32Array<ArrayBuffer>[]; readonly dictionary: readonly string[] }> {
  const isUsed = new Uint8Array(texts.length)
  let used = 0
  yield* eachRow(codes.length, (i) => {
    const code = codes[i]!
    if (code < 0 || isUsed[code] === 1) return
    isUsed[code] = 1
    used++
  })
  if (used === texts.length && used === former) return { chunks: [codes], dictionary: texts }
  const renumbered = new Int32Array(texts.length).fill(-1)
  const dictionary: string[] = []
  yield* eachRow(codes.length, (i) => {
    const code = codes[i]!
    if (code < 0) return
    if (renumbered[code] === -1) {
      renumbered[code] = dictionary.length
      dictionary.push(texts[code]!)
    }
    codes[i] = renumbered[code]!
  })
  return { chunks: [codes], dictionary }
}
