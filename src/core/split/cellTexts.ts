import type { ColumnType, Vector } from '../dataset/column.ts'
import { formatCell } from '../format/format.ts'

/** A row's cell as text, null where it is missing. */
export function cellTexts(column: Vector, type: ColumnType | undefined): (row: number) => string | null {
  if (column.kind === 'coded') return (row) => column.dictionary[column.codes[row]!] ?? null
  const { values } = column
  return (row) => (Number.isNaN(values[row]!) ? null : formatCell(values[row]!, type ?? 'number'))
}
