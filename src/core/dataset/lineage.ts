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

/** One version in the drawing of a lineage: its line, and the place (from the top) of the version it was made of. */
export interface LineageRow {
  readonly version: Dataset
  /** Which line it is on, from 0 at the left. */
  readonly lane: number
  readonly parent: number | undefined
}

/** The version that another was made of; of an older Assay's, the one with the number before. */
export function parentOf(version: Dataset, versions: readonly Dataset[]): Dataset | undefined {
  return version.parent === undefined
    ? versions.find((other) => other.version === version.version - 1)
    : versions.find(({ id }) => id === version.parent)
}

/**
 * Versions of one lineage from the newest to v0, on lines: a version is on the line of the first that was made of it, and
 * every other that was made of it begins a line of its own.
 */
export function layLineage(versions: readonly Dataset[]): readonly LineageRow[] {
  const ordered = [...versions].sort((a, b) => b.version - a.version)
  const placeOf = new Map(ordered.map(({ id }, place) => [id, place]))
  /** The version that each line leads down to. */
  const lines: (string | undefined)[] = []
  return ordered.map((version) => {
    const parent = parentOf(version, ordered)
    const leading = lines.indexOf(version.id)
    const free = lines.indexOf(undefined)
    const lane = leading >= 0 ? leading : free >= 0 ? free : lines.length
    for (const [line, id] of lines.entries()) if (id === version.id) lines[line] = undefined
    lines[lane] = parent?.id
    return { version, lane, parent: parent && placeOf.get(parent.id) }
  })
}
