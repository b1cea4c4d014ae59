import { makeCsvCell } from '../dataset/csvCell.ts'
import type { Interval } from '../metrics/interval.ts'
import { type BoardRow, GROUP_STATS, type GroupStat } from './board.ts'
import type { BoardColumn } from './boardColumns.ts'
import { type BoardGroup, summarise } from './boardGroups.ts'
import type { BoardItem } from './boardLayout.ts'

/**
 * What the leaderboard shows as CSV: a line for each row in its order, numbers with all their digits, the metric that ranks
 * with its interval where one is known. Where runs are grouped, a line for each group too: all that its runs come to by that
 * metric, and of other columns what the groups show (`stat`).
 * Texts that a spreadsheet would run are neutralised.
 */
export function boardCsv(
  items: readonly BoardItem[],
  columns: readonly BoardColumn[],
  { by, stat }: { readonly by: BoardColumn; readonly stat: GroupStat },
  intervalOf: (row: BoardRow) => Interval | undefined,
): string {
  const cell = makeCsvCell({ neutralise: true })
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
  const blanks = (count: number): string[] => Array.from({ length: count }, () => '')

  const lineOfRun = (row: BoardRow, group: BoardGroup | undefined) => {
    const interval = intervalOf(row)
    return [
      ...(isGrouped ? [group?.label ?? '', ''] : []),
      row.run.mark.letter,
      row.name,
      row.run.id,
      valueText(by, row),
      numberText(interval?.low),
      numberText(interval?.high),
      ...(isGrouped ? blanks(GROUP_STATS.length + 1) : []),
      ...shown.map((column) => valueText(column, row)),
    ]
  }
  const lineOfGroup = ({ label, rows }: BoardGroup) => {
    const summary = summarise(rows, by)
    return [
      label,
      String(rows.length),
      ...blanks(6),
      ...[...GROUP_STATS, 'std' as const].map((stat) => numberText(summary?.[stat])),
      ...shown.map((column) => numberText(summarise(rows, column)?.[stat])),
    ]
  }
  const lines = items.map((item) => (item.kind === 'group' ? lineOfGroup(item.group) : lineOfRun(item.row, item.group)))
  return [head, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('')
}

function numberText(value: number | undefined): string {
  return value === undefined ? '' : String(value)
}

function valueText(column: BoardColumn, row: BoardRow): string {
  const value = column.valueOf(row)
  if (typeof value === 'number' && column.key === 'started') return new Date(value).toISOString()
  return typeof value === 'string' ? value : numberText(value)
}
