import { METRIC_NAMES } from '@/core/metrics/metric.ts'
import { type BoardView, GROUP_STATS, GROUPINGS } from '@/core/run/board.ts'

/** A view of the leaderboard as parts of a query; lists have commas between, groups that are open stand one by one. */
export function formatBoard(view: BoardView): readonly (readonly [string, string | undefined])[] {
  return [
    ['by', view.by],
    ['tau', view.quantile?.toString()],
    ['sort', view.sort],
    ['group', view.group],
    ['stat', view.stat],
    ...(view.open ?? []).map((key) => ['open', key] as const),
    ['q', view.query],
    ['columns', view.columns?.join(',')],
    ['colour', view.colour],
    ['pin', view.pinned?.join(',')],
    ['hide', view.hidden?.join(',')],
  ]
}

/** The inverse of {@link formatBoard}; what it cannot read is as if it were not there. */
export function parseBoard(params: URLSearchParams): BoardView {
  const text = (key: string) => params.get(key) || undefined
  const list = (key: string) => {
    const items = text(key)?.split(',').filter(Boolean)
    return items && items.length > 0 ? items : undefined
  }
  const oneOf = <T extends string>(key: string, values: readonly T[]) => values.find((each) => each === text(key))
  const quantile = Number(text('tau'))
  const open = params.getAll('open').filter(Boolean)
  const view: BoardView = {
    by: oneOf('by', METRIC_NAMES),
    quantile: quantile > 0 && quantile < 1 ? quantile : undefined,
    sort: text('sort'),
    group: oneOf('group', GROUPINGS),
    stat: oneOf('stat', GROUP_STATS),
    open: open.length > 0 ? open : undefined,
    query: text('q'),
    columns: list('columns'),
    colour: text('colour'),
    pinned: list('pin'),
    hidden: list('hide'),
  }
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined))
}
