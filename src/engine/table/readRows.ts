import type { Dialect, ReadOptions } from '@/core/dataset/dataset.ts'
import type { Task } from '@/core/task.ts'
import { type Batch, recordTexts } from './batch.ts'
import { type Encoding, nameEncoding } from './encoding.ts'
import { inEncoding, sniffFile } from './openFile.ts'
import { type ReadProgress, scan } from './scan.ts'

/** The cells of a file as texts. */
export interface FileRows {
  readonly dialect: Omit<Dialect, 'missing'>
  /** The header is the first where the dialect has one; each row has as many cells as the table has columns. */
  readonly rows: readonly (readonly string[])[]
}

/**
 * The cells of a file as they stand in it, told apart as `readCsv` does, without types and missing words: short rows are
 * padded with empty cells, long ones cut. Throws what `readCsv` throws, but for `csv.noRows`.
 */
export function readRows(file: Blob, options: ReadOptions, task: Task<ReadProgress>): Promise<FileRows> {
  return inEncoding(file, options, task, (encoding) => readAs(encoding, file, options, task))
}

async function readAs(
  encoding: Encoding,
  file: Blob,
  options: ReadOptions,
  task: Task<ReadProgress>,
): Promise<FileRows> {
  const { dialect, width } = await sniffFile(encoding, file, options)
  const rows: string[][] = []
  const onBatch = (batch: Batch) => {
    for (let record = 0; record < batch.records; record++) {
      const cells = recordTexts(batch, record, dialect)
      rows.push(Array.from({ length: width }, (_, column) => cells[column] ?? ''))
    }
    return rows.length
  }
  await scan(file, { encoding, rules: dialect }, { onBatch }, task)
  return { dialect: { encoding: nameEncoding(encoding), ...dialect }, rows }
}
