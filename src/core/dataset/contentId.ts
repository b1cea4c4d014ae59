import { contentHash } from '../hash.ts'
import type { Dataset, DatasetId, FirstRead, StoredColumn } from './dataset.ts'

/**
 * The content hash of a dataset: names, types and values of its columns, in order; for a version whose rows were edited
 * also their keys, their weights and what splits are dealt over, since runs differ by all of these.
 */
export function contentId({
  rows,
  columns,
  rowIds,
  weights,
  firstRead,
}: Pick<Dataset, 'rows' | 'rowIds' | 'weights' | 'firstRead'> & {
  readonly columns: readonly StoredColumn[]
}): DatasetId {
  return contentHash({
    rows,
    columns: columns.map(named),
    ...(rowIds && { rowIds: rowIds.digest }),
    ...(weights && { weights: weights.digest }),
    ...(firstRead && { firstRead: { rows: firstRead.rows, columns: firstRead.columns.map(named) } }),
  })
}

const named = ({ name, type, kind, digest }: StoredColumn) => [name, type, kind, digest]

/** The files that a dataset needs, by digest. */
export function digestsOf({ columns, rowIds, weights, firstRead, edits = [] }: Dataset): readonly string[] {
  const lists = edits.map(({ rows }) => rows.stored)
  return [...columns, rowIds, weights, ...(firstRead?.columns ?? []), ...lists].flatMap((file) => file?.digest ?? [])
}

/** What a version deals its rows over, as its record says it: nothing where that is the version itself. */
export function firstReadOf(
  first: FirstRead,
  { rows, columns }: { readonly rows: number; readonly columns: readonly StoredColumn[] },
): FirstRead | undefined {
  const isSame =
    first.rows === rows &&
    first.columns.length === columns.length &&
    first.columns.every((column, i) => String(named(column)) === String(named(columns[i]!)))
  return isSame ? undefined : { rows: first.rows, columns: first.columns.map(withoutSummary) }
}

function withoutSummary({ name, type, kind, width, digest, zone }: StoredColumn): StoredColumn {
  return { name, type, kind, ...(width && { width }), digest, ...(zone && { zone }) }
}
