import { AssayError } from '@/core/errors.ts'
import { formatBytes } from '@/core/format/format.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'
import { type Batch, GrowingBatch } from './batch.ts'
import type { Encoding } from './encoding.ts'
import { type ByteSource, readUtf8 } from './source.ts'
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

export interface ScanOptions {
  readonly encoding: Encoding
  readonly rules: CellRules
  readonly sliceBytes?: number | undefined
}

/**
 * Reads the whole file once, slice by slice, and hands its records on in batches; `onBatch` returns the rows so far. A
 * batch is only good until the next one. Yields and hears a stop between batches.
 */
export async function scan(
  file: Blob | ByteSource,
  { encoding, rules, sliceBytes }: ScanOptions,
  onBatch: (batch: Batch, hasStray: boolean) => number,
  task: Task<ReadProgress>,
): Promise<void> {
  const breathe = breather(task)
  const tokenizer = new Tokenizer(rules)
  const batch = new GrowingBatch()
  let buffer = new Uint8Array(1 << 16)
  /** Bytes of the buffer that are in use: the record that the last slice cut, and after it the next slice. */
  let used = 0
  let rows = 0
  for await (const { bytes, read, last } of readUtf8(file, encoding, sliceBytes)) {
    throwIfAborted(task)
    if (used + bytes.length + 1 > buffer.length) {
      const larger = new Uint8Array(Math.max(used + bytes.length + 1, Math.min(buffer.length * 2, LARGEST_RECORD * 2)))
      larger.set(buffer.subarray(0, used))
      buffer = larger
    }
    buffer.set(bytes, used)
    used += bytes.length
    let from = 0
    for (;;) {
      const next = tokenizer.fill(buffer, from, used, last, batch)
      if (batch.records > 0) rows = onBatch(batch, batch.hasStray)
      await breathe()
      if (next === from && !last && used - from > LARGEST_RECORD) {
        if (tokenizer.literalBefore >= used) throw tooLong()
        tokenizer.literalBefore = used
        continue
      }
      if (next === from) break
      from = next
    }
    buffer.copyWithin(0, from, used)
    used -= from
    tokenizer.shift(from)
    task.report({ bytes: read, total: file.size, rows })
  }
}

function tooLong(): AssayError {
  return new AssayError(
    'csv.unreadable',
    `A line of this file is longer than ${formatBytes(LARGEST_RECORD)}, so it is not a table with a row a line. ` +
      'Save the table as CSV with a row a line.',
  )
}
