import type { ColumnType } from '../dataset/column.ts'
import { type Condition, type View, WHOLE_VIEW } from '../dataset/view.ts'

/** Columns that are asked about at most: an address must not become longer than browsers take. */
const ASKED = 24

/** A cell with its column. */
interface Cell {
  readonly column: string
  readonly type: ColumnType
  readonly value: number | string | null
}

/** The view of the rows that have the same cells as one row, as far as the first columns tell: itself and its copies. */
export function viewLike(cells: readonly Cell[]): View {
  return { ...WHOLE_VIEW, conditions: cells.slice(0, ASKED).map(conditionOf) }
}

function conditionOf({ column, type, value }: Cell): Condition {
  if (value === null || Number.isNaN(value)) return { column, word: 'missing' }
  if (typeof value === 'string') return { column, word: 'is', text: value }
  if (type === 'boolean') return { column, word: value === 1 ? 'true' : 'false' }
  return type === 'datetime' ? { column, word: 'between', from: value, to: value } : { column, word: 'equal', value }
}
