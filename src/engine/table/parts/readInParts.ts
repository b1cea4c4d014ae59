import type { Task } from '@/core/task.ts'
import type { Threads } from '../../threads.ts'
import type { CodedColumn } from '../codedColumn.ts'
import type { Notes, Reader, Reading, Wanted } from '../pass.ts'
import type { ReadProgress } from '../scan.ts'
import type { ValueColumn } from '../valueColumn.ts'
import { PartCrew } from './crew.ts'
import { findPlaces } from './findPlaces.ts'
import { NotInParts, type PartInput, type PartRead } from './readPart.ts'

/**
 * Smaller parts cost more than they bring. With two cores one is half taken by the browser, which streams the file: what
 * starting a thread costs is won back by large files only.
 */
const LEAST_BYTES = 16e6
const LEAST_BYTES_OF_TWO = 128e6
/** Larger parts make all wait for the slowest thread, and hold much memory. */
const MOST_BYTES = 128e6

/** How a file is cut into parts, for tests. */
export interface PartsInternals {
  /** Least bytes of a part. */
  readonly partBytes?: number | undefined
  /** Where parts begin after the first, wherever records do. */
  readonly places?: readonly number[] | undefined
}

/** A file cut into parts, and the threads that read them. */
export interface OpenParts {
  /** Goes through all parts once, filling the readers there are; returns how many rows the table has. */
  pass(
    readers: readonly (Reader | undefined)[],
    wanted: Wanted,
    notes: Notes | undefined,
    task: Task<ReadProgress>,
  ): Promise<number>
  close(): void
}

/** Cuts a file into parts; undefined where it is not large enough or not of a kind to be read so. */
export async function openParts(
  { file, encoding, tokens, ...reading }: Reading,
  threads: Threads | undefined,
  { partBytes, places }: PartsInternals,
): Promise<OpenParts | undefined> {
  if (!threads || threads.count < 2 || !(file instanceof Blob)) return undefined
  if (encoding !== 'utf-8' && encoding !== 'windows-1252') return undefined
  const least = partBytes ?? (threads.count > 2 ? LEAST_BYTES : LEAST_BYTES_OF_TWO)
  const count = Math.min(Math.floor(file.size / least), Math.max(threads.count, Math.ceil(file.size / MOST_BYTES)))
  if (count < 2) return undefined
  // They load while places are sought.
  const crew = new PartCrew(threads, Math.min(threads.count, count) - 1)
  let starts: readonly number[] = [0]
  try {
    starts = [0, ...(places ?? (await findPlaces(file, reading.sniffed, count)))]
  } finally {
    if (starts.length === 1) crew.close()
  }
  if (starts.length === 1) return undefined
  const parts = starts.map((start, i) => ({
    ...reading,
    encoding,
    tokens: tokens.texts,
    file: file.slice(start, starts[i + 1] ?? file.size),
    part: { isFirst: i === 0, isLast: i === starts.length - 1 },
  }))
  return {
    async pass(readers, wanted, notes, task) {
      const inputs = parts.map((part): PartInput => ({ ...part, wanted, isNoted: notes !== undefined }))
      let rows = 0
      let lines = 0
      await crew.read(inputs, task, (part) => {
        if (!part.isWhole) throw new NotInParts('a part did not end with a record')
        for (const [column, reader] of readers.entries()) if (reader) append(reader, part, column)
        notes?.lines.append(part.lineStarts, rows, lines)
        notes?.issues.append(part.issues, lines)
        rows += part.rows
        lines += part.lines
      })
      return rows
    },
    close: () => crew.close(),
  }
}

function append(reader: Reader, { columns, rows }: PartRead, column: number): void {
  const part = columns[column]!
  if (part.kind === 'coded') (reader as CodedColumn).append(part)
  else (reader as ValueColumn).append(part, rows)
}
