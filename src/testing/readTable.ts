import { toFrame } from '@/core/dataset/column.ts'
import type { ReadOptions } from '@/core/dataset/dataset.ts'
import { unattended } from '@/core/task.ts'
import { type ReadInternals, type ReadResult, readCsv } from '@/engine/table/readCsv.ts'
import { readFrame } from './frames.ts'

export interface ReadTable extends ReadResult {
  /** "a:integer b:category" */
  readonly types: string
  /** The cells of each column by name. */
  readonly cells: Record<string, (number | string | null)[]>
}

/** Reads a CSV file given as text or bytes. */
export async function readTable(
  content: string | Uint8Array<ArrayBuffer>,
  options: ReadOptions = {},
  internals: ReadInternals = {},
): Promise<ReadTable> {
  const result = await readCsv(new Blob([content]), options, unattended, internals)
  const { columns } = result.table
  return {
    ...result,
    types: columns.map(({ name, type }) => `${name}:${type}`).join(' '),
    cells: readFrame(toFrame(result.table)),
  }
}

/** The rows of a CSV file, every cell as the text that it is; missing cells are empty. */
export async function readTexts(
  content: string | Uint8Array<ArrayBuffer>,
  options: ReadOptions = {},
  internals: ReadInternals = {},
): Promise<{ readonly names: string[]; readonly rows: string[][] }> {
  const { table } = await readTable(content, { missing: [], ...options }, internals)
  const names = table.columns.map(({ name }) => name)
  const types = Object.fromEntries(names.map((name) => [name, 'text' as const]))
  const read = await readTable(content, { missing: [], ...options, types }, internals)
  const rows = Array.from({ length: table.rows }, (_, row) =>
    names.map((name) => (read.cells[name]![row] as string | null) ?? ''),
  )
  return { names, rows }
}
