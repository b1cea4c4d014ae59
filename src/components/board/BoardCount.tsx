import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import { useSlow } from '@/components/ui/useSlow.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import type { BoardView } from '@/core/run/board.ts'
import type { BoardLayout } from '@/core/run/boardLayout.ts'
import styles from './board.module.css'
import { OtherRows } from './OtherRows.tsx'

/** How many runs are shown of how many, what is out of sight and how to see it, and how far the intervals are. */
export function BoardCount({
  layout: { matching, groups, hidden },
  total,
  view,
  change,
  intervals,
}: {
  layout: BoardLayout
  /** All runs of the question. */
  total: number
  view: BoardView
  change: (patch: Partial<BoardView>) => void
  intervals: {
    readonly done: number
    readonly wanted: number
    readonly isStopped: boolean
    readonly setStopped: (isStopped: boolean) => void
  }
}) {
  const { done, wanted, isStopped, setStopped } = intervals
  const isPending = done < wanted
  const isSlow = useSlow(isPending && !isStopped, 'intervals')
  const isAllOpen = groups.length > 0 && groups.every(({ key }) => view.open?.includes(key))
  return (
    <div className={styles.count}>
      <span aria-live="polite">
        {matching.length === total
          ? formatUnits(total, 'run')
          : `${formatCount(matching.length)} of ${formatUnits(total, 'run')}`}
        {groups.length > 0 && ` in ${formatUnits(groups.length, 'group')}`}
      </span>
      {hidden > 0 && (
        <span>
          {formatCount(hidden)} hidden.{' '}
          <button type="button" onClick={() => change({ hidden: undefined })}>
            Show them
          </button>
        </span>
      )}
      {groups.length > 0 && (
        <button type="button" onClick={() => change({ open: isAllOpen ? undefined : groups.map(({ key }) => key) })}>
          {isAllOpen ? 'Close all groups' : 'Open all groups'}
        </button>
      )}
      <OtherRows rows={matching} />
      {isSlow && (
        <span className={styles.working}>
          Intervals of {formatCount(done)} of {formatUnits(wanted, 'run')} in sight
          <ProgressBar share={done / wanted} label="Working out intervals" />
          <button type="button" onClick={() => setStopped(true)}>
            Stop
          </button>
        </span>
      )}
      {isPending && isStopped && (
        <span className={styles.working}>
          Intervals stopped.{' '}
          <button type="button" onClick={() => setStopped(false)}>
            Go on
          </button>
        </span>
      )}
    </div>
  )
}
