import { formatUnits } from '../format/format.ts'
import type { ColumnType } from './column.ts'
import type { Dataset } from './dataset.ts'
import { describeEdit } from './edit.ts'

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

/** Edits told one by one; of more, the first and how many more. */
const EDITS_TOLD = 3

/** What a version changed: "as read", "age is number", "income of row 7 is >50K, 3 rows dropped". */
export function describeVersion(version: Dataset, before: Dataset | undefined): string {
  if (version.version === 0) return 'as read'
  if (version.edits && version.edits.length > 0) {
    const told = version.edits.slice(0, EDITS_TOLD).map(describeEdit)
    const more = version.edits.length - told.length
    return [...told, ...(more > 0 ? [formatUnits(more, 'more edit')] : [])].join(', ')
  }
  const changed = before ? Object.entries(changedTypes(before, version)) : []
  if (changed.length > 0) return changed.map(([name, type]) => `${name} is ${type}`).join(', ')
  const digests = new Set(before?.columns.map(({ digest }) => digest))
  const relabelled = before ? version.columns.filter(({ digest }) => !digests.has(digest)) : []
  return relabelled.map(({ name }) => `labels of ${name} changed`).join(', ') || 'types changed'
}
