import { trimCell } from '@/core/dataset/cell.ts'
import type { Table } from '@/core/dataset/column.ts'
import type { Dialect, Doubt, IssueReport, ReadOptions } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { formatCount } from '@/core/format/format.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'
import { type Encoding, findBinary, findByteOrderMark } from './encoding.ts'
import { type Finishing, findMissing, finishColumn } from './finish.ts'
import { nameColumns } from './header.ts'
import { IssueLog, LineIndex } from './issues.ts'
import { MISSING_CANDIDATES, Tokens } from './missing.ts'
import { readColumns } from './readColumns.ts'
import type { ReadProgress } from './scan.ts'
import { type Sniffed, sniff } from './sniff.ts'
import { NotUtf8, readBytes, readUtf8 } from './source.ts'

export interface ReadResult {
  readonly table: Table
  readonly dialect: Dialect
  readonly issues: IssueReport
  /** What only a person can decide. */
  readonly doubts: readonly Doubt[]
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
  const given = options.missing?.map(trimCell)
  const tokens = new Tokens(given ?? MISSING_CANDIDATES)
  const asNumbers = fixedTypes.map((type, column) =>
    type ? type === 'number' || type === 'integer' : sniffed.looksNumeric[column]! && !internals.allAsText,
  )
  const { sliceBytes } = internals
  const breathe = breather(task)
  const issues = new IssueLog()
  const lines = new LineIndex()
  const read = await readColumns(
    { file, encoding, sniffed, names, fixedTypes, asNumbers, tokens, sliceBytes },
    { issues, lines },
    task,
  )
  if (read.rows === 0) throw noRows(names, sniffed)
  const missing = given ?? (await findMissing(read.columns, read.rows, tokens.texts, breathe))
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
    doubts: [],
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
