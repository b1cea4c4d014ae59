import type { IssueReport } from '@/core/dataset/dataset.ts'
import type { Task } from '@/core/task.ts'
import type { PartCodes } from '../codedColumn.ts'
import { IssueLog, LineIndex, type LineStarts } from '../issues.ts'
import { Tokens } from '../missing.ts'
import { makeReaders, openKernel, type PassEnd, pass, type Reading, type Wanted } from '../pass.ts'
import type { PartPlace, ReadProgress } from '../scan.ts'
import type { PartValues } from '../valueColumn.ts'

/** A part of a file to be read, as it is sent to another thread. */
export interface PartInput extends Omit<Reading, 'file' | 'tokens'> {
  readonly file: Blob
  readonly part: PartPlace
  readonly tokens: readonly string[]
  readonly wanted: Wanted
  /** Whether to note what is odd about rows, and where they stand. */
  readonly isNoted: boolean
}

/** What was read of a part, as it is sent back. Rows and lines are counted from its beginning. */
export interface PartRead extends PassEnd {
  /** Of the columns that were wanted. */
  readonly columns: readonly (PartValues | PartCodes | undefined)[]
  readonly issues: IssueReport
  readonly lineStarts: LineStarts
}

/** Thrown (and caught in this folder) where a file cannot be read in parts; one thread alone reads it then. */
export class NotInParts extends Error {}

/** Reads one part of a file, as if it began with a record. Throws {@link NotInParts} where there is no kernel. */
export async function readPart(input: PartInput, task: Task<ReadProgress>): Promise<PartRead> {
  const { dialect } = input.sniffed
  const within = { ...input.sniffed, dialect: { ...dialect, header: false, preamble: 0 } }
  const reading: Reading = {
    ...input,
    tokens: new Tokens(input.tokens, dialect),
    sniffed: input.part.isFirst ? input.sniffed : within,
  }
  const kernel = openKernel(reading)
  if (!kernel) throw new NotInParts('there is no kernel')
  const readers = makeReaders(reading, input.wanted, kernel)
  const notes = { issues: new IssueLog(), lines: new LineIndex() }
  const end = await pass(reading, readers, input.isNoted ? notes : undefined, kernel, task)
  return {
    ...end,
    columns: readers.map((reader) => reader?.give()),
    issues: notes.issues.report(),
    lineStarts: notes.lines.starts(),
  }
}

/** The memory of what was read, to be moved to another thread rather than copied. */
export function memoryOf({ columns }: PartRead): ArrayBuffer[] {
  return columns.flatMap((column) => {
    if (!column || column.kind === 'broken') return []
    const chunks = column.chunks.map(({ buffer }) => buffer)
    return column.kind === 'values' ? chunks : [...chunks, column.texts.bytes.buffer, column.texts.ends.buffer]
  })
}
