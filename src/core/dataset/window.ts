import { CHUNK_ROWS, type ColumnData, type Table } from './column.ts'
import type { RowWindow, WindowInput } from './jobs.ts'
import { textsOf } from './texts.ts'

/**
 * Rows [start, start + count) of a table in memory, cut to the rows there are; all columns, or the named ones. Its chunks
 * have `CHUNK_ROWS` rows.
 */
export function windowOf(table: Table, { start, count, columns }: Omit<WindowInput, 'datasetId' | 'view'>): RowWindow {
  const from = Math.min(Math.max(0, Math.floor(start)), table.rows)
  const length = Math.min(Math.max(0, Math.floor(count)), table.rows - from)
  const chosen = columns
    ? columns.flatMap((name) => table.columns.find((column) => column.name === name) ?? [])
    : table.columns
  return { start: from, length, columns: chosen.map(({ data }) => sliceOf(data, from, length)) }
}

function sliceOf(data: ColumnData, start: number, length: number): RowWindow['columns'][number] {
  const at = (row: number) => data.chunks[Math.floor(row / CHUNK_ROWS)]![row % CHUNK_ROWS]!
  const rows = { length }
  if (data.kind === 'numeric') return Float64Array.from(rows, (_, i) => at(start + i))
  const texts = textsOf(data)
  return Array.from(rows, (_, i) => texts.at(at(start + i)) ?? null)
}
