import { CHUNK_ROWS, type ColumnData, type Table } from './column.ts'
import type { RowWindow } from './jobs.ts'

/** Rows [start, start + count) of a table in memory, cut to the rows there are. Its chunks have `CHUNK_ROWS` rows. */
export function windowOf(table: Table, start: number, count: number): RowWindow {
  const from = Math.min(Math.max(0, Math.floor(start)), table.rows)
  const length = Math.min(Math.max(0, Math.floor(count)), table.rows - from)
  return { start: from, length, columns: table.columns.map(({ data }) => sliceOf(data, from, length)) }
}

function sliceOf(data: ColumnData, start: number, length: number): RowWindow['columns'][number] {
  const at = (row: number) => data.chunks[Math.floor(row / CHUNK_ROWS)]![row % CHUNK_ROWS]!
  const rows = { length }
  if (data.kind === 'numeric') return Float64Array.from(rows, (_, i) => at(start + i))
  return Array.from(rows, (_, i) => data.dictionary[at(start + i)] ?? null)
}
