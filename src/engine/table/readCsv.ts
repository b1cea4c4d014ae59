import type { ColumnType, Table } from '@/core/dataset/column.ts'
import type { Dialect, IssueReport, ReadOptions } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { formatCount } from '@/core/format/format.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'
import { type Batch, cellText, recordTexts, STRAY, squareBatch } from './batch.ts'
import { CodedColumn, NumberColumn } from './columns.ts'
import { type Encoding, findBinary, findByteOrderMark } from './encoding.ts'
import { type Finishing, findMissing, finishColumn, type ReadColumn } from './finish.ts'
import { nameColumns } from './header.ts'
import { IssueLog, LineIndex } from './issues.ts'
import { MISSING_CANDIDATES, Tokens } from './missing.ts'
import { type ReadProgress, scan } from './scan.ts'
import { type Sniffed, sniff } from './sniff.ts'
import { NotUtf8, readBytes, readUtf8 } from './source.ts'

export interface ReadResult {
  readonly table: Table
  readonly dialect: Dialect
  readonly issues: IssueReport
}

/** How the reading is done, for tests: with the dialect given, it must not matter. */
export interface ReadInternals {
  /** Bytes read at once. */
  readonly sliceBytes?: number
  /** Bytes by which the dialect is found. */
  readonly sampleBytes?: number
  /** Read every column as text first, even those whose beginning looks like numbers. */
  readonly allAsText?: boolean
}

/** Columns that a grid, a recipe and a model of this page can still carry. */
export const MOST_COLUMNS = 10_000

/** Bytes by which a dialect is found, and how far to go where not even two records lie in them. */
const SAMPLE_BYTES = 1 << 16
const LARGEST_SAMPLE = 1 << 23

/**
 * Reads a CSV file into typed columns without ever holding its text: bytes come in slices, numbers are parsed from them,
 * and texts are coded as they come. A column that begins with numbers and turns out not to be one is read again as text
 * in a second pass over the file, so no cell ever loses its digits, and columns of numbers cost eight bytes a cell.
 *
 * What is not fixed by `options` is found from the file and returned as `dialect`; whatever was padded, cut, coerced or
 * read leniently is counted in `issues`. Throws `csv.empty`, `csv.noRows`, `csv.unreadable`, `csv.tooManyColumns`,
 * `dataset.unknownColumn` (a type was fixed for a column that is not there) and `aborted`. Progress begins anew when the
 * file is read a second time.
 */
export async function readCsv(
  file: Blob,
  options: ReadOptions,
  task: Task<ReadProgress>,
  internals: ReadInternals = {},
): Promise<ReadResult> {
  throwIfAborted(task)
  const head = await readBytes(file, 0, SAMPLE_BYTES)
  if (head.length === 0) throw empty()
  const binary = options.encoding ? undefined : findBinary(head)
  if (binary) throw new AssayError('csv.unreadable', `This is ${binary.what}. ${binary.cure}, then choose it again.`)
  const encoding = options.encoding ?? findByteOrderMark(head)?.encoding ?? 'utf-8'
  try {
    return await readAs(encoding, file, options, task, internals)
  } catch (cause) {
    if (!(cause instanceof NotUtf8)) throw cause
    // Bytes that UTF-8 does not allow may show up anywhere: everything is read again.
    if (!options.encoding) return readAs('windows-1252', file, options, task, internals)
    throw new AssayError(
      'csv.unreadable',
      'This file is not UTF-8: some bytes of it cannot be. Let the encoding be found, or choose Windows-1252.',
      undefined,
      { cause },
    )
  }
}

async function readAs(
  encoding: Encoding,
  file: Blob,
  options: ReadOptions,
  task: Task<ReadProgress>,
  internals: ReadInternals,
): Promise<ReadResult> {
  const sniffed = await sniffFile(encoding, file, options, internals.sampleBytes)
  const names = nameColumns(sniffed.headerCells, sniffed.width)
  const types = options.types ?? {}
  for (const name of Object.keys(types))
    if (!names.includes(name))
      throw new AssayError(
        'dataset.unknownColumn',
        `There is no column “${name}” in this file, so its type cannot be set. Leave it out, or choose another file.`,
        { column: name },
      )
  const fixedTypes = names.map((name) => (Object.hasOwn(types, name) ? types[name] : undefined))
  const reading = new Reading(encoding, sniffed, names, fixedTypes, options.missing)
  const breathe = breather(task)

  const issues = new IssueLog()
  const lines = new LineIndex()
  const asNumbers = fixedTypes.map((type, column) =>
    type ? type === 'number' || type === 'integer' : sniffed.looksNumeric[column]! && !internals.allAsText,
  )
  const read = await reading.pass(file, { asNumbers, issues, lines }, task, internals)
  if (read.rows === 0) throw noRows(names, sniffed)
  const missing = options.missing ?? (await findMissing(read.columns, read.rows, reading.tokens.texts, breathe))
  const finishing: Finishing = { rows: read.rows, missing: new Set(missing), lines, issues, breathe }
  const columns = []
  for (const column of read.columns) {
    columns.push(await finishColumn(column, finishing))
    await breathe()
  }
  throwIfAborted(task)
  return {
    table: { rows: read.rows, columns },
    dialect: { encoding, ...sniffed.dialect, missing },
    issues: issues.report(),
  }
}

/** Looks at as much of the file as holds two records, one to be the header and one to be the data. */
async function sniffFile(
  encoding: Encoding,
  file: Blob,
  options: ReadOptions,
  sampleBytes = SAMPLE_BYTES,
): Promise<Sniffed> {
  for (let wanted = sampleBytes; ; wanted *= 8) {
    const slices = readUtf8(file, encoding, wanted)
    const { value } = await slices.next()
    await slices.return(undefined)
    if (!value) throw empty()
    const sniffed = sniff({ bytes: value.bytes, isWhole: value.last }, options)
    const enough = sniffed.records - sniffed.preamble > 1
    if (!enough && !value.last && wanted < LARGEST_SAMPLE) continue
    if (sniffed.width === 0 && value.last) throw empty()
    if (sniffed.width === 0)
      throw new AssayError(
        'csv.unreadable',
        'No line of this file ends within its first megabytes. Save the table as CSV with a row a line.',
      )
    if (sniffed.width > MOST_COLUMNS)
      throw new AssayError(
        'csv.tooManyColumns',
        `This file has ${formatCount(sniffed.width)} columns, and Assay takes ${formatCount(MOST_COLUMNS)}. ` +
          'Choose the delimiter if it was not found, or leave columns out.',
        { columns: sniffed.width },
      )
    return sniffed
  }
}

interface Pass {
  /** Which columns are tried as numbers. */
  readonly asNumbers: readonly boolean[]
  readonly issues: IssueLog
  readonly lines: LineIndex
}

/** One file under one dialect. */
class Reading {
  readonly tokens: Tokens
  readonly #encoding: Encoding
  readonly #sniffed: Sniffed
  readonly #names: readonly string[]
  readonly #fixedTypes: readonly (ColumnType | undefined)[]

  constructor(
    encoding: Encoding,
    sniffed: Sniffed,
    names: readonly string[],
    fixedTypes: readonly (ColumnType | undefined)[],
    missing: readonly string[] | undefined,
  ) {
    this.tokens = new Tokens(missing ?? MISSING_CANDIDATES)
    this.#encoding = encoding
    this.#sniffed = sniffed
    this.#names = names
    this.#fixedTypes = fixedTypes
  }

  /** Reads all columns; those that break are read a second time. */
  async pass(
    file: Blob,
    { asNumbers, issues, lines }: Pass,
    task: Task<ReadProgress>,
    { sliceBytes }: ReadInternals,
  ): Promise<{ rows: number; columns: ReadColumn[] }> {
    const { quote } = this.#sniffed.dialect
    const readers: (NumberColumn | CodedColumn)[] = asNumbers.map((isNumber, column) => {
      const fixed = this.#fixedTypes[column]
      if (!isNumber) return new CodedColumn(quote)
      return new NumberColumn(this.tokens, quote, fixed === 'number' || fixed === 'integer' ? fixed : undefined)
    })
    const rows = await this.#scan(file, readers, { issues, lines }, task, sliceBytes)
    const broken = readers.map((reader) => reader instanceof NumberColumn && reader.isBroken)
    if (broken.includes(true)) {
      const again = broken.map((isBroken) => (isBroken ? new CodedColumn(quote) : undefined))
      const rowsAgain = await this.#scan(file, again, undefined, task, sliceBytes)
      if (rowsAgain !== rows)
        throw new AssayError('csv.unreadable', 'The file was changed while it was read. Choose it again.')
      again.forEach((reader, column) => {
        if (reader) readers[column] = reader
      })
    }
    const breathe = breather(task)
    const columns: ReadColumn[] = []
    for (const [column, reader] of readers.entries()) {
      const about = { name: this.#names[column]!, fixed: this.#fixedTypes[column] }
      columns.push(
        reader instanceof NumberColumn
          ? { ...about, kind: 'numeric', numbers: reader }
          : { ...about, kind: 'coded', ...(await reader.finish(breathe)) },
      )
    }
    return { rows, columns }
  }

  async #scan(
    file: Blob,
    readers: readonly (NumberColumn | CodedColumn | undefined)[],
    notes: { readonly issues: IssueLog; readonly lines: LineIndex } | undefined,
    task: Task<ReadProgress>,
    sliceBytes: number | undefined,
  ): Promise<number> {
    const { dialect, preamble, width } = this.#sniffed
    /** Records before the rows that are still to come. */
    let before = preamble + (dialect.header ? 1 : 0)
    let rows = 0
    const onBatch = (batch: Batch, hasStray: boolean) => {
      const first = Math.min(before, batch.records)
      for (let r = 0; r < first; r++)
        if (notes && before - r > (dialect.header ? 1 : 0)) this.#reject(batch, r, notes.issues)
      if (notes && dialect.header && first > 0 && first === before) this.#checkHeader(batch, first - 1, notes.issues)
      before -= first
      const square = squareBatch(batch, first, width, (record, cells) => {
        if (notes) this.#tellRagged(batch, record, cells, notes.issues)
      })
      if (notes) {
        if (hasStray) this.#tellStray(batch, first, notes.issues)
        for (let r = 0; r < square.records; r++) notes.lines.add(rows + r, square.lines[r]!)
      }
      for (const [column, reader] of readers.entries()) {
        if (reader && !(reader instanceof NumberColumn && reader.isBroken)) reader.add(square, column)
      }
      rows += square.records
      return rows
    }
    await scan(file, { encoding: this.#encoding, rules: dialect, sliceBytes }, onBatch, task)
    return rows
  }

  #reject(batch: Batch, record: number, issues: IssueLog): void {
    issues.add('rejected', () => ({
      line: batch.lines[record]!,
      column: this.#names[0]!,
      raw: this.#raw(batch, record, 0),
      reason: 'This line stands before the table, so it was left out.',
    }))
  }

  #checkHeader(batch: Batch, record: number, issues: IssueLog): void {
    const cells = batch.firstCell[record + 1]! - batch.firstCell[record]!
    if (cells !== this.#sniffed.width) this.#tellRagged(batch, record, cells, issues)
  }

  #tellRagged(batch: Batch, record: number, cells: number, issues: IssueLog): void {
    const { width } = this.#sniffed
    const line = batch.lines[record]!
    if (cells < width) {
      issues.add('padded', () => ({
        line,
        column: this.#names[cells]!,
        raw: this.#raw(batch, record, 0),
        reason: `This row has ${cells} of ${width} cells. The others are missing.`,
      }))
      return
    }
    const extra = recordTexts(batch, record, this.#sniffed.dialect.quote).slice(width)
    if (extra.every((text) => text.trim() === '')) return
    issues.add('cut', () => ({
      line,
      column: this.#names[width - 1]!,
      raw: this.#raw(batch, record, width),
      reason: `This row has ${cells} cells, ${width} are in the table. Those after the last column were left out.`,
    }))
  }

  #tellStray(batch: Batch, first: number, issues: IssueLog): void {
    const { quote } = this.#sniffed.dialect
    for (let r = first; r < batch.records; r++)
      for (let cell = batch.firstCell[r]!; cell < batch.firstCell[r + 1]!; cell++) {
        if ((batch.flags[cell]! & STRAY) === 0) continue
        issues.add('quote', () => ({
          line: batch.lines[r]!,
          column: this.#names[cell - batch.firstCell[r]!] ?? this.#names.at(-1)!,
          raw: cellText(batch, cell, quote),
          reason: 'A quote stands where none may stand, or is not closed. It was read as an ordinary character.',
        }))
      }
  }

  /** What the file says of a record, from its cell `from` on. */
  #raw(batch: Batch, record: number, from: number): string {
    return recordTexts(batch, record, this.#sniffed.dialect.quote).slice(from).join(this.#sniffed.dialect.delimiter)
  }
}

function empty(): AssayError {
  return new AssayError('csv.empty', 'This file is empty. Choose a file with a header and rows.')
}

function noRows(names: readonly string[], { dialect }: Sniffed): AssayError {
  return dialect.header
    ? new AssayError(
        'csv.noRows',
        `This file has a header (${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}) and no row under it. ` +
          'If its first line is data, say that there is no header; otherwise choose a file with rows.',
      )
    : new AssayError('csv.noRows', 'This file has no rows. Choose a file with rows.')
}
