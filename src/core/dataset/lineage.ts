import type { ColumnType } from './column.ts'
import type { Dataset } from './dataset.ts'

/** Columns that have another type in a later version, with that type. */
export function changedTypes(
  before: Pick<Dataset, 'columns'>,
  after: Pick<Dataset, 'columns'>,
): Readonly<Record<string, ColumnType>> {
  const types = new Map(before.columns.map(({ name, type }) => [name, type]))
  return Object.fromEntries(
    after.columns
      .filter(({ name, type }) => types.has(name) && types.get(name) !== type)
      .map(({ name, type }) => [name, type]),
  )
}

/** What a version changed: "as read", "age is number". */
export function describeVersion(version: Dataset, before: Dataset | undefined): string {
  if (version.version === 0) return 'as read'
  const changed = before ? Object.entries(changedTypes(before, version)) : []
  if (changed.length > 0) return changed.map(([name, type]) => `${name} is ${type}`).join(', ')
  const digests = new Set(before?.columns.map(({ digest }) => digest))
  const relabelled = before ? version.columns.filter(({ digest }) => !digests.has(digest)) : []
  return relabelled.map(({ name }) => `labels of ${name} changed`).join(', ') || 'types changed'
}
