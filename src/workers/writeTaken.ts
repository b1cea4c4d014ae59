import { type Column, type FrameColumn, takeVector } from '@/core/dataset/column.ts'
import type { WriteEvent } from '@/core/dataset/jobs.ts'
import { breather, type Task } from '@/core/task.ts'
import { writeCsv } from '@/engine/table/writeCsv.ts'

/** Rows written before the page hears of it. */
const ROWS_AT_ONCE = 16_384

/** Rows of columns in an order (as they lie where absent) as CSV, with cells that a spreadsheet would run made harmless. */
export async function writeTaken(
  columns: readonly FrameColumn[],
  total: number,
  order: Uint32Array | undefined,
  task: Task<WriteEvent>,
): Promise<Blob> {
  const breathe = breather(task)
  const parts: Blob[] = []
  for (let start = 0; start === 0 || start < total; start += ROWS_AT_ONCE) {
    const length = Math.min(ROWS_AT_ONCE, total - start)
    const rows = order?.subarray(start, start + length) ?? Uint32Array.from({ length }, (_, i) => start + i)
    const table = { rows: length, columns: columns.map((column) => takeColumn(column, rows)) }
    parts.push(await writeCsv(table, { neutralise: true, header: start === 0 }, task))
    task.report({ done: start + length, total })
    await breathe()
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' })
}

function takeColumn({ name, type, vector }: FrameColumn, rows: Uint32Array): Column {
  const taken = takeVector(vector, rows)
  const data =
    taken.kind === 'numeric'
      ? { kind: taken.kind, chunks: [taken.values as Float64Array<ArrayBuffer>] }
      : { kind: taken.kind, chunks: [taken.codes as Int32Array<ArrayBuffer>], dictionary: taken.dictionary }
  return { name, type, data }
}
