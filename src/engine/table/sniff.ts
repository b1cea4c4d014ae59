import { isInfinite, type NumberFormat, parseDateTime, parseNumber, trimCell } from '@/core/dataset/cell.ts'
import type { Dialect, ReadOptions } from '@/core/dataset/dataset.ts'
import { cellText, type GrowingBatch, QUOTED, type Quoting, recordTexts } from './batch.ts'
import { findMarks, type Marks } from './delimiter.ts'
import { hasHeader, widthUnder } from './header.ts'
import { MISSING_CANDIDATES } from './missing.ts'
import { findNumberFormat } from './numberFormat.ts'
import { areComments, COMMENTS, findPreamble } from './preamble.ts'
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
  const { comment, joinsSpaces, ...marks } = findMarksAndComment(sample, options, said)
  const { delimiter } = marks
  const loose = { ...marks, trim: trimsLoosely({ delimiter, joinsSpaces }) }
  const preamble =
    options.preamble ?? Math.max(said ? 1 : 0, findPreamble(splitSample(sample, { ...loose, comment }), loose))
  const tried = splitSample(sample, { ...loose, comment, preamble })
  const trim = options.trim ?? (delimiter === ' ' ? joinsSpaces : areSpaced(tried.batch, marks))
  const { batch } = trim === loose.trim ? tried : splitSample(sample, { ...marks, trim, comment, preamble })

  const rows: string[][] = []
  for (let r = 0; r < batch.records; r++) rows.push(recordTexts(batch, r, marks))
  const missing = new Set(options.missing?.map(trimCell) ?? MISSING_CANDIDATES)
  const look = (body: readonly string[][]) => {
    const columns = columnsOf(body, missing)
    return { columns, format: findNumberFormat(columns, delimiter, options) }
  }
  const first = rows[0] ?? []
  const below = rows.slice(1)
  const looked = options.header === undefined && below.length > 0 ? look(below) : undefined
  const header = options.header ?? hasHeader(rows, missing, (looked ?? look(rows)).format)
  const body = header ? below : rows
  const width = header ? widthUnder(first, body) : commonest(body.map((row) => row.length))
  const { columns, format } = header && looked ? looked : look(body)
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

/** While a dialect is sought, spaces around cells mean nothing. */
function trimsLoosely({ delimiter, joinsSpaces }: Pick<Marks, 'delimiter' | 'joinsSpaces'>): boolean {
  return delimiter === ' ' ? joinsSpaces : true
}

/** What comments begin with is known once the cells are told apart, and those only once comments are left out. */
function findMarksAndComment(
  sample: Sample,
  options: ReadOptions,
  said: string | undefined,
): Marks & { readonly comment: string } {
  const starts = new TextDecoder().decode(sample.bytes)
  for (const mark of options.comment === undefined ? COMMENTS : []) {
    if (!starts.startsWith(mark) && !starts.includes(`\n${mark}`) && !starts.includes(`\r${mark}`)) continue
    const marks = findMarks(sample, { ...options, comment: mark }, said)
    const rules = { ...marks, trim: trimsLoosely(marks), preamble: options.preamble ?? 0 }
    if (areComments(mark, sample, rules)) return { ...marks, comment: mark }
  }
  return { ...findMarks(sample, options, said), comment: options.comment ?? '' }
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
