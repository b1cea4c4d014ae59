import type { ColumnType } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import { breather, type Task } from '@/core/task.ts'
import { squareBatch } from './batch.ts'
import { CodedColumn, ValueColumn, type ValueKind } from './columns.ts'
import type { Encoding } from './encoding.ts'
import type { ReadColumn } from './finish.ts'
import type { IssueLog, LineIndex } from './issues.ts'
import { Kernel } from './kernel/kernel.ts'
import type { Tokens } from './missing.ts'
import { RowIssues } from './rowIssues.ts'
import { type ReadProgress, type RecordTaker, scan } from './scan.ts'
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
  /** What each column is tried as; text where nothing. */
  readonly tries: readonly (ValueKind | undefined)[]
  /** Words that may stand for "missing". */
  readonly tokens: Tokens
  readonly sliceBytes: number | undefined
  /** Whether to do without the kernel. */
  readonly isScalar: boolean
}

/** Where a reading writes what was odd about rows, and where they stand. */
export interface Notes {
  readonly issues: IssueLog
  readonly lines: LineIndex
}

type Reader = ValueColumn | CodedColumn

/** Reads all columns; those that were tried as values and are not are read a second time, as text. */
export async function readColumns(
  reading: Reading,
  notes: Notes,
  task: Task<ReadProgress>,
): Promise<{ readonly rows: number; readonly columns: readonly ReadColumn[] }> {
  const { names, fixedTypes, tries, tokens, sniffed, isScalar } = reading
  const { dialect } = sniffed
  const kernel = isScalar
    ? undefined
    : Kernel.open({
        rules: dialect,
        decimal: dialect.decimal ?? '.',
        width: names.length,
        marks: tokens.numbers,
        // As UTF-8, no encoding takes more than three times as much.
        bytes: 3 * reading.file.size,
      })
  const readers: Reader[] = tries.map((kind, column) => {
    const fixed = fixedTypes[column]
    if (!kind) return new CodedColumn(dialect, kernel?.makeDictionary())
    return new ValueColumn(kind, tokens, dialect, fixed === 'number' || fixed === 'integer' ? fixed : undefined)
  })
  const rows = await pass(reading, readers, notes, kernel, task)
  const again = readers.map((reader) =>
    isBroken(reader) ? new CodedColumn(dialect, kernel?.makeDictionary()) : undefined,
  )
  if (again.some((reader) => reader !== undefined)) {
    const rowsAgain = await pass(reading, again, undefined, kernel, task)
    if (rowsAgain !== rows)
      throw new AssayError('csv.unreadable', 'The file was changed while it was read. Choose it again.')
  }
  const breathe = breather(task)
  const columns: ReadColumn[] = []
  for (const [column, name] of names.entries()) {
    const about = { name, fixed: fixedTypes[column] }
    const reader = again[column] ?? readers[column]!
    columns.push(
      reader instanceof ValueColumn
        ? { ...about, kind: 'values', values: reader }
        : { ...about, kind: 'coded', ...(await reader.finish(breathe)) },
    )
  }
  return { rows, columns }
}

function isBroken(reader: Reader): boolean {
  return reader instanceof ValueColumn && reader.isBroken
}

/** Goes through the file once, filling the readers there are; returns how many rows the table has. */
async function pass(
  { file, encoding, sniffed, names, sliceBytes }: Reading,
  readers: readonly (Reader | undefined)[],
  notes: Notes | undefined,
  kernel: Kernel | undefined,
  task: Task<ReadProgress>,
): Promise<number> {
  const { dialect, width } = sniffed
  const tell = notes && new RowIssues(notes.issues, names, dialect)
  let hadHeader = !dialect.header
  let rows = 0
  const taker: RecordTaker = {
    onSkipped: (batch) => tell?.tellSkipped(batch),
    onBatch(batch, hasStray) {
      let first = 0
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
    },
    takesWindows: () => hadHeader,
    onWindow(window, line) {
      notes?.lines.addWindow(rows, line, window.breaks)
      for (const [column, reader] of readers.entries())
        if (reader && !isBroken(reader)) reader.addWindow(window, column)
      rows += window.rows
      return rows
    },
  }
  await scan(file, { encoding, rules: dialect, sliceBytes, kernel }, taker, task)
  return rows
}
