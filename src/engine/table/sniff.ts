import { isInfinite, type NumberFormat, parseDateTime, parseNumber, trimCell } from '@/core/dataset/cell.ts'
import type { Dialect, ReadOptions } from '@/core/dataset/dataset.ts'
import { cellText, type GrowingBatch, QUOTED, type Quoting, recordTexts } from './batch.ts'
import { findMarks } from './delimiter.ts'
import { hasHeader, widthUnder } from './header.ts'
import { MISSING_CANDIDATES } from './missing.ts'
import { findNumberFormat } from './numberFormat.ts'
import { findComment, findPreamble } from './preamble.ts'
import { commonest, type Sample, splitSample } from './sample.ts'

/** How a file is to be read, as far as its beginning tells. */
export interface Sniffed {
  readonly dialect: Omit<Dialect, 'missing' | 'encoding'>
  readonly width: number
  /** Cells of the first row when it names the columns. */
  readonly headerCells: readonly string[] | undefined
  /** Whether what was seen of a column are numbers. */
  readonly looksNumeric: readonly boolean[]
  /** Whether what was seen of a column are instants with the year first. */
  readonly looksInstant: readonly boolean[]
  /** Whole records that the sample has, the header included. */
  readonly records: number
}

/** Finds delimiter, quote, header and whatever else the person has not fixed. */
export function sniff(sample: Sample, options: ReadOptions): Sniffed {
  const start = new TextDecoder().decode(sample.bytes.subarray(0, 64))
  const said = /^"?sep=([ -~\t])"?\s*(?:[\r\n]|$)/i.exec(start)?.[1]
  const { joinsSpaces, ...marks } = findMarks(sample, options, said)
  const { delimiter } = marks
  const loose = { ...marks, trim: delimiter === ' ' ? joinsSpaces : true }
  const comment = options.comment ?? findComment(sample, { ...loose, preamble: options.preamble ?? 0 })
  const preamble =
    options.preamble ?? Math.max(said ? 1 : 0, findPreamble(splitSample(sample, { ...loose, comment }), loose))
  const tried = splitSample(sample, { ...loose, comment, preamble })
  const trim = options.trim ?? (delimiter === ' ' ? joinsSpaces : areSpaced(tried.batch, marks))
  const { batch } = trim === loose.trim ? tried : splitSample(sample, { ...marks, trim, comment, preamble })

  const rows: string[][] = []
  for (let r = 0; r < batch.records; r++) rows.push(recordTexts(batch, r, marks))
  const missing = new Set(options.missing?.map(trimCell) ?? MISSING_CANDIDATES)
  const formatOf = (body: readonly string[][]) => findNumberFormat(columnsOf(body, missing), delimiter, options)
  const header = options.header ?? hasHeader(rows, missing, formatOf(rows.length > 1 ? rows.slice(1) : rows))
  const first = rows[0] ?? []
  const body = header ? rows.slice(1) : rows
  const width = header ? widthUnder(first, body) : commonest(body.map((row) => row.length))
  const columns = columnsOf(body, missing)
  const format = formatOf(body)
  const each = (looks: (cells: readonly string[]) => boolean) =>
    Array.from({ length: width }, (_, column) => looks(columns[column] ?? []))
  return {
    dialect: { ...marks, header, trim, preamble, comment, ...format, ...pickOrder(options) },
    width,
    headerCells: header ? first : undefined,
    looksNumeric: each((cells) => areNumbers(cells, format)),
    looksInstant: each((cells) => cells.length > 0 && cells.every((cell) => parseDateTime(cell) !== undefined)),
    records: batch.records,
  }
}

function pickOrder({ dateOrder }: ReadOptions): Pick<Dialect, 'dateOrder'> {
  return dateOrder ? { dateOrder } : {}
}

/** The cells of each column that are not missing, without blanks around them. */
function columnsOf(rows: readonly (readonly string[])[], missing: ReadonlySet<string>): string[][] {
  const columns: string[][] = []
  for (const row of rows)
    for (const [column, cell] of row.entries()) {
      const text = trimCell(cell)
      columns[column] ??= []
      if (text !== '' && !missing.has(text)) columns[column].push(text)
    }
  return columns
}

/** Whether delimiters are followed by a space as a rule, which then belongs to no cell. Spaces were dropped from these. */
function areSpaced(batch: GrowingBatch, quoting: Quoting): boolean {
  let spaced = 0
  let cells = 0
  for (let r = 0; r < batch.records; r++)
    for (let cell = batch.firstCell[r]! + 1; cell < batch.firstCell[r + 1]!; cell++) {
      if (batch.starts[cell] === batch.ends[cell] && cellText(batch, cell, quoting) === '') continue
      const opens = (batch.flags[cell]! & QUOTED) !== 0 ? batch.starts[cell]! - 1 : batch.starts[cell]!
      cells++
      if (batch.bytes[opens - 1] === 32) spaced++
    }
  return spaced > cells / 2
}

function areNumbers(cells: readonly string[], format: NumberFormat): boolean {
  let numbers = 0
  for (const cell of cells) {
    if (parseNumber(cell, format) !== undefined) numbers++
    else if (!isInfinite(cell)) return false
  }
  return numbers > 0
}
