import type { Table } from '@/core/dataset/column.ts'
import type { Doubt, IssueReport, ReadOptions } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { formatBytes } from '@/core/format/format.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { type Encoding, findByteOrderMark } from './encoding.ts'
import { IssueLog, LineIndex } from './issues.ts'
import { filesDiffer, howColumnsDiffer, type NamedSource } from './joined.ts'
import { type Cutter, ElementCutter, eachRecord, LineCutter, utf8Slices } from './jsonFrames.ts'
import { JsonRecords, recordsOfObject } from './jsonRecords.ts'
import { isBlank } from './numbers.ts'
import { fillTable, type RecordTable, type RecordTableOptions } from './recordTable.ts'
import type { ReadProgress } from './scan.ts'
import { type ByteSource, readBytes } from './source.ts'

/** An object of columns is read whole, unlike lists and lines. */
const LARGEST_OBJECT = 1 << 26
const HEAD_BYTES = 1 << 12
const OPEN_LIST = 91

export interface JsonReading {
  readonly table: Table
  readonly issues: IssueReport
  readonly doubts: readonly Doubt[]
  readonly fileRows: readonly number[]
}

/**
 * Reads JSON Lines, or JSON that is a list of records, of rows, or an object of columns, into typed columns. Values keep
 * their types; nested objects become columns `a.b`, lists stay as JSON text, whole numbers beyond 2^53 keep their digits
 * as text. Lines and lists are read by slices, never whole. A record that is no JSON is left out and told of.
 * Throws `json.unreadable`, `files.differ`, `dataset.unknownColumn`, `csv.tooManyColumns` and `aborted`.
 */
export async function readJson(
  format: 'json' | 'jsonl',
  files: readonly NamedSource[],
  options: ReadOptions,
  typesWherePresent: ReadOptions['types'] & {},
  task: Task<ReadProgress>,
): Promise<JsonReading> {
  const issues = new IssueLog()
  const given: RecordTableOptions = {
    types: options.types ?? {},
    typesWherePresent,
    missing: options.missing ?? [],
    issues,
    lines: new LineIndex(),
  }
  const { table, doubts, filled } = await fillTable(
    given,
    options,
    (records, isAgain) => fill(records, isAgain ? undefined : issues, format, files, options, task),
    (rows) => {
      if (rows > 0) return
      const [first] = issues.report().samples
      throw new AssayError(
        'json.unreadable',
        first
          ? `No record of this file is JSON. ${first.reason} Save it as a list of records or a record a line.`
          : 'This file holds no records. Choose a file with rows.',
      )
    },
    task,
  )
  return { table, issues: issues.report(), doubts, fileRows: filled }
}

/** Goes through all files once; returns how many rows each gave. `issues` is left out the second time. */
async function fill(
  table: RecordTable,
  issues: IssueLog | undefined,
  format: 'json' | 'jsonl',
  files: readonly NamedSource[],
  options: ReadOptions,
  task: Task<ReadProgress>,
): Promise<number[]> {
  const total = files.reduce((sum, { source }) => sum + source.size, 0)
  const counts: number[] = []
  let read = 0
  let names: readonly string[] | undefined
  for (const { name, source } of files) {
    const rows = table.rows
    const records = new JsonRecords(table, issues, options.header, files.length > 1 ? name : undefined)
    const progress = {
      ...task,
      report: ({ bytes, rows }: ReadProgress) => task.report({ bytes: read + bytes, total, rows }),
    }
    await fillFrom(records, format, source, options, progress)
    if (names) {
      const why = howColumnsDiffer(names.toSorted(), records.names.toSorted())
      if (why) throw filesDiffer(name, files[0]!.name, why)
    }
    names ??= records.names
    counts.push(table.rows - rows)
    read += source.size
  }
  return counts
}

async function fillFrom(
  records: JsonRecords,
  format: 'json' | 'jsonl',
  source: ByteSource,
  options: ReadOptions,
  task: Task<ReadProgress>,
): Promise<void> {
  const head = await readBytes(source, 0, HEAD_BYTES)
  const encoding = options.encoding ?? findByteOrderMark(head)?.encoding ?? 'utf-8'
  if (format === 'json' && !(await isList(source, encoding))) {
    const text = await readWhole(source, encoding, task)
    records.addAll(recordsOfObject(text))
    return
  }
  const cutter: Cutter = format === 'jsonl' ? new LineCutter() : new ElementCutter()
  const utf8 = new TextDecoder()
  await eachRecord(
    source,
    encoding,
    cutter,
    (bytes, line, flaw) => {
      const text = utf8.decode(bytes)
      if (flaw === undefined) records.addText(text, line)
      else records.reject(text, line, flaw)
      return records.rows
    },
    task,
  )
}

async function isList(source: ByteSource, encoding: Encoding): Promise<boolean> {
  for await (const { bytes } of utf8Slices(source, encoding)) {
    const first = bytes.find((byte) => !isBlank(byte))
    if (first !== undefined) return first === OPEN_LIST
  }
  return false
}

async function readWhole(source: ByteSource, encoding: Encoding, task: Task<ReadProgress>): Promise<string> {
  const parts: BlobPart[] = []
  let size = 0
  for await (const { bytes, read } of utf8Slices(source, encoding)) {
    throwIfAborted(task)
    parts.push(bytes.slice())
    size += bytes.length
    if (size > LARGEST_OBJECT)
      throw new AssayError(
        'json.unreadable',
        `This file is one JSON object of more than ${formatBytes(LARGEST_OBJECT)}, which has to be read at once. Save the table ` +
          'as a list of records or as JSON Lines, which may be of any size.',
      )
    task.report({ bytes: read, total: source.size, rows: 0 })
  }
  return new Blob(parts).text()
}
