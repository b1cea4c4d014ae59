import { AssayError } from '@/core/errors.ts'
import { breather, type Task } from '@/core/task.ts'
import type { Threads } from '../threads.ts'
import type { ReadColumn } from './finish.ts'
import { IssueLog, LineIndex } from './issues.ts'
import type { Kernel } from './kernel/kernel.ts'
import { openParts, type PartsInternals } from './parts/readInParts.ts'
import { NotInParts } from './parts/readPart.ts'
import { isBroken, makeReaders, type Notes, openKernel, pass, type Reader, type Reading, type Wanted } from './pass.ts'
import type { ReadProgress } from './scan.ts'
import { ValueColumn } from './valueColumn.ts'

export interface ReadColumnsOptions extends PartsInternals {
  /** Whether to do without the kernel. */
  readonly isScalar?: boolean | undefined
  readonly threads?: Threads | undefined
}

export interface ReadColumns extends Notes {
  readonly rows: number
  readonly columns: readonly ReadColumn[]
}

/** Fills the readers there are from the whole file; returns how many rows the table has. */
type Fill = (readers: readonly (Reader | undefined)[], wanted: Wanted, notes: Notes | undefined) => Promise<number>

/**
 * Reads all columns, each as what it is tried as first: text where nothing. Those that were tried as values and are not are
 * read a second time, as text. A large file is read in parts by several threads, where there are some; what comes of it is
 * the same.
 */
export async function readColumns(
  reading: Reading,
  tries: Wanted,
  task: Task<ReadProgress>,
  { isScalar = false, threads, ...internals }: ReadColumnsOptions,
): Promise<ReadColumns> {
  const parts = isScalar ? undefined : await openParts(reading, threads, internals)
  try {
    // Only texts are put together by it, and none of the file's bytes.
    const kernel = parts && openKernel(reading, 0)
    if (kernel) return await fillColumns(reading, tries, kernel, task, (...given) => parts.pass(...given, task))
  } catch (cause) {
    if (!(cause instanceof NotInParts)) throw cause
  } finally {
    parts?.close()
  }
  const kernel = isScalar ? undefined : openKernel(reading)
  return fillColumns(reading, tries, kernel, task, async (readers, _, notes) => {
    const { rows } = await pass(reading, readers, notes, kernel, task)
    return rows
  })
}

async function fillColumns(
  reading: Reading,
  tries: Wanted,
  kernel: Kernel | undefined,
  task: Task<ReadProgress>,
  fill: Fill,
): Promise<ReadColumns> {
  const notes = { issues: new IssueLog(), lines: new LineIndex() }
  const readers = makeReaders(reading, tries, kernel)
  const rows = await fill(readers, tries, notes)
  const wanted = readers.map((reader) => (reader && isBroken(reader) ? 'text' : undefined))
  const again = makeReaders(reading, wanted, kernel)
  if (wanted.includes('text')) {
    const rowsAgain = await fill(again, wanted, undefined)
    if (rowsAgain !== rows)
      throw new AssayError('csv.unreadable', 'The file was changed while it was read. Choose it again.')
  }
  const breathe = breather(task)
  const columns: ReadColumn[] = []
  for (const [column, name] of reading.names.entries()) {
    const about = { name, fixed: reading.fixedTypes[column] }
    const reader = again[column] ?? readers[column]!
    columns.push(
      reader instanceof ValueColumn
        ? { ...about, kind: 'values', values: reader }
        : { ...about, kind: 'coded', ...(await reader.finish(breathe)) },
    )
  }
  return { rows, columns, ...notes }
}
