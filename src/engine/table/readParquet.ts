import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type SchemaElement,
} from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import type { Table } from '@/core/dataset/column.ts'
import type { Doubt, IssueReport, ReadOptions } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'
import { IssueLog, LineIndex } from './issues.ts'
import { filesDiffer, howColumnsDiffer } from './joined.ts'
import type { OpenedFile } from './openSources.ts'
import { fillTable, type RecordTable } from './recordTable.ts'
import type { ReadProgress } from './scan.ts'
import type { ByteSource } from './source.ts'
import type { TypedColumn } from './typedColumn.ts'

const SLICE_BYTES = 1 << 21
/** Values between two breaths. */
const VALUES_AT_ONCE = 1 << 14

/**
 * Reads Parquet files into typed columns, row group by row group and in it column by column, so that no more than one
 * column of a group is unpacked at once. Whole numbers beyond 2^53 keep their digits as text, decimals are numbers,
 * timestamps instants; lists, maps and structs become JSON text.
 * Throws `parquet.unreadable`, `files.differ`, `dataset.unknownColumn`, `csv.tooManyColumns` and `aborted`.
 */
export async function readParquet(
  files: readonly OpenedFile[],
  options: ReadOptions,
  typesWherePresent: ReadOptions['types'] & {},
  task: Task<ReadProgress>,
): Promise<{
  readonly table: Table
  readonly issues: IssueReport
  readonly doubts: readonly Doubt[]
  readonly fileRows: readonly number[]
}> {
  const issues = new IssueLog()
  const opened = await openAll(files, task)
  const given = {
    types: options.types ?? {},
    typesWherePresent,
    missing: options.missing ?? [],
    issues,
    lines: new LineIndex(),
  }
  const { table, doubts } = await fillTable(
    given,
    options,
    (records) => fill(records, opened, task),
    (rows) => {
      if (rows === 0)
        throw new AssayError('parquet.unreadable', 'This Parquet file has no rows. Choose a file with rows.')
    },
    task,
  )
  return {
    table,
    issues: issues.report(),
    doubts,
    fileRows: opened.map(({ metadata }) => Number(metadata.num_rows)),
  }
}

/** Opens files, which must have the same columns. Throws `files.differ` and `parquet.unreadable`. */
export async function openAll(
  files: readonly OpenedFile[],
  task: Pick<Task, 'signal'>,
): Promise<readonly ParquetFile[]> {
  const opened: ParquetFile[] = []
  for (const file of files) {
    const next = await openParquet(file, task)
    const why = opened[0] && howColumnsDiffer(opened[0].fields.map(nameOf), next.fields.map(nameOf))
    if (why) throw filesDiffer(file.name, files[0]!.name, why)
    opened.push(next)
  }
  return opened
}

interface ParquetFile {
  readonly size: number
  readonly buffer: AsyncBuffer
  readonly metadata: FileMetaData
  readonly fields: readonly Field[]
}

/** A column as the file's schema has it. */
interface Field {
  readonly element: SchemaElement
  /** Digits after the point of a decimal. */
  readonly scale: number | undefined
}

const nameOf = ({ element }: Field) => element.name

async function openParquet({ source, blob }: OpenedFile, task: Pick<Task, 'signal'>): Promise<ParquetFile> {
  const file = blob ?? (await unpacked(source, task))
  const buffer: AsyncBuffer = {
    byteLength: file.size,
    slice: (start, end) => file.slice(start, end).arrayBuffer(),
  }
  return readable(async () => {
    const metadata = await parquetMetadataAsync(buffer, { geoparquet: false })
    const fields = parquetSchema(metadata).children.map(({ element }) => ({ element, scale: takeScale(element) }))
    return { size: source.size, buffer, metadata, fields }
  })
}

/** Parquet is read from its end, so a packed one is unpacked first, to wherever the browser keeps large blobs. */
async function unpacked(source: ByteSource, task: Pick<Task, 'signal'>): Promise<Blob> {
  const parts: Blob[] = []
  for await (const { bytes } of source.slices(SLICE_BYTES)) {
    throwIfAborted(task)
    parts.push(new Blob([bytes]))
  }
  return new Blob(parts)
}

/** Makes a decimal column one of its bare digits, which multiplied by a power of ten would not be what was written. */
function takeScale(element: SchemaElement): number | undefined {
  const { logical_type: logical, converted_type: converted } = element
  const isLogical = logical?.type === 'DECIMAL'
  if (!isLogical && converted !== 'DECIMAL') return undefined
  const scale = element.scale ?? (isLogical ? logical.scale : 0)
  delete element.converted_type
  delete element.logical_type
  return scale
}

async function fill(table: RecordTable, files: readonly ParquetFile[], task: Task<ReadProgress>): Promise<void> {
  const breathe = breather(task)
  const total = files.reduce((sum, { size }) => sum + size, 0)
  let before = 0
  for (const { size, buffer: file, metadata, fields } of files) {
    const scan = await readable(() => parquetScan({ file, metadata, compressors, utf8: false, geoparquet: false }))
    const cells = Number(metadata.num_rows) * fields.length
    let done = 0
    for (const { rowStart, rowEnd } of scan.ranges) {
      const start = table.rows
      for (const field of fields) {
        const name = nameOf(field)
        const column = table.column(name)
        if (column) {
          const values = await readable(() => scan.readColumn({ column: name, rowStart, rowEnd }), name)
          for (let i = 0; i < values.length; i++) {
            addValue(column, values[i], field)
            if (i % VALUES_AT_ONCE === VALUES_AT_ONCE - 1) await breathe()
          }
          column.fillTo(start + rowEnd - rowStart)
        }
        throwIfAborted(task)
        done += rowEnd - rowStart
        task.report({ bytes: before + Math.round((size * done) / Math.max(1, cells)), total, rows: start })
        await breathe()
      }
      table.endRows(rowEnd - rowStart, start + 1)
    }
    before += size
    task.report({ bytes: before, total, rows: table.rows })
  }
}

/** Adds a value as the reader gives it, by what the schema says it is. */
function addValue(column: TypedColumn, value: unknown, { element, scale }: Field): void {
  if (value === null || value === undefined) column.addMissing()
  else if (scale !== undefined) addDecimal(column, value, scale)
  else if (value instanceof Date) column.addInstant(value.getTime(), isUtc(element))
  else if (typeof value === 'boolean') column.addText(String(value), 'boolean')
  else if (typeof value === 'number' || typeof value === 'bigint') {
    const unit = timeUnit(element)
    if (unit) column.addText(timeOfDay(Number(value) / unit), 'text')
    else addNumeric(column, value)
  } else if (typeof value === 'string') column.addText(value, 'text')
  else if (value instanceof Uint8Array) column.addText(bytesText(value), 'text')
  else column.addText(jsonText(value), 'json')
}

function addNumeric(column: TypedColumn, value: number | bigint): void {
  const number = Number(value)
  if (typeof value === 'bigint' && !Number.isSafeInteger(number)) column.addText(String(value), 'number')
  else column.addNumber(number)
}

function addDecimal(column: TypedColumn, value: unknown, scale: number): void {
  const digits = value instanceof Uint8Array ? bigEndian(value) : BigInt(value as number | bigint)
  if (scale === 0) {
    addNumeric(column, digits)
    return
  }
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
  column.addNumber(Number(`${digits < 0n ? '-' : ''}${text.slice(0, -scale)}.${text.slice(-scale)}`))
}

/** A whole number in two's complement, the highest byte first. */
function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return BigInt.asIntN(bytes.length * 8, value)
}

/** Whether an instant is UTC; else it is a time on some wall. A day is neither, and stands for its midnight. */
function isUtc({ logical_type: logical, converted_type: converted }: SchemaElement): boolean {
  if (logical?.type === 'TIMESTAMP') return logical.isAdjustedToUTC
  // Without the newer annotation, the older one says UTC.
  return converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS'
}

/** Units in a millisecond of a time of day. */
function timeUnit({ logical_type: logical, converted_type: converted }: SchemaElement): number | undefined {
  if (logical?.type === 'TIME') return { MILLIS: 1, MICROS: 1e3, NANOS: 1e6 }[logical.unit]
  return converted === 'TIME_MILLIS' ? 1 : converted === 'TIME_MICROS' ? 1e3 : undefined
}

/** "14:05:30", with milliseconds where there are some. */
function timeOfDay(ms: number): string {
  return new Date(ms)
    .toISOString()
    .slice(11, -1)
    .replace(/\.000$/, '')
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** Bytes without a meaning are text, as older programs write it, or else hexadecimal. */
function bytesText(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  }
}

function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'bigint') return Number.isSafeInteger(Number(each)) ? Number(each) : String(each)
    return each instanceof Uint8Array ? bytesText(each) : each
  })
}

/** What a reading gives; whatever it throws is said of the file. */
async function readable<T>(read: () => Promise<T>, column?: string): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    if (cause instanceof AssayError) throw cause
    const where = column === undefined ? 'This Parquet file' : `Column “${column}” of this Parquet file`
    throw new AssayError(
      'parquet.unreadable',
      `${where} cannot be read: it is damaged, or written in a way that is not known here (${(cause as Error).message}). ` +
        'Copy it again, or export the table as CSV.',
      undefined,
      { cause },
    )
  }
}
