import type { ColumnType } from '@/core/dataset/column.ts'
import type { Task } from '@/core/task.ts'
import { squareBatch } from './batch.ts'
import { CodedColumn } from './codedColumn.ts'
import type { Encoding } from './encoding.ts'
import type { IssueLog, LineIndex } from './issues.ts'
import { Kernel } from './kernel/kernel.ts'
import type { Tokens } from './missing.ts'
import { RowIssues } from './rowIssues.ts'
import { type PartPlace, type ReadProgress, type RecordTaker, type ScanEnd, scan } from './scan.ts'
import type { Sniffed } from './sniff.ts'
import type { ByteSource } from './source.ts'
import { ValueColumn, type ValueKind } from './valueColumn.ts'

/** One file, or one part of it, under one dialect. */
export interface Reading {
  readonly file: Blob | ByteSource
  readonly encoding: Encoding
  readonly sniffed: Sniffed
  readonly names: readonly string[]
  /** Types the person fixed. */
  readonly fixedTypes: readonly (ColumnType | undefined)[]
  /** Words that may stand for "missing". */
  readonly tokens: Tokens
  readonly sliceBytes: number | undefined
  readonly part?: PartPlace
}

/** What each column is read as; undefined where it is not read. */
export type Wanted = readonly (ValueKind | 'text' | undefined)[]

export type Reader = ValueColumn | CodedColumn

/** Where a pass writes what was odd about rows, and where they stand. */
export interface Notes {
  readonly issues: IssueLog
  readonly lines: LineIndex
}

/** How a pass ended; its rows are those that the table has by it. */
export interface PassEnd extends ScanEnd {
  readonly rows: number
}

/** A kernel for so many bytes at most; undefined where there is none for this machine or this dialect. */
export function openKernel({ sniffed, names, tokens, file }: Reading, bytes = file.size): Kernel | undefined {
  const { dialect } = sniffed
  return Kernel.open({
    rules: dialect,
    decimal: dialect.decimal ?? '.',
    width: names.length,
    marks: tokens.numbers,
    // As UTF-8, no encoding takes more than three times as much.
    bytes: 3 * bytes,
  })
}

/** Whoever takes the cells of each wanted column. */
export function makeReaders(
  { sniffed, tokens, fixedTypes }: Reading,
  wanted: Wanted,
  kernel: Kernel | undefined,
): (Reader | undefined)[] {
  const { dialect } = sniffed
  return wanted.map((kind, column) => {
    if (!kind) return undefined
    if (kind === 'text') return new CodedColumn(dialect, kernel?.makeDictionary())
    const fixed = fixedTypes[column]
    return new ValueColumn(kind, tokens, dialect, fixed === 'number' || fixed === 'integer' ? fixed : undefined)
  })
}

export function isBroken(reader: Reader): boolean {
  return reader instanceof ValueColumn && reader.isBroken
}

/** Goes through the bytes once, filling the readers there are. */
export async function pass(
  { file, encoding, sniffed, names, sliceBytes, part }: Reading,
  readers: readonly (Reader | undefined)[],
  notes: Notes | undefined,
  kernel: Kernel | undefined,
  task: Task<ReadProgress>,
): Promise<PassEnd> {
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
  const { lines, isWhole } = await scan(file, { encoding, rules: dialect, sliceBytes, kernel, part }, taker, task)
  return { rows, lines, isWhole: isWhole && (hadHeader || part === undefined || part.isLast) }
}
