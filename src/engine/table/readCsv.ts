import { trimCell } from '@/core/dataset/cell.ts'
import type { Column, Table } from '@/core/dataset/column.ts'
import type { Dialect, Doubt, IssueReport, ReadOptions } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'
import { doubtEncoding, tellUndecoded } from './decoded.ts'
import { findDoubts } from './doubts.ts'
import { type Encoding, MENDED, nameEncoding } from './encoding.ts'
import { type Finishing, findMissing, finishColumn } from './finish.ts'
import { nameColumns } from './header.ts'
import type { LineIndex } from './issues.ts'
import { MISSING_CANDIDATES, Tokens } from './missing.ts'
import { inEncoding, sniffFile } from './openFile.ts'
import { type ReadColumnsOptions, readColumns } from './readColumns.ts'
import type { ReadProgress } from './scan.ts'
import type { Sniffed } from './sniff.ts'
import type { ByteSource } from './source.ts'
import type { ValueKind } from './valueColumn.ts'

export interface ReadResult {
  readonly table: Table
  /** What its bytes were read in. */
  readonly encoding: Encoding
  readonly dialect: Dialect
  readonly issues: IssueReport
  /** What only a person can decide. */
  readonly doubts: readonly Doubt[]
  /** The line at which each row starts. */
  readonly lines: LineIndex
}

/** How the reading is done: with the dialect given, it must not matter. All but the threads is for tests. */
export interface ReadInternals extends ReadColumnsOptions {
  /** Bytes read at once. */
  readonly sliceBytes?: number
  /** Bytes by which the dialect is found. */
  readonly sampleBytes?: number
  /** The text was another encoding's before, in which some bytes were no characters. */
  readonly isMended?: boolean
  /** Read every column as text first, even those whose beginning looks like values. */
  readonly allAsText?: boolean
}

/**
 * Reads a CSV file into typed columns without ever holding its text: bytes come in slices, numbers are parsed from them,
 * and texts are coded as they come. A column that begins with numbers and turns out not to be one is read again as text
 * in a second pass over the file, so no cell ever loses its digits, and columns of numbers cost eight bytes a cell.
 *
 * What is not fixed by `options` is found from the file and returned as `dialect`; whatever was padded, cut, coerced or
 * read leniently is counted in `issues`, and `doubts` has what only a person can decide. Throws `csv.empty`,
 * `csv.noRows`, `csv.unreadable`, `csv.tooManyColumns`, `dataset.unknownColumn` (a type was fixed for a column that is
 * not there) and `aborted`. Progress begins anew when the file is read a second time.
 */
export async function readCsv(
  file: Blob | ByteSource,
  options: ReadOptions,
  task: Task<ReadProgress>,
  internals: ReadInternals = {},
): Promise<ReadResult> {
  return inEncoding(file, options, task, (encoding) => readAs(encoding, file, options, task, internals))
}

async function readAs(
  encoding: Encoding,
  file: Blob | ByteSource,
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
  const tokens = new Tokens(given ?? MISSING_CANDIDATES, sniffed.dialect)
  const tries = fixedTypes.map((type, column): ValueKind | 'text' => {
    if (type) return type === 'number' || type === 'integer' ? 'number' : 'text'
    if (internals.allAsText) return 'text'
    return sniffed.looksNumeric[column] ? 'number' : sniffed.looksInstant[column] ? 'datetime' : 'text'
  })
  const { sliceBytes, sampleBytes: _, allAsText: __, isMended = encoding === MENDED, ...how } = internals
  const breathe = breather(task)
  const reading = { file, encoding, sniffed, names, fixedTypes, tokens, sliceBytes }
  const read = await readColumns(reading, tries, task, how)
  const { issues, lines } = read
  if (read.rows === 0) throw noRows(names, sniffed)
  const missing = given ?? (await findMissing(read.columns, read.rows, tokens.texts, sniffed.dialect, breathe))
  const finishing: Finishing = {
    rows: read.rows,
    missing: new Tokens(missing, sniffed.dialect),
    format: sniffed.dialect,
    lines,
    issues,
    undated: [],
    breathe,
  }
  const columns: Column[] = []
  for (const column of read.columns) {
    columns.push(await finishColumn(column, finishing))
    await breathe()
  }
  throwIfAborted(task)
  if (isMended) tellUndecoded(columns, issues, lines)
  const isGuessed = encoding === 'windows-1252' && !options.encoding
  return {
    table: { rows: read.rows, columns },
    encoding,
    dialect: { encoding: nameEncoding(encoding), ...sniffed.dialect, missing },
    issues: issues.report(),
    doubts: [
      ...(isGuessed ? doubtEncoding(columns) : []),
      ...findDoubts(columns, finishing.undated, sniffed.dialect.decimal),
    ],
    lines,
  }
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
