import type { Frame } from '../../dataset/column.ts'
import type { GroupKey } from '../kinds/groups.ts'
import type { ColumnHead } from './info.ts'
import { requireColumn } from './require.ts'
import { sqlName, sqlNumber, sqlText, sqlValue } from './sql.ts'

/** The key of every row in one column: its text, or its number; null where it is missing or infinite. */
export function keysOf(frame: Frame, name: string): (row: number) => GroupKey {
  const { vector } = requireColumn(frame, name)
  if (vector.kind === 'coded') return (row) => vector.dictionary[vector.codes[row]!] ?? null
  return (row) => {
    const value = vector.values[row]!
    return Number.isFinite(value) ? value + 0 : null
  }
}

/** A text by which keys are told apart: 1 is not "1", and null is neither. */
export function keyText(keys: readonly GroupKey[]): string {
  return JSON.stringify(keys)
}

/** A key as SQL writes it in a table of a step's own. */
export function sqlKey(key: GroupKey): string {
  if (key === null) return 'NULL'
  return typeof key === 'number' ? sqlNumber(key) : sqlText(key)
}

/** The key of a row in SQL, to be compared with {@link sqlKey}. */
export function sqlKeyOf(head: ColumnHead): string {
  if (head.type === 'number' || head.type === 'integer') {
    const column = `p.${sqlName(head.name)}`
    return `(CASE WHEN isfinite(${column}) THEN ${column} END)`
  }
  return sqlValue(head)
}
