import { formatUnits } from '../format/format.ts'
import type { ColumnSummary } from '../profile/profile.ts'
import type { ColumnType } from './column.ts'
import type { ColumnMeta, Dataset, DatasetId } from './dataset.ts'

export interface DiffInput {
  readonly before: DatasetId
  readonly after: DatasetId
  /** Columns of both that name a row; rows are matched by their keys (row numbers as first read) where absent. */
  readonly keys?: readonly string[] | undefined
}

/** How many columns were compared. */
export interface DiffEvent {
  readonly done: number
  readonly total: number
}

/** A row of a sample: what names it, and its cells as texts, null where missing. */
export interface DiffRow {
  readonly name: string
  readonly cells: readonly (string | null)[]
}

export interface CellChange {
  readonly before: string | null
  readonly after: string | null
}

/** A row that is in both, with its cells that differ. */
export interface ChangedRow {
  readonly name: string
  readonly cells: readonly (CellChange & { readonly column: string })[]
}

/** Rows or cells of which only the first are listed. */
export interface Sample<T> {
  readonly total: number
  readonly first: readonly T[]
}

/** A column that both have, as it is in each. */
export interface ColumnDiff {
  readonly name: string
  /** Its name in the other, where it is evidently the same column renamed. */
  readonly formerName?: string
  readonly before: { readonly type: ColumnType; readonly summary: ColumnSummary }
  readonly after: { readonly type: ColumnType; readonly summary: ColumnSummary }
  /** Cells that differ, of rows that are in both. */
  readonly changes: Sample<CellChange & { readonly row: string }>
  /**
   * How far the distributions of all rows are apart: of numbers the Wasserstein distance over the standard deviation of
   * before, of categories the Jensen–Shannon distance (nats), missing being one. Absent for free texts and for columns
   * that were no numbers, or constant, before.
   */
  readonly distance?: number
}

/** How two tables differ. */
export interface DatasetDiff {
  readonly rows: { readonly before: number; readonly after: number }
  readonly added: Sample<DiffRow>
  readonly removed: Sample<DiffRow>
  readonly changed: Sample<ChangedRow>
  /** Rows that are in both and do not differ. */
  readonly same: number
  /** Rows whose weight in training differs. */
  readonly reweighted: Sample<{ readonly row: string; readonly before: number; readonly after: number }>
  /** Rows after the first of their key, matched in their order; and rows without a key, matched with none. */
  readonly repeated: { readonly before: number; readonly after: number; readonly first: readonly string[] }
  readonly keyless: { readonly before: number; readonly after: number }
  readonly addedColumns: readonly string[]
  readonly removedColumns: readonly string[]
  /** In the order of the later table. */
  readonly columns: readonly ColumnDiff[]
}

/** Rows and cells listed. */
export const DIFF_ROWS = 50
/** Columns of which the cells of added and removed rows are listed. */
export const DIFF_COLUMNS = 40

/** Columns of both that name a row in each: one that is never missing and never the same twice. */
export function proposeKeys(before: Dataset, after: Dataset): readonly string[] {
  const isKey = ({ summary }: ColumnMeta, rows: number) => summary.missing === 0 && summary.distinct === rows
  const names = new Set(before.columns.filter((column) => isKey(column, before.rows)).map(({ name }) => name))
  const both = after.columns.filter((column) => names.has(column.name) && isKey(column, after.rows))
  const best = both.find(({ type }) => type === 'identifier') ?? both.find(({ type }) => type !== 'number')
  return best ? [best.name] : []
}

/** What differs, in a sentence or two. */
export function describeDiff(diff: DatasetDiff): string {
  const { added, removed, changed } = diff
  const rows = [
    ...(added.total > 0 ? [`${formatUnits(added.total, 'row')} added`] : []),
    ...(removed.total > 0 ? [`${formatUnits(removed.total, 'row')} removed`] : []),
    ...(changed.total > 0 ? [tellChanged(diff)] : []),
    ...(diff.reweighted.total > 0 ? [`${formatUnits(diff.reweighted.total, 'row')} reweighted`] : []),
  ]
  const columns = tellColumns(diff)
  if (rows.length === 0 && columns.length === 0)
    return `Nothing differs: ${formatUnits(diff.same, 'row')} of ${formatUnits(diff.columns.length, 'column')}.`
  const told =
    rows.length > 0
      ? `${listed(rows)}; the cells of ${formatUnits(diff.same, 'row')} are the same.`
      : `The cells of all ${formatUnits(diff.same, 'row')} are the same.`
  return [told, ...(columns.length > 0 ? [`${listed(columns)}.`] : [])].join(' ')
}

function tellChanged({ changed, columns }: DatasetDiff): string {
  const touched = columns.filter(({ changes }) => changes.total > 0)
  const where = touched.length === 1 ? ` in ${touched[0]!.name}` : ` in ${formatUnits(touched.length, 'column')}`
  return `${formatUnits(changed.total, 'row')} changed${where}`
}

function tellColumns({ addedColumns, removedColumns, columns }: DatasetDiff): string[] {
  const retyped = columns.filter(({ before, after }) => before.type !== after.type)
  const renamed = columns.filter(({ formerName }) => formerName !== undefined)
  return [
    ...(addedColumns.length > 0 ? [`${nameSome(addedColumns)} added`] : []),
    ...(removedColumns.length > 0 ? [`${nameSome(removedColumns)} removed`] : []),
    ...retyped.slice(0, NAMED).map(({ name, before, after }) => `${name} is ${after.type}, was ${before.type}`),
    ...(retyped.length > NAMED ? [`${formatUnits(retyped.length - NAMED, 'more column')} of another type`] : []),
    ...renamed.slice(0, NAMED).map(({ name, formerName }) => `${formerName} is called ${name}`),
  ]
}

const NAMED = 3

function nameSome(names: readonly string[]): string {
  const more = names.length - NAMED
  return `${names.length === 1 ? 'column' : 'columns'} ${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** Parts of a sentence, its first letter large. */
function listed(parts: readonly string[]): string {
  const text = parts.join(', ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
