import type { MetricName, TaskKind } from '../metrics/metric.ts'
import type { BoardRow, BoardView, GroupStat } from './board.ts'
import { type BoardColumn, type BoardColumns, usualColumns } from './boardColumns.ts'
import { type BoardGroup, groupRows, sortGroups } from './boardGroups.ts'
import { type BoardSort, parseSort, sortRows } from './boardOrder.ts'
import { matchesQuery, parseQuery } from './query.ts'

/** A line of the leaderboard: a run, or the head of a group of them. */
export type BoardItem =
  | {
      readonly kind: 'run'
      readonly row: BoardRow
      /** The group under whose head it stands. */
      readonly group: BoardGroup | undefined
      readonly isPinned: boolean
    }
  | { readonly kind: 'group'; readonly group: BoardGroup; readonly isOpen: boolean }

/** A leaderboard laid out as a view asks. */
export interface BoardLayout {
  readonly items: readonly BoardItem[]
  /** The column that ranks. */
  readonly by: BoardColumns['by']
  readonly sort: BoardSort
  readonly stat: GroupStat
  /** All columns there are, and those that are shown beside the run and the metric that ranks. */
  readonly columns: readonly BoardColumn[]
  readonly shown: readonly BoardColumn[]
  readonly groups: readonly BoardGroup[]
  /** Runs that the filter lets through, without those that are hidden. */
  readonly matching: readonly BoardRow[]
  /** Runs that a person hid. */
  readonly hidden: number
  /** Why the filter cannot be read; all runs are shown then. */
  readonly queryError: string | undefined
}

/** The metric that ranks: what the view asks for where it is of the task, else the question's own. */
export function rankingMetric({ by }: BoardView, primary: MetricName, metrics: readonly MetricName[]): MetricName {
  return by && metrics.includes(by) ? by : primary
}

/**
 * Lays out runs as a view asks: columns, filter, order, groups. What the view names and nobody knows (a column, a group, a
 * run that is gone) is passed over.
 */
export function layBoard(
  rows: readonly BoardRow[],
  { columns, by }: BoardColumns,
  view: BoardView,
  task: TaskKind,
): BoardLayout {
  const { metric } = by
  const known = new Map(columns.map((column) => [column.key, column]))
  const shown = [...new Set(view.columns ?? usualColumns(rows, task, metric))]
    .flatMap((key) => known.get(key) ?? [])
    .filter(({ key }) => key !== 'name' && key !== metric)
  const sort = parseSort(view.sort, columns, by)
  const stat = view.stat ?? 'mean'

  const parsed = parseQuery(view.query ?? '', columns)
  const hidden = new Set(view.hidden)
  const pinned = new Set(view.pinned)
  const matching = rows.filter((row) => !hidden.has(row.run.id) && (!parsed.terms || matchesQuery(parsed.terms, row)))
  const onTop = (view.pinned ?? []).flatMap((id) =>
    hidden.has(id) ? [] : (rows.find(({ run }) => run.id === id) ?? []),
  )
  const items: BoardItem[] = onTop.map((row) => ({ kind: 'run', row, group: undefined, isPinned: true }))
  const sorted = sortRows(matching, sort)
  let groups: readonly BoardGroup[] = []
  if (view.group) {
    groups = sortGroups(groupRows(sorted, view.group), sort, stat)
    const open = new Set(view.open)
    for (const group of groups) {
      const isOpen = open.has(group.key)
      items.push({ kind: 'group', group, isOpen })
      if (isOpen)
        for (const row of group.rows) items.push({ kind: 'run', row, group, isPinned: pinned.has(row.run.id) })
    }
  } else
    for (const row of sorted)
      if (!pinned.has(row.run.id)) items.push({ kind: 'run', row, group: undefined, isPinned: false })
  return {
    items,
    by,
    sort,
    stat,
    columns,
    shown,
    groups,
    matching,
    hidden: rows.filter(({ run }) => hidden.has(run.id)).length,
    queryError: parsed.error,
  }
}
