import type { ColumnMeta } from '../dataset/dataset.ts'
import { isRepeatedEntity, isRowLabel } from '../dataset/entity.ts'
import { formatShare } from '../format/format.ts'

/** Something to know of a column before it is used. `isWarning` where it will hardly serve as it is. */
export interface ColumnNote {
  readonly text: string
  readonly isWarning: boolean
}

/** Shares from which they are worth a word. */
const MOSTLY_MISSING = 0.4
const MOSTLY_ONE = 0.85

/** The one thing most worth knowing of a column, from its summary alone; undefined where it is an ordinary one. */
export function noteColumn(column: ColumnMeta, rows: number): ColumnNote | undefined {
  const { summary } = column
  if (rows === 0) return undefined
  const warn = (text: string): ColumnNote => ({ text, isWarning: true })
  const tell = (text: string): ColumnNote => ({ text, isWarning: false })
  if (summary.distinct === 0) return warn('Empty')
  if (summary.distinct === 1) return warn('Never varies')
  if (summary.missing / rows >= MOSTLY_MISSING) return warn(`${formatShare(summary.missing / rows)} missing`)
  if (isRepeatedEntity(column, rows)) return tell('Several rows each')
  if (isRowLabel(column, rows)) return tell('Tells rows apart')
  if (summary.kind === 'coded') {
    const [first] = summary.top
    return first && first.count / rows >= MOSTLY_ONE ? tell('Top value dominates') : undefined
  }
  const zeros = summary.values?.find(({ value }) => value === 0)?.count ?? 0
  if (column.type !== 'boolean' && zeros / rows >= MOSTLY_ONE) return tell(`${formatShare(zeros / rows)} zero`)
  if (column.type === 'boolean' && summary.values?.some(({ count }) => count / rows >= MOSTLY_ONE))
    return tell('Top value dominates')
  return summary.sorted && column.type === 'datetime' ? tell('In order of time') : undefined
}
