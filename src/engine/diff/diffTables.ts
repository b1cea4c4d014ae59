import type { FrameColumn } from '@/core/dataset/column.ts'
import type { StoredColumn } from '@/core/dataset/dataset.ts'
import {
  type CellChange,
  type ChangedRow,
  type ColumnDiff,
  type DatasetDiff,
  DIFF_COLUMNS,
  DIFF_ROWS,
  type DiffEvent,
  type DiffRow,
} from '@/core/dataset/diff.ts'
import { AssayError } from '@/core/errors.ts'
import { formatCount } from '@/core/format/format.ts'
import type { ColumnSummary } from '@/core/profile/profile.ts'
import { breather, type Task } from '@/core/task.ts'
import { ROWS_AT_ONCE, rowsWhere, runBreathing } from '@/core/work.ts'
import { compareCells } from './compareCells.ts'
import { distanceOf } from './distanceOf.ts'
import { isIdentity, keyTexts, type MatchedRows, matchKeys, matchNumbers, nameOfKey, textsOf } from './matchRows.ts'
import { type Shared, shareColumns } from './shareColumns.ts'

/** A table whose columns are opened when they are needed. */
export interface DiffSide {
  readonly rows: number
  readonly columns: readonly (StoredColumn & { readonly summary: ColumnSummary })[]
  /** The key of each row, ascending; row i has key i where absent. */
  readonly ids?: Uint32Array | undefined
  /** 1 each where absent. */
  readonly weights?: Float64Array | undefined
  open(name: string): Promise<FrameColumn>
}

/**
 * Compares two tables: by the given key columns, else by the keys of their rows. Columns are the same by name, or, where a
 * name is in one table only, when they are stored as the same file or agree in every row that is in both.
 * @throws AssayError `dataset.unknownColumn` for a key column that one of them lacks.
 */
export async function diffTables(
  before: DiffSide,
  after: DiffSide,
  keys: readonly string[] | undefined,
  task: Task<DiffEvent>,
): Promise<DatasetDiff> {
  const breathe = breather(task)
  const { matched, nameBefore, nameAfter } = await match(before, after, keys, breathe)
  const pairs = matched.after.length
  const shared = await shareColumns(before, after, matched, breathe)
  const isChanged = new Uint8Array(pairs)
  const columns: ColumnDiff[] = []
  for (const names of shared) {
    columns.push(await diffColumn(before, after, names, matched, isChanged, nameAfter, breathe))
    task.report({ done: columns.length, total: shared.length })
    await breathe()
  }
  const changed = await runBreathing(
    rowsWhere(pairs, (pair) => isChanged[pair] === 1),
    breathe,
  )
  return {
    rows: { before: before.rows, after: after.rows },
    added: { total: matched.added.length, first: await sampleRows(after, matched.added, nameAfter) },
    removed: { total: matched.removed.length, first: await sampleRows(before, matched.removed, nameBefore) },
    changed: {
      total: changed.length,
      first: await changedRows(
        before,
        after,
        shared,
        columns,
        matched,
        changed.subarray(0, DIFF_ROWS),
        nameAfter,
        breathe,
      ),
    },
    same: pairs - changed.length,
    reweighted: reweighted(before, after, matched, nameAfter),
    repeated: matched.repeated,
    keyless: matched.keyless,
    addedColumns: namesWithout(after, new Set(shared.map((names) => names.after))),
    removedColumns: namesWithout(before, new Set(shared.map((names) => names.before))),
    columns,
  }
}

type NameRow = (row: number) => string

async function match(
  before: DiffSide,
  after: DiffSide,
  keys: readonly string[] | undefined,
  breathe: () => Promise<void>,
): Promise<{ readonly matched: MatchedRows; readonly nameBefore: NameRow; readonly nameAfter: NameRow }> {
  if (!keys || keys.length === 0) {
    const ids = async (side: DiffSide) =>
      side.ids ??
      (await runBreathing(
        rowsWhere(side.rows, () => true),
        breathe,
      ))
    const nameBy = (side: DiffSide) => (row: number) => formatCount((side.ids?.[row] ?? row) + 1)
    const matched = await runBreathing(matchNumbers(await ids(before), await ids(after)), breathe)
    return { matched, nameBefore: nameBy(before), nameAfter: nameBy(after) }
  }
  const open = async (side: DiffSide) => {
    const known = new Set(side.columns.map(({ name }) => name))
    const unknown = keys.find((key) => !known.has(key))
    if (unknown !== undefined)
      throw new AssayError('dataset.unknownColumn', `“${unknown}” is not in both tables. Choose other key columns.`)
    return { rows: side.rows, columns: await Promise.all(keys.map((key) => side.open(key))) }
  }
  const [first, second] = [await open(before), await open(after)]
  const nameBy = ({ columns }: { readonly columns: readonly FrameColumn[] }) => {
    const text = keyTexts(columns)
    return (row: number) => nameOfKey(text(row) ?? '')
  }
  return {
    matched: await matchKeys(first, second, breathe),
    nameBefore: nameBy(first),
    nameAfter: nameBy(second),
  }
}

async function diffColumn(
  before: DiffSide,
  after: DiffSide,
  names: Shared,
  matched: MatchedRows,
  isChanged: Uint8Array,
  nameAfter: NameRow,
  breathe: () => Promise<void>,
): Promise<ColumnDiff> {
  const metaBefore = before.columns.find(({ name }) => name === names.before)!
  const metaAfter = after.columns.find(({ name }) => name === names.after)!
  const facts = {
    name: names.after,
    ...(names.before !== names.after && { formerName: names.before }),
    before: { type: metaBefore.type, summary: metaBefore.summary },
    after: { type: metaAfter.type, summary: metaAfter.summary },
  }
  const isSameFile = metaBefore.digest === metaAfter.digest && metaBefore.type === metaAfter.type
  // The same file of the same rows: nothing to look at.
  if (isSameFile && isIdentity(matched)) return { ...facts, changes: { total: 0, first: [] }, distance: 0 }

  const [first, second] = [await before.open(names.before), await after.open(names.after)]
  const [textBefore, textAfter] = [textsOf(first), textsOf(second)]
  const differs = await compareCells(first, second, breathe)
  const samples: (CellChange & { readonly row: string })[] = []
  let total = 0
  for (let i = 0; i < matched.after.length; i++) {
    if (i % ROWS_AT_ONCE === 0) await breathe()
    const a = matched.before[i]!
    const b = matched.after[i]!
    if (!differs(a, b)) continue
    isChanged[i] = 1
    if (total++ < DIFF_ROWS) samples.push({ row: nameAfter(b), before: textBefore(a), after: textAfter(b) })
  }
  const distance = isSameFile ? 0 : await runBreathing(distanceOf(first, second), breathe)
  return { ...facts, changes: { total, first: samples }, ...(distance !== undefined && { distance }) }
}

async function sampleRows(side: DiffSide, rows: Uint32Array, name: NameRow): Promise<readonly DiffRow[]> {
  const chosen = rows.subarray(0, DIFF_ROWS)
  if (chosen.length === 0) return []
  const texts: ((row: number) => string | null)[] = []
  for (const column of side.columns.slice(0, DIFF_COLUMNS)) texts.push(textsOf(await side.open(column.name)))
  return Array.from(chosen, (row) => ({ name: name(row), cells: texts.map((text) => text(row)) }))
}

async function changedRows(
  before: DiffSide,
  after: DiffSide,
  shared: readonly Shared[],
  diffs: readonly ColumnDiff[],
  matched: MatchedRows,
  pairs: Uint32Array,
  name: NameRow,
  breathe: () => Promise<void>,
): Promise<readonly ChangedRow[]> {
  const rows = Array.from(pairs, (pair) => ({
    name: name(matched.after[pair]!),
    cells: [] as ChangedRow['cells'][number][],
  }))
  if (rows.length === 0) return []
  for (const [i, names] of shared.entries()) {
    if (diffs[i]!.changes.total === 0) continue
    const [first, second] = [await before.open(names.before), await after.open(names.after)]
    const [textBefore, textAfter] = [textsOf(first), textsOf(second)]
    const differs = await compareCells(first, second, breathe)
    pairs.forEach((pair, at) => {
      const [a, b] = [matched.before[pair]!, matched.after[pair]!]
      if (differs(a, b)) rows[at]!.cells.push({ column: names.after, before: textBefore(a), after: textAfter(b) })
    })
  }
  return rows
}

function reweighted(before: DiffSide, after: DiffSide, matched: MatchedRows, name: NameRow): DatasetDiff['reweighted'] {
  const first: DatasetDiff['reweighted']['first'][number][] = []
  let total = 0
  if (before.weights || after.weights)
    for (let i = 0; i < matched.after.length; i++) {
      const [a, b] = [before.weights?.[matched.before[i]!] ?? 1, after.weights?.[matched.after[i]!] ?? 1]
      if (a === b) continue
      if (total++ < DIFF_ROWS) first.push({ row: name(matched.after[i]!), before: a, after: b })
    }
  return { total, first }
}

function namesWithout({ columns }: DiffSide, names: ReadonlySet<string>): readonly string[] {
  return columns.map(({ name }) => name).filter((name) => !names.has(name))
}
