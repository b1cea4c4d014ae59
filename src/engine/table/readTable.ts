import type { Table } from '@/core/dataset/column.ts'
import type { Dialect, Doubt, IssueReport, ReadOptions, TableFormat } from '@/core/dataset/dataset.ts'
import type { FileComparison } from '@/core/dataset/jobs.ts'
import { AssayError, isAborted } from '@/core/errors.ts'
import { type Task, unattended } from '@/core/task.ts'
import type { Threads } from '../threads.ts'
import type { Encoding } from './encoding.ts'
import { findFormat } from './format.ts'
import { checkJoinable, filesDiffer, readJoinedCsv } from './joined.ts'
import { listed, type OpenedFile, openSources, type TableFile } from './openSources.ts'
import { readCsv } from './readCsv.ts'
import { readJson } from './readJson.ts'
import type { ReadProgress } from './scan.ts'
import { type ByteSource, readBytes } from './source.ts'

export interface TableReading {
  readonly table: Table
  readonly issues: IssueReport
  /** What only a person can decide. */
  readonly doubts: readonly Doubt[]
  readonly format: TableFormat
  readonly packed?: 'gzip' | 'zip'
  /** What each of several files gave, or the files of a zip. */
  readonly files?: readonly { readonly fileName: string; readonly bytes: number; readonly rows: number }[]
  /** How a CSV file was read. */
  readonly dialect?: Dialect
  /** The text of CSV files, to be gone through once more; in its own encoding, which is UTF-8 where several were joined. */
  readonly text?: { readonly source: Blob | ByteSource; readonly encoding: Encoding }
}

export interface ReadTableInternals {
  /** Types for those of these columns that the file has; `options.types` come first. */
  readonly typesWherePresent?: ReadOptions['types'] & {}
  /** Threads that help to read large files; one alone does where absent. */
  readonly threads?: Threads | undefined
}

/** Bytes by which a format is told, and in which the header of any sensible file lies. */
const HEAD_BYTES = 1 << 16

/**
 * Reads a table from whatever files people have of it: CSV in any dialect, JSON, JSON Lines, Parquet, each also as gzip
 * or in a zip; several files of one shape become one table. The format is told by the bytes, then by the name.
 *
 * Throws what {@link readCsv} throws, `json.unreadable`, `parquet.unreadable`, `archive.damaged`, and `files.differ` where
 * several files do not go together, and `file.tooLarge` where memory does not suffice.
 */
export async function readTable(
  files: readonly TableFile[],
  options: ReadOptions,
  task: Task<ReadProgress>,
  { typesWherePresent = {}, threads }: ReadTableInternals = {},
): Promise<TableReading> {
  const opened = await openSources(files)
  const isZip = files.length === 1 && opened[0]?.packed === 'zip'
  try {
    const format = await commonFormat(opened)
    const packed = opened.find((file) => file.packed)?.packed
    const read = await readFormat(format, opened, options, typesWherePresent, task, threads)
    const { fileRows, ...reading } = read
    return {
      ...reading,
      format,
      ...(packed && { packed }),
      ...((opened.length > 1 || isZip) && {
        files: opened.map(({ name, source }, i) => ({ fileName: name, bytes: source.size, rows: fileRows[i]! })),
      }),
    }
  } catch (cause) {
    if (isOutOfMemory(cause)) throw tooLarge(cause)
    if (!isZip || !(cause instanceof AssayError) || cause.code !== 'files.differ') throw cause
    throw new AssayError(
      'files.differ',
      `This zip holds ${opened.length} tables that do not go together: ${listed(opened.map(({ name }) => name))}. Unpack it ` +
        'and choose those you want.',
      cause.details,
      { cause },
    )
  }
}

/** Whether the browser had no more memory to give: to an array, or to WebAssembly, which then stops. */
function isOutOfMemory(cause: unknown): boolean {
  return (
    cause instanceof WebAssembly.RuntimeError ||
    (cause instanceof RangeError && /allocation|typed array length|memory/i.test(cause.message))
  )
}

function tooLarge(cause: unknown): AssayError {
  return new AssayError(
    'file.tooLarge',
    'This browser has not enough memory to hold this table. Close other tabs and try again, or leave columns or rows out of ' +
      'the file.',
    undefined,
    { cause },
  )
}

/**
 * Whether files can be read as one table, by their beginnings. What only shows later (a name in the last record of a JSON
 * file) is said when they are read.
 */
export async function compareTables(files: readonly TableFile[], task: Pick<Task, 'signal'>): Promise<FileComparison> {
  try {
    const opened = await openSources(files)
    const format = await commonFormat(opened)
    if (format === 'csv') await checkJoinable(opened)
    if (format === 'parquet') await (await import('./readParquet.ts')).openAll(opened, task)
    return { areAlike: true }
  } catch (cause) {
    if (!(cause instanceof AssayError) || isAborted(cause)) throw cause
    const { difference } = cause.details ?? {}
    return { areAlike: false, ...(typeof difference === 'string' && { difference }) }
  }
}

type FormatReading = Pick<TableReading, 'table' | 'issues' | 'doubts' | 'dialect' | 'text'> & {
  readonly fileRows: readonly number[]
}

async function readFormat(
  format: TableFormat,
  files: readonly OpenedFile[],
  options: ReadOptions,
  typesWherePresent: ReadOptions['types'] & {},
  task: Task<ReadProgress>,
  threads: Threads | undefined,
): Promise<FormatReading> {
  if (format === 'parquet') {
    // A chunk of its own: most people never open such a file.
    const { readParquet } = await import('./readParquet.ts')
    return readParquet(files, options, typesWherePresent, task)
  }
  if (format !== 'csv') return readJson(format, files, options, typesWherePresent, task)
  const [first] = files as readonly [OpenedFile]
  const source = first.blob ?? first.source
  const known = await presentTypes(source, options, typesWherePresent)
  const all = { ...options, ...(known && { types: { ...known, ...options.types } }) }
  if (files.length > 1) {
    const { table, dialect, issues, doubts, fileRows, source: joined } = await readJoinedCsv(files, all, task)
    return { table, dialect, issues, doubts, fileRows, text: { source: joined, encoding: 'utf-8' } }
  }
  const { table, encoding, dialect, issues, doubts } = await readCsv(source, all, task, { threads })
  return { table, dialect, issues, doubts, fileRows: [table.rows], text: { source, encoding } }
}

async function commonFormat(files: readonly OpenedFile[]): Promise<TableFormat> {
  const formats: TableFormat[] = []
  for (const { name, source } of files) formats.push(findFormat(name, await readBytes(source, 0, HEAD_BYTES)))
  const other = formats.findIndex((format) => format !== formats[0])
  if (other < 0) return formats[0]!
  throw filesDiffer(files[other]!.name, files[0]!.name, 'it is of another format')
}

/** Those of the types whose column a CSV file has, by its header. */
async function presentTypes(
  source: Blob | ByteSource,
  options: ReadOptions,
  types: ReadOptions['types'] & {},
): Promise<ReadOptions['types']> {
  if (Object.keys(types).length === 0) return undefined
  try {
    const head = new Blob([await readBytes(source, 0, HEAD_BYTES)])
    const { table } = await readCsv(head, options, unattended)
    const names = new Set(table.columns.map(({ name }) => name))
    return Object.fromEntries(Object.entries(types).filter(([name]) => names.has(name)))
  } catch (cause) {
    if (isAborted(cause)) throw cause
    // A header too long for a glance, or a file that cannot be read: the reading itself will tell.
    return undefined
  }
}
