import type { ColumnType } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import { breather, type Task } from '@/core/task.ts'
import { type Batch, squareBatch } from './batch.ts'
import { CodedColumn, NumberColumn } from './columns.ts'
import type { Encoding } from './encoding.ts'
import type { ReadColumn } from './finish.ts'
import type { IssueLog, LineIndex } from './issues.ts'
import type { Tokens } from './missing.ts'
import { RowIssues } from './rowIssues.ts'
import { type ReadProgress, scan } from './scan.ts'
import type { Sniffed } from './sniff.ts'
import type { ByteSource } from './source.ts'

/** One file under one dialect, and what is wanted of it. */
export interface Reading {
  readonly file: Blob | ByteSource
  readonly encoding: Encoding
  readonly sniffed: Sniffed
  readonly names: readonly string[]
  /** Types the person fixed. */
  readonly fixedTypes: readonly (ColumnType | undefined)[]
  /** Which columns are tried as numbers. */
  readonly asNumbers: readonly boolean[]
  /** Words that may stand for "missing". */
  readonly tokens: Tokens
  readonly sliceBytes: number | undefined
}

/** Where a reading writes what was odd about rows, and where they stand. */
export interface Notes {
  readonly issues: IssueLog
  readonly lines: LineIndex
}

type Reader = NumberColumn | CodedColumn

/** Reads all columns; those that were tried as numbers and are not are read a second time, as text. */
export async function readColumns(
  reading: Reading,
  notes: Notes,
  task: Task<ReadProgress>,
): Promise<{ readonly rows: number; readonly columns: readonly ReadColumn[] }> {
  const { names, fixedTypes, asNumbers, tokens, sniffed } = reading
  const { quote } = sniffed.dialect
  const readers: Reader[] = asNumbers.map((isNumber, column) => {
    const fixed = fixedTypes[column]
    if (!isNumber) return new CodedColumn(quote)
    return new NumberColumn(tokens, quote, fixed === 'number' || fixed === 'integer' ? fixed : undefined)
  })
  const rows = await pass(reading, readers, notes, task)
  const again = readers.map((reader) => (isBroken(reader) ? new CodedColumn(quote) : undefined))
  if (again.some((reader) => reader !== undefined)) {
    const rowsAgain = await pass(reading, again, undefined, task)
    if (rowsAgain !== rows)
      throw new AssayError('csv.unreadable', 'The file was changed while it was read. Choose it again.')
  }
  const breathe = breather(task)
  const columns: ReadColumn[] = []
  for (const [column, name] of names.entries()) {
    const about = { name, fixed: fixedTypes[column] }
    const reader = again[column] ?? readers[column]!
    columns.push(
      reader instanceof NumberColumn
        ? { ...about, kind: 'numeric', numbers: reader }
        : { ...about, kind: 'coded', ...(await reader.finish(breathe)) },
    )
  }
  return { rows, columns }
}

function isBroken(reader: Reader): boolean {
  return reader instanceof NumberColumn && reader.isBroken
}

/** Goes through the file once, filling the readers there are; returns how many rows the table has. */
async function pass(
  { file, encoding, sniffed, names, sliceBytes }: Reading,
  readers: readonly (Reader | undefined)[],
  notes: Notes | undefined,
  task: Task<ReadProgress>,
): Promise<number> {
  const { dialect, preamble, width } = sniffed
  const tell = notes && new RowIssues(notes.issues, names, dialect)
  let rejected = 0
  let hadHeader = !dialect.header
  let rows = 0
  const onBatch = (batch: Batch, hasStray: boolean) => {
    let first = 0
    for (; first < batch.records && rejected < preamble; first++, rejected++) tell?.tellPreamble(batch, first)
    if (tell && hasStray) tell.tellStray(batch, first)
    if (first < batch.records && !hadHeader) {
      hadHeader = true
      if (batch.firstCell[first + 1]! - batch.firstCell[first]! !== width) tell?.tellRagged(batch, first)
      first++
    }
    const square = squareBatch(batch, first, width, (record) => tell?.tellRagged(batch, record))
    if (notes) for (let r = 0; r < square.records; r++) notes.lines.add(rows + r, square.lines[r]!)
    for (const [column, reader] of readers.entries()) if (reader && !isBroken(reader)) reader.add(square, column)
    rows += square.records
    return rows
  }
  await scan(file, { encoding, rules: dialect, sliceBytes }, onBatch, task)
  return rows
}
