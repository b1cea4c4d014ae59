import { Checkbox } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { type RefObject, useMemo, useRef, useState } from 'react'
import { useWantedIntervals } from '@/components/run/useIntervals.ts'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { INTERVAL_95, type Interval } from '@/core/metrics/interval.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import type { BoardRow, BoardView } from '@/core/run/board.ts'
import { trackAxis } from '@/core/run/boardAxis.ts'
import { type BoardColumn, bestValues } from '@/core/run/boardColumns.ts'
import type { BoardItem, BoardLayout } from '@/core/run/boardLayout.ts'
import type { RunId } from '@/core/run/run.ts'
import { intervalKey } from '@/state/intervals.ts'
import { useAssay } from '@/state/useAssay.ts'
import { BoardCount } from './BoardCount.tsx'
import { BoardGroupRow } from './BoardGroupRow.tsx'
import { BoardRunRow, type BoardShared } from './BoardRunRow.tsx'
import styles from './board.module.css'
import { boardColours } from './boardColours.ts'
import { ROW_PX, useRowWindow } from './useRowWindow.ts'

interface LeaderboardProps {
  readonly rows: readonly BoardRow[]
  readonly layout: BoardLayout
  readonly view: BoardView
  readonly change: (patch: Partial<BoardView>) => void
  readonly bestRun: RunId | undefined
  readonly ticked: ReadonlySet<RunId>
  readonly setTicked: (change: (old: ReadonlySet<RunId>) => ReadonlySet<RunId>) => void
  /** The interval of a run by the metric that ranks, as far as it is known. */
  readonly intervalOf: (row: BoardRow) => Interval | undefined
}

/**
 * Runs as rows: J and K move, Space ticks, C compares, every column sorts. However many runs there are, only those in sight
 * are drawn, and only theirs are the intervals that are worked out.
 */
export function Leaderboard({ rows, layout, view, change, bestRun, ticked, setTicked, intervalOf }: LeaderboardProps) {
  const { items, by, shown, columns, matching } = layout
  const { metric } = by
  const box = useRef<HTMLElement>(null)
  const { start, end, reveal } = useRowWindow(box, items.length)
  const inSight = items.slice(start, end)
  const evaluations = useAssay(({ shelves }) => shelves.evaluation)
  const known = useAssay(({ intervals }) => intervals)
  const [isStopped, setStopped] = useState(false)
  const scored = inSight.flatMap((item) =>
    item.kind === 'run' ? (evaluations[`${item.row.run.id}/validation`] ?? []) : [],
  )
  useWantedIntervals(isStopped ? [] : scored)
  const done = scored.reduce((count, evaluation) => count + Number(intervalKey(evaluation) in known), 0)

  const { toggle, pin, toggleOpen, sortBy } = useBoardActions(view, change, setTicked, layout)
  const colourColumn = columns.find(({ key }) => key === view.colour)
  const colours = useMemo(() => colourColumn && boardColours(rows, colourColumn), [rows, colourColumn])
  const axis = useMemo(() => {
    const scores = matching.flatMap((row) => {
      const value = row.metrics[metric]
      return value === undefined ? [] : [{ value, interval: intervalOf(row) }]
    })
    const baseline = rows.find(({ run }) => run.spec.learner.kind === 'baseline')?.metrics[metric]
    return trackAxis(scores, baseline)
  }, [matching, rows, metric, intervalOf])
  const best = useMemo(() => bestValues(matching), [matching])
  const shared = useMemo<BoardShared>(
    () => ({ metric, shown, axis, colours, best, bestRun, toggle, pin }),
    [metric, shown, axis, colours, best, bestRun, toggle, pin],
  )

  useBoardKeys(items, box, reveal, toggle)
  const countTicked = matching.reduce((count, { run }) => count + Number(ticked.has(run.id)), 0)
  const head = { layout, sortBy }
  return (
    <>
      <BoardCount
        layout={layout}
        total={rows.length}
        view={view}
        change={change}
        intervals={{ done, wanted: scored.length, isStopped, setStopped }}
      />
      <Scrollable label="Leaderboard" className={styles.board!} ref={box}>
        <table aria-rowcount={items.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">
                <Checkbox
                  size="xs"
                  aria-label="Tick every run"
                  checked={matching.length > 0 && countTicked === matching.length}
                  indeterminate={countTicked > 0 && countTicked < matching.length}
                  onChange={() => toggle(matching.map(({ run }) => run.id))}
                />
              </th>
              <SortHead {...head} column={columns[0]!} />
              <SortHead {...head} column={by} />
              <th scope="col">
                <span className="visually-hidden">Where it lies, with its {INTERVAL_95}</span>
                <span aria-hidden>
                  {METRICS[metric].better === 'higher' ? 'higher is better →' : 'lower is better →'}
                </span>
              </th>
              {colours && <th scope="col">Colour: {colours.column.label}</th>}
              {shown.map((column) => (
                <SortHead key={column.key} {...head} column={column} />
              ))}
            </tr>
          </thead>
          <tbody>
            <Gap rows={start} />
            {inSight.map((item, index) => {
              const place = start + index
              return item.kind === 'group' ? (
                <BoardGroupRow
                  key={`group ${item.group.key}`}
                  shared={shared}
                  group={item.group}
                  by={by}
                  stat={layout.stat}
                  place={place}
                  isOpen={item.isOpen}
                  ticked={item.group.rows.reduce((count, { run }) => count + Number(ticked.has(run.id)), 0)}
                  toggleOpen={toggleOpen}
                />
              ) : (
                <BoardRunRow
                  key={`${item.group?.key ?? (item.isPinned ? 'pinned' : '')} ${item.row.run.id}`}
                  shared={shared}
                  row={item.row}
                  place={place}
                  interval={intervalOf(item.row)}
                  isTicked={ticked.has(item.row.run.id)}
                  isPinned={item.isPinned}
                  isInGroup={item.group !== undefined}
                />
              )
            })}
            <Gap rows={items.length - end} />
          </tbody>
        </table>
      </Scrollable>
    </>
  )
}

/** Room for rows that are not drawn. */
function Gap({ rows }: { rows: number }) {
  return rows > 0 && <tr aria-hidden className={styles.gap} style={{ height: rows * ROW_PX }} />
}

function SortHead({
  layout: { sort },
  column,
  sortBy,
}: {
  layout: BoardLayout
  column: BoardColumn
  sortBy: (key: string) => void
}) {
  const isSorted = sort.column.key === column.key
  const isAscending = (column.first === 'low') !== sort.reversed
  const Arrow = isAscending ? IconArrowUp : IconArrowDown
  return (
    <th
      scope="col"
      className={column.kind === 'text' || column.kind === 'words' ? undefined : 'n'}
      aria-sort={isSorted ? (isAscending ? 'ascending' : 'descending') : 'none'}
    >
      <button type="button" className={styles.sort} onClick={() => sortBy(column.key)}>
        {column.label}
        {isSorted && <Arrow size={12} aria-hidden />}
      </button>
    </th>
  )
}

/** What rows do, the same functions from drawing to drawing, so that a row is drawn anew only when it changed. */
function useBoardActions(
  view: BoardView,
  change: LeaderboardProps['change'],
  setTicked: LeaderboardProps['setTicked'],
  layout: BoardLayout,
) {
  const now = useRef({ view, change, setTicked, layout })
  now.current = { view, change, setTicked, layout }
  return useMemo(() => {
    const without = (list: readonly string[] | undefined, item: string) =>
      list?.includes(item) ? list.filter((each) => each !== item) : [...(list ?? []), item]
    return {
      /** Ticks all, or unticks them where they are all ticked. */
      toggle: (ids: readonly RunId[]) =>
        now.current.setTicked((old) => {
          const next = new Set(old)
          const isAll = ids.every((id) => old.has(id))
          for (const id of ids) isAll ? next.delete(id) : next.add(id)
          return next
        }),
      pin: (id: RunId) => now.current.change({ pinned: without(now.current.view.pinned, id) }),
      toggleOpen: (key: string) => now.current.change({ open: without(now.current.view.open, key) }),
      sortBy: (key: string) => {
        const { column, reversed } = now.current.layout.sort
        now.current.change({ sort: column.key === key && !reversed ? `-${key}` : key })
      },
    }
  }, [])
}

/** J and K go from line to line, also to those that are not drawn yet; Space ticks the run that has the focus. */
function useBoardKeys(
  items: readonly BoardItem[],
  box: RefObject<HTMLElement | null>,
  reveal: (row: number) => void,
  toggle: BoardShared['toggle'],
) {
  const last = useRef(-1)
  const focused = () => (document.activeElement instanceof HTMLElement ? document.activeElement : undefined)
  const move = (by: number) => {
    const at = focused()?.dataset['item']
    const from = at === undefined ? last.current : Number(at)
    const to = Math.min(items.length - 1, Math.max(0, from + by))
    if (to < 0) return
    last.current = to
    reveal(to)
    box.current?.querySelector<HTMLElement>(`[data-item="${to}"]`)?.focus({ preventScroll: true })
  }
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    [
      'space',
      (event) => {
        const id = focused()?.dataset['run']
        if (!id) return
        event.preventDefault()
        toggle([id])
      },
      { preventDefault: false },
    ],
  ])
}
