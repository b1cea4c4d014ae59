import { type Column, type ColumnType, isNumericType } from '@/core/dataset/column.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { summariseColumn } from '@/core/profile/summarise.ts'

export type Cells = readonly (string | number | null)[]

/** The cells of so many rows. */
export function times(rows: number, make: (row: number) => string | number | null): Cells {
  return Array.from({ length: rows }, (_, row) => make(row))
}

/** A column from its cells: numbers for numeric types (booleans as 0 and 1), else texts; null is missing. */
export function makeColumn(name: string, type: ColumnType, cells: Cells): Column {
  if (isNumericType(type)) {
    const chunk = Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell)))
    return { name, type, data: { kind: 'numeric', chunks: [chunk] } }
  }
  const codes = new Map<string, number>()
  const chunk = Int32Array.from(cells, (cell) => {
    if (cell === null) return -1
    const code = codes.get(String(cell)) ?? codes.size
    codes.set(String(cell), code)
    return code
  })
  return { name, type, data: { kind: 'coded', chunks: [chunk], dictionary: [...codes.keys()] } }
}

/** The record that reading a file with these columns would leave. */
export function makeDataset(fileName: string, columns: readonly Column[]): Dataset {
  const rows = columns[0]?.data.chunks.reduce((sum, chunk) => sum + chunk.length, 0) ?? 0
  return {
    schema: 1,
    id: fileName,
    name: fileName.replace(/\.csv$/, ''),
    version: 0,
    lineage: fileName,
    rows,
    columns: columns.map((column) => ({
      name: column.name,
      type: column.type,
      kind: column.data.kind,
      digest: column.name,
      summary: summariseColumn(column),
    })),
    source: {
      kind: 'file',
      fileName,
      bytes: 0,
      dialect: { encoding: 'utf-8', delimiter: ',', quote: '"', header: true, trim: true, missing: [] },
      readMs: 0,
    },
    issues: { counts: {}, samples: [] },
    createdAt: 0,
  }
}
