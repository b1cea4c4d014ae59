import {
  findDateOrder,
  findZone,
  isAmbiguousDate,
  isInfinite,
  parseNumericCell,
  type ValueFormat,
} from '@/core/dataset/cell.ts'
import {
  type Column,
  type ColumnType,
  isNumericType,
  type NumericArray,
  survivesSingle,
} from '@/core/dataset/column.ts'
import { type Doubt, ISSUES_KEPT } from '@/core/dataset/dataset.ts'
import { findTextType, findValues, proposeMissing, type TextFacts, tellsRowsApart } from './infer.ts'
import type { IssueLog, LineIndex } from './issues.ts'
import { labelRows } from './labelRows.ts'
import { MISSING_CANDIDATES, Tokens } from './missing.ts'
import type { OddCell, ValueColumn } from './valueColumn.ts'

type Breathe = () => Promise<void>

/** A column as it was read: numbers, or codes of the texts as they stand in the file. */
export type ReadColumn = { readonly name: string; readonly fixed: ColumnType | undefined } & (
  | { readonly kind: 'values'; readonly values: ValueColumn }
  | {
      readonly kind: 'coded'
      readonly chunks: readonly Int32Array<ArrayBuffer>[]
      readonly texts: readonly string[]
      /** Cells without a text. */
      readonly blank: number
    }
)

export type CodedColumn = Extract<ReadColumn, { kind: 'coded' }>

export function factsOf({ name, chunks, texts, blank }: CodedColumn, rows: number, missing: Tokens): TextFacts {
  const isMissing = Uint8Array.from(missing.texts.length > 0 ? texts : [], (text) => Number(missing.has(text)))
  if (!isMissing.includes(1)) return { name, texts, present: rows - blank, rows }
  let present = 0
  for (const chunk of chunks)
    for (let i = 0; i < chunk.length; i++) if (chunk[i]! >= 0 && isMissing[chunk[i]!] !== 1) present++
  return { name, texts: texts.filter((_, code) => isMissing[code] === 0), present, rows }
}

/** The words that count as missing in the file, by what every column makes of them; in the order of the candidates. */
export async function findMissing(
  columns: readonly ReadColumn[],
  rows: number,
  tokens: readonly string[],
  format: ValueFormat,
  breathe: Breathe,
): Promise<readonly string[]> {
  const found = new Set<string>()
  const none = new Tokens([], format)
  for (const column of columns) {
    if (column.kind === 'values') for (const token of column.values.tokensMet) found.add(tokens[token]!)
    else
      for (const token of await proposeMissing(factsOf(column, rows, none), column.fixed, format, breathe))
        found.add(token)
    await breathe()
  }
  return MISSING_CANDIDATES.filter((token) => found.has(token))
}

/** A column of dates that may begin with the day or with the month. */
export interface UndatedColumn {
  readonly name: string
  readonly example: string
  readonly cells: number
}

/** What finishing needs beside a column. */
export interface Finishing {
  readonly rows: number
  /** What counts as missing. */
  readonly missing: Tokens
  readonly format: ValueFormat
  readonly lines: LineIndex
  readonly issues: IssueLog
  /** Columns of dates of which nothing proves the order are told here. */
  readonly undated: UndatedColumn[]
  readonly breathe: Breathe
}

/** Gives a column its type and its final form; cells that become missing on the way are told to `issues`. */
export async function finishColumn(column: ReadColumn, finishing: Finishing): Promise<Column> {
  if (column.kind === 'values') return finishRead(column.name, column.fixed, column.values, finishing)
  const { name, fixed } = column
  const { format } = finishing
  const facts = factsOf(column, finishing.rows, finishing.missing)
  if (fixed) {
    if (!isNumericType(fixed)) return finishTexts(column, fixed, finishing)
    if (fixed === 'datetime') tellUndated(facts, finishing)
    const order = findDateOrder(facts.texts) ?? format.dateOrder
    const how = { ...format, ...(order && { dateOrder: order }) }
    return finishValues(column, fixed, (text) => parseNumericCell(text, fixed, how) ?? Number.NaN, finishing)
  }
  const found = await findValues(facts.texts, format, finishing.breathe)
  if (!found) {
    tellUndated(facts, finishing)
    return finishTexts(column, findTextType(facts), finishing)
  }
  const values = await finishValues(column, found.type, (_, index) => found.values[index]!, finishing)
  if (found.type !== 'number' || values.data.kind !== 'numeric') return values
  const isWhole = found.values.every((value) => Number.isNaN(value) || Number.isSafeInteger(value))
  if (!isWhole) return values
  const isPlain = facts.present === finishing.rows && facts.texts.every((text) => /^(?:0|-?[1-9]\d*)$/.test(text))
  if (isPlain && tellsRowsApart(name, values.data.chunks, finishing.rows))
    return finishTexts(column, 'identifier', finishing)
  return { ...values, type: 'integer' }
}

function tellUndated({ name, texts, present }: TextFacts, { format, undated }: Finishing): void {
  if (!format.dateOrder && texts.length > 0 && texts.every(isAmbiguousDate))
    undated.push({ name, example: texts[0]!, cells: present })
}

/** The doubt about all columns of dates whose order nothing proves, if there are some. */
export function doubtOrder(undated: readonly UndatedColumn[]): Doubt[] {
  const [first] = undated
  if (!first) return []
  const cells = undated.reduce((sum, column) => sum + column.cells, 0)
  return [{ kind: 'dateOrder', example: first.example, cells, columns: undated.map(({ name }) => name) }]
}

async function finishRead(
  name: string,
  fixed: ColumnType | undefined,
  values: ValueColumn,
  { rows, lines, issues, breathe }: Finishing,
): Promise<Column> {
  const chunks = values.finish()
  const data = { kind: 'numeric', chunks } as const
  if (values.kind === 'datetime') return { name, type: 'datetime', zone: values.zone, data }
  issues.addMany('coerced', values.oddCount, describeOdd(values.odd, name, fixed ?? 'number', lines))
  const type = fixed ?? (values.isWhole && values.hasValues ? 'integer' : 'number')
  const isPlain = !fixed && type === 'integer' && values.isPlain && values.missing === 0
  if (isPlain && tellsRowsApart(name, chunks, rows))
    return { name, type: 'identifier', data: await labelRows(chunks, breathe) }
  return { name, type, data }
}

/** The column as texts, without those that count as missing. */
function finishTexts({ name, chunks, texts }: CodedColumn, type: ColumnType, { missing }: Finishing): Column {
  const dictionary: string[] = []
  const codeOf = Int32Array.from(texts, (text) => (missing.has(text) ? -1 : dictionary.push(text) - 1))
  const data = { kind: 'coded', chunks, dictionary } as const
  if (dictionary.length === texts.length) return { name, type, data }
  return {
    name,
    type,
    data: { ...data, chunks: chunks.map((chunk) => chunk.map((code) => (code < 0 ? -1 : codeOf[code]!))) },
  }
}

type NumbersKind = new (length: number) => NumericArray

/** The column as numbers, by the value of each text that is not missing; NaN where it has none of this type. */
async function finishValues(
  { name, chunks, texts }: CodedColumn,
  type: ColumnType,
  valueAt: (text: string, index: number) => number,
  { missing, lines, issues, breathe }: Finishing,
): Promise<Column> {
  const values = new Float64Array(texts.length).fill(Number.NaN)
  const isOdd = new Uint8Array(texts.length)
  let hasOdd = false
  /** Texts so far that are not missing. */
  let index = 0
  for (let code = 0; code < texts.length; code++) {
    const text = texts[code]!
    if (missing.has(text)) continue
    const value = valueAt(text, index++)
    values[code] = value
    if (Number.isNaN(value)) {
      isOdd[code] = 1
      hasOdd = true
    }
    if (code % 4_096 === 4_095) await breathe()
  }
  const odd: OddCell[] = []
  let oddCount = 0
  let row = 0
  // Each value occurs in some cell, so these say how wide the column is.
  const Numbers: NumbersKind = survivesSingle(values) ? Float32Array : Float64Array
  // The value of a code stands after it; before the first, that of a missing cell.
  const valueAfter = new Numbers(texts.length + 1)
  valueAfter[0] = Number.NaN
  valueAfter.set(values, 1)
  const numbers: NumericArray[] = []
  for (const chunk of chunks) {
    const next = new Numbers(chunk.length)
    for (let i = 0; i < next.length; i++) next[i] = valueAfter[chunk[i]! + 1]!
    for (let i = 0; hasOdd && i < chunk.length; i++) {
      const code = chunk[i]!
      if (code >= 0 && isOdd[code] === 1 && oddCount++ < ISSUES_KEPT) odd.push({ row: row + i, raw: texts[code]! })
    }
    row += chunk.length
    numbers.push(next)
    await breathe()
  }
  issues.addMany('coerced', oddCount, describeOdd(odd, name, type, lines))
  const zone = type === 'datetime' ? { zone: findZone(texts.filter((_, code) => !Number.isNaN(values[code]!))) } : {}
  return { name, type, ...zone, data: { kind: 'numeric', chunks: numbers } }
}

const EXPECTED: Partial<Record<ColumnType, string>> = {
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  datetime: 'a date that can be read without guessing',
}

function describeOdd(odd: readonly OddCell[], column: string, type: ColumnType, lines: LineIndex) {
  return odd.map(({ row, raw }) => ({
    line: lines.lineOf(row),
    row,
    column,
    raw,
    reason: isInfinite(raw)
      ? 'Infinity is no number to compute with, so the cell is missing.'
      : `This is not ${EXPECTED[type]}, so the cell is missing.`,
  }))
}
