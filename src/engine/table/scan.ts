import { AssayError } from '@/core/errors.ts'
import { formatBytes } from '@/core/format/format.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'
import { BATCH_CELLS, type Batch, GrowingBatch } from './batch.ts'
import type { Encoding } from './encoding.ts'
import type { Kernel } from './kernel/kernel.ts'
import { PlainBuffer } from './recordBuffer.ts'
import { type ByteSource, NotUtf8, readUtf8 } from './source.ts'
import { type CellRules, Tokenizer } from './tokenizer.ts'

/** How far a reading is. `total` is the file's size in bytes. */
export interface ReadProgress {
  readonly bytes: number
  readonly total: number
  readonly rows: number
}

/**
 * A record may be as large as this. A quote that is not closed within so many bytes is taken for an ordinary character;
 * a line without quotes that is longer is not a table's.
 */
const LARGEST_RECORD = 1 << 25

/** Where there is a kernel, the tokenizer takes one record first, and so many times more each time that it is still needed. */
const MORE_CELLS = 4

export interface ScanOptions {
  readonly encoding: Encoding
  readonly rules: CellRules
  readonly sliceBytes?: number | undefined
  /** Takes well-formed records many at once; without it, the tokenizer reads all. */
  readonly kernel?: Kernel | undefined
  /** Where the bytes are a part of a file, one of several: which. */
  readonly part?: PartPlace | undefined
}

/** Where a part stands in its file. */
export interface PartPlace {
  readonly isFirst: boolean
  readonly isLast: boolean
}

/** How a scan ended. */
export interface ScanEnd {
  /** Lines that were gone through. */
  readonly lines: number
  /**
   * Whether what was found are all records of these bytes, whatever comes after them, and nothing is left over: always so,
   * but for a part that ends within a record or before the table has begun.
   */
  readonly isWhole: boolean
}

/** Whoever takes the records of a scan; each call returns how many rows the table has so far. */
export interface RecordTaker {
  /** Records as the tokenizer found them; good until the next call. */
  onBatch(batch: Batch, hasStray: boolean): number
  /** Lines before the table and comments that were passed over: `batch.skipped`. */
  onSkipped?(batch: GrowingBatch): void
  /** Whether records may come by windows now: the header was seen. Never where absent. */
  takesWindows?(): boolean
  /** Records that the kernel found; the first starts at `line`. */
  onWindow?(kernel: Kernel, line: number): number
}

/**
 * Reads the whole file once, slice by slice, and hands its records on. Yields and hears a stop between batches. Throws
 * {@link NotUtf8} at the first byte that the encoding does not allow.
 */
export async function scan(
  file: Blob | ByteSource,
  { encoding, rules, sliceBytes, kernel, part }: ScanOptions,
  taker: RecordTaker,
  task: Task<ReadProgress>,
): Promise<ScanEnd> {
  const breathe = breather(task)
  const tokenizer = new Tokenizer(rules)
  const batch = new GrowingBatch()
  if (kernel) batch.limit = 1
  kernel?.clear()
  const buffer = kernel ?? new PlainBuffer()
  const isChecked = kernel !== undefined && encoding === 'utf-8'
  const goesOn = part !== undefined && !part.isLast
  let rows = 0
  for await (const { bytes, read, last } of readUtf8(file, encoding, {
    sliceBytes,
    isCheckedLater: isChecked,
    // Either buffer takes a copy.
    areCopied: true,
    isWithin: part !== undefined && !part.isFirst,
  })) {
    const isEnd = last && !goesOn
    throwIfAborted(task)
    buffer.append(bytes)
    if (isChecked && !kernel.isUtf8(last)) throw new NotUtf8()
    for (;;) {
      const found =
        kernel && tokenizer.literalBefore === 0 && !tokenizer.isBeforeTable && taker.takesWindows?.()
          ? kernel.findRecords(isEnd)
          : 0
      if (kernel && taker.onWindow && found > 0) {
        rows = taker.onWindow(kernel, tokenizer.line)
        tokenizer.line += kernel.rows + kernel.breaks.length
        buffer.drop(found)
        batch.limit = 1
        await breathe()
        continue
      }
      const { length } = buffer
      const next = tokenizer.fill(buffer.view(), 0, length, isEnd, batch)
      batch.limit = Math.min(BATCH_CELLS, Math.max(batch.cells, batch.limit) * MORE_CELLS)
      if (batch.skipped.length > 0) taker.onSkipped?.(batch)
      if (batch.records > 0) rows = taker.onBatch(batch, batch.hasStray)
      await breathe()
      if (next === 0 && !isEnd && length > LARGEST_RECORD) {
        // What is ordinary is told by where slices end, which are others in a part than in the whole file.
        if (part) return { lines: tokenizer.line - 1, isWhole: false }
        if (tokenizer.literalBefore >= length) throw tooLong()
        tokenizer.literalBefore = length
        continue
      }
      if (next === 0) break
      buffer.drop(next)
      tokenizer.shift(next)
    }
    task.report({ bytes: read, total: file.size, rows })
  }
  return { lines: tokenizer.line - 1, isWhole: !goesOn || (buffer.length === 0 && !tokenizer.isBeforeTable) }
}

function tooLong(): AssayError {
  return new AssayError(
    'csv.unreadable',
    `A line of this file is longer than ${formatBytes(LARGEST_RECORD)}, so it is not a table with a row a line. ` +
      'Save the table as CSV with a row a line.',
  )
}
