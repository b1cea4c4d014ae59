import type { TableData } from '../dataset/tableData.ts'
import type { Interval } from '../metrics/interval.ts'
import { type BoardRow, GROUP_STATS, type GroupStat } from './board.ts'
import type { BoardColumn } from './boardColumns.ts'
import { type BoardGroup, summarise } from './boardGroups.ts'
import type { BoardItem } from './boardLayout.ts'

/**
 * What the leaderboard shows as a table to save: a line for each row in its order, the metric that ranks with its interval where
 * one is known. Where runs are grouped, a line for each group too: all that its runs come to by that metric, and of other
 * columns what the groups show (`stat`).
 */
export function boardTable(
  items: readonly BoardItem[],
  columns: readonly BoardColumn[],
  { by, stat }: { readonly by: BoardColumn; readonly stat: GroupStat },
  intervalOf: (row: BoardRow) => Interval | undefined,
): TableData {
  const isGrouped = items.some(({ kind }) => kind === 'group')
  const shown = columns.filter(({ key }) => key !== by.key && key !== 'name')
  const head = [
    ...(isGrouped ? ['Group', 'Runs'] : []),
    'Run',
    'Name',
    'Id',
    by.label,
    `${by.label} low`,
    `${by.label} high`,
    ...(isGrouped ? [...GROUP_STATS, 'std'].map((stat) => `${by.label} ${stat}`) : []),
    ...shown.map(({ label }) => label),
  ]
  const blanks = (count: number): undefined[] => Array.from({ length: count }, () => undefined)

  const lineOfRun = (row: BoardRow, group: BoardGroup | undefined) => {
    const interval = intervalOf(row)
    return [
      ...(isGrouped ? [group?.label, undefined] : []),
      row.run.mark.letter,
      row.name,
      row.run.id,
      valueIn(by, row),
      interval?.low,
      interval?.high,
      ...(isGrouped ? blanks(GROUP_STATS.length + 1) : []),
      ...shown.map((column) => valueIn(column, row)),
    ]
  }
  const lineOfGroup = ({ label, rows }: BoardGroup) => {
    const summary = summarise(rows, by)
    return [
      label,
      rows.length,
      ...blanks(6),
      ...[...GROUP_STATS, 'std' as const].map((stat) => summary?.[stat]),
      ...shown.map((column) => summarise(rows, column)?.[stat]),
    ]
  }
  const lines = items.map((item) => (item.kind === 'group' ? lineOfGroup(item.group) : lineOfRun(item.row, item.group)))
  return { columns: head.map((name) => ({ name })), rows: lines }
}

/** Times as texts that any program reads. */
function valueIn(column: BoardColumn, row: BoardRow): number | string | undefined {
  const value = column.valueOf(row)
  return typeof value === 'number' && column.key === 'started' ? new Date(value).toISOString() : value
}
