import type { ColumnType, FrameColumn } from '../dataset/column.ts'
import { type Condition, describeCondition } from '../dataset/view.ts'
import { sliceColumn } from '../slices/sliceColumn.ts'

/** The groups that a column makes of rows. */
export interface RowGroups {
  /** The group of each row, −1 where it is in none that is looked at. */
  readonly ofRow: Int32Array
  readonly groups: readonly {
    readonly name: string
    readonly conditions: readonly Condition[]
    readonly rows: number
  }[]
  /** Rows of values that are left out, since there are too many of them. */
  readonly leftOut: number
}

/** Groups that are compared: more cannot be told apart on a page, and fewer rows are left for each. */
const MOST_GROUPS = 12
/** Parts that numbers are cut in. */
const BINS = 4
/** The name of the group of missing cells, which a text may not take. */
const MISSING = 'missing'
/** Words of levels that are single values, which come in the order of rows rather than their own. */
const AS_THEY_ARE = new Set<Condition['word']>(['equal', 'on', 'missing'])

/** Types of columns that can make groups. */
export function canGroup(type: ColumnType): boolean {
  return type !== 'identifier' && type !== 'text'
}

/**
 * Rows by value of a column, numbers of more than ten values between their quartiles, missing cells as a group of their own; the
 * twelve largest groups.
 */
export function groupRows(column: FrameColumn): RowGroups {
  const { codes, levels, conditions } = sliceColumn(column, 1, BINS)
  const counts = new Float64Array(levels)
  for (const code of codes) if (code >= 0) counts[code]!++
  const largest = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, MOST_GROUPS)
  const levelValue = (level: number) => {
    const [first] = conditions[level]!
    return first && 'value' in first && conditions[level]!.length === 1 ? first.value : 0
  }
  const isFew =
    column.vector.kind === 'numeric' && conditions.every((each) => each.every(({ word }) => AS_THEY_ARE.has(word)))
  const kept = largest.sort((a, b) => (isFew ? levelValue(a) - levelValue(b) : 0) || a - b)
  const places = new Int32Array(levels).fill(-1)
  for (const [place, level] of kept.entries()) places[level] = place
  const ofRow = codes.map((code) => (code < 0 ? -1 : places[code]!))
  return {
    ofRow,
    groups: kept.map((level) => ({
      name: nameOf(conditions[level]!, column),
      conditions: conditions[level]!,
      rows: counts[level]!,
    })),
    leftOut: ofRow.reduce((sum, place) => sum + Number(place < 0), 0),
  }
}

/** A group as a table can name it: "Female", "> 25 and ≤ 37", "missing". */
function nameOf(conditions: readonly Condition[], { name, type }: FrameColumn): string {
  const [first] = conditions
  if (conditions.length === 1 && first && 'text' in first && first.word === 'is')
    return first.text === MISSING ? `“${MISSING}”` : first.text
  return conditions
    .map((condition) => describeCondition(condition, type).slice(name.length + 1))
    .join(' and ')
    .replace(/^(= |is )/, '')
}
