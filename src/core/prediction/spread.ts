import type { ColumnType } from '../dataset/column.ts'
import { cramersV } from '../profile/association.ts'
import { eachRow, type Work } from '../work.ts'
import type { Grouping, ValueGroup } from './grouping.ts'

/** How rows on which two runs differ lie over a group of values. */
export interface GroupSpread extends ValueGroup {
  /** Rows of the part. */
  readonly all: number
  /** Of those the rows that meet the conditions on other columns, whatever their outcome. */
  readonly rows: number
  /** Of `rows`, those that B fixed or came closer to, and those that it broke or went farther from. */
  readonly gained: number
  readonly lost: number
  /** Rows that are listed, but for conditions on this very column. */
  readonly shown: number
}

/** A column's groups; where they have no order of their own, first those that gained most beyond what they lost. */
export interface ColumnSpread {
  readonly column: string
  readonly type: ColumnType
  readonly groups: readonly GroupSpread[]
  /** How closely the outcome (gained, lost or neither) goes with the group: Cramér's V without bias, 0 where nothing can be said. */
  readonly strength: number
}

/** Rows by what became of them, for {@link spreadOver}. */
export interface SpreadInput {
  /** 0 for neither, 1 for gained, 2 for lost. */
  readonly outcome: Int32Array
  /** Which rows meet the conditions on all other columns, and which of those have an outcome that is asked for. */
  readonly isIn: Uint8Array
  readonly isShown: Uint8Array
}

/** Counts what became of rows group by group. */
export function* spreadOver(
  { column, type }: Pick<ColumnSpread, 'column' | 'type'>,
  { groups, codes, isOrdered }: Grouping,
  { outcome, isIn, isShown }: SpreadInput,
): Work<ColumnSpread> {
  const counts = groups.map(() => ({ all: 0, rows: 0, gained: 0, lost: 0, shown: 0 }))
  const group = new Int32Array(codes.length)
  yield* eachRow(codes.length, (row) => {
    const count = counts[codes[row]!]!
    count.all++
    group[row] = isIn[row] === 1 ? codes[row]! : -1
    if (isIn[row] !== 1) return
    count.rows++
    if (outcome[row] === 1) count.gained++
    if (outcome[row] === 2) count.lost++
    if (isShown[row] === 1) count.shown++
  })
  const strength = cramersV(group, outcome, [groups.length, 3]).value ?? 0
  yield
  const spread = groups.map((each, place) => ({ ...each, ...counts[place]! }))
  const net = ({ rows, gained, lost }: GroupSpread) => (rows === 0 ? 0 : (gained - lost) / rows)
  return {
    column,
    type,
    groups: isOrdered ? spread : spread.toSorted((a, b) => net(b) - net(a)),
    strength,
  }
}
