import type { FrameColumn } from '@/core/dataset/column.ts'
import type { StoredColumn } from '@/core/dataset/dataset.ts'
import { ROWS_AT_ONCE } from '@/core/work.ts'
import { compareCells } from './compareCells.ts'
import type { DiffSide } from './diffTables.ts'
import { isIdentity, type MatchedRows, textsOf } from './matchRows.ts'

/** One column of either table, by their names. */
export interface Shared {
  readonly before: string
  readonly after: string
}

/** Columns of both, in the order of the later table. */
export async function shareColumns(
  before: DiffSide,
  after: DiffSide,
  matched: MatchedRows,
  breathe: () => Promise<void>,
): Promise<readonly Shared[]> {
  const names = new Set(before.columns.map(({ name }) => name))
  const left = before.columns.filter(({ name }) => !after.columns.some((other) => other.name === name))
  const shared: Shared[] = []
  for (const column of after.columns) {
    if (names.has(column.name)) shared.push({ before: column.name, after: column.name })
    else {
      const at = await renamedFrom(before, after, left, column, matched, breathe)
      if (at >= 0) shared.push({ before: left.splice(at, 1)[0]!.name, after: column.name })
    }
  }
  return shared
}

/**
 * Where in `left` the column is that has the same cells in the rows that are in both; −1 where none has. A column of one
 * value in those rows proves nothing.
 */
async function renamedFrom(
  before: DiffSide,
  after: DiffSide,
  left: readonly StoredColumn[],
  column: DiffSide['columns'][number],
  matched: MatchedRows,
  breathe: () => Promise<void>,
): Promise<number> {
  if (column.summary.distinct < 2 || matched.after.length < 2) return -1
  if (isIdentity(matched)) {
    const same = left.findIndex(({ digest, type }) => digest === column.digest && type === column.type)
    if (same >= 0) return same
  }
  for (const [at, { name, type }] of left.entries()) {
    if (type !== column.type) continue
    const renamed = await after.open(column.name)
    if (!(await varies(renamed, matched.after, breathe))) return -1
    const differs = await compareCells(await before.open(name), renamed, breathe)
    if (await agree(matched, differs, breathe)) return at
  }
  return -1
}

/** Whether a column holds two values in those rows. */
async function varies(column: FrameColumn, rows: Uint32Array, breathe: () => Promise<void>): Promise<boolean> {
  const text = textsOf(column)
  const first = text(rows[0]!)
  for (let i = 1; i < rows.length; i++) {
    if (i % ROWS_AT_ONCE === 0) await breathe()
    if (text(rows[i]!) !== first) return true
  }
  return false
}

async function agree(
  { before, after }: MatchedRows,
  differs: (rowA: number, rowB: number) => boolean,
  breathe: () => Promise<void>,
): Promise<boolean> {
  for (let i = 0; i < after.length; i++) {
    if (i % ROWS_AT_ONCE === 0) await breathe()
    if (differs(before[i]!, after[i]!)) return false
  }
  return true
}
