import { Checkbox } from '@mantine/core'
import { IconPin, IconPinFilled } from '@tabler/icons-react'
import { memo, type ReactNode } from 'react'
import { MissingScore } from '@/components/run/MissingScore.tsx'
import { StatusLabel } from '@/components/run/StatusLabel.tsx'
import { ThresholdFact } from '@/components/run/ThresholdFact.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { RunMark, runColourOf } from '@/components/ui/RunMark.tsx'
import { formatMetric } from '@/core/format/format.ts'
import { INTERVAL_95, type Interval } from '@/core/metrics/interval.ts'
import type { MetricName } from '@/core/metrics/metric.ts'
import type { BoardRow } from '@/core/run/board.ts'
import type { TrackAxis } from '@/core/run/boardAxis.ts'
import { type BoardColumn, cellText } from '@/core/run/boardColumns.ts'
import { overFolds } from '@/core/run/folds.ts'
import { describeSettings } from '@/core/run/postprocessing.ts'
import { hasModel, type RunId } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './board.module.css'
import type { BoardColours } from './boardColours.ts'
import { ScoreTrack } from './ScoreTrack.tsx'

/** What all rows share. */
export interface BoardShared {
  readonly metric: MetricName
  readonly shown: readonly BoardColumn[]
  readonly axis: TrackAxis
  readonly colours: BoardColours | undefined
  /** The best value of each metric, which stands in strong type. */
  readonly best: Readonly<Partial<Record<MetricName, number>>>
  readonly bestRun: RunId | undefined
  readonly toggle: (ids: readonly RunId[]) => void
  readonly pin: (id: RunId) => void
}

interface BoardRunRowProps {
  readonly shared: BoardShared
  readonly row: BoardRow
  /** Its place among all lines. */
  readonly place: number
  readonly interval: Interval | undefined
  readonly isTicked: boolean
  readonly isPinned: boolean
  readonly isInGroup: boolean
}

/** A run as a line of the leaderboard. */
export const BoardRunRow = memo(function BoardRunRow({
  shared,
  row,
  place,
  interval,
  isTicked,
  isPinned,
  isInGroup,
}: BoardRunRowProps) {
  const { metric, shown, axis, colours, best, bestRun, toggle, pin } = shared
  const { run, name, metrics } = row
  const { letter } = run.mark
  const value = metrics[metric]
  const colour = colours?.colourOf(row) ?? runColourOf(run)
  const settings = describeSettings(run.spec)
  const Pin = isPinned ? IconPinFilled : IconPin
  return (
    <tr data-ticked={isTicked} data-pinned={isPinned && !isInGroup} aria-rowindex={place + 2}>
      <td>
        <Checkbox size="xs" aria-label={`Tick run ${letter}`} checked={isTicked} onChange={() => toggle([run.id])} />
      </td>
      <td data-inset={isInGroup}>
        <div className={styles.run}>
          <a
            className={styles.runLink}
            data-item={place}
            data-run={run.id}
            href={hrefOf({ page: 'run', runId: run.id })}
          >
            <RunMark mark={run.mark} kind={run.spec.learner.kind} />
            <b className="strong">{name}</b> <span className="secondary">{settings}</span>
          </a>
          {run.id === bestRun && <span className={styles.best}>best</span>}
          <span className="caption">
            <ThresholdFact run={run} />
          </span>
          <button
            type="button"
            className={styles.pin}
            aria-label={`Pin run ${letter} to the top`}
            aria-pressed={isPinned}
            onClick={() => pin(run.id)}
          >
            <Pin size={14} aria-hidden />
          </button>
        </div>
      </td>
      <td className={`n ${value !== undefined && value === best[metric] ? 'strong' : ''}`}>
        {value === undefined ? <MissingCell metric={metric} runId={run.id} /> : formatMetric(metric, value)}
      </td>
      <td>
        {value !== undefined && hasModel(run) && (
          <ScoreTrack
            metric={metric}
            value={value}
            around={interval}
            aroundWords={INTERVAL_95}
            axis={axis}
            colour={colour}
          />
        )}
      </td>
      {colours && (
        <td>
          <span className={styles.colour}>
            <i style={{ background: colour }} />
            {cellText(colours.column, row)}
          </span>
        </td>
      )}
      {shown.map((column) => (
        <BoardCell key={column.key} column={column} row={row} best={best} />
      ))}
    </tr>
  )
})

function BoardCell({
  column,
  row,
  best,
}: {
  column: BoardColumn
  row: BoardRow
  best: BoardShared['best']
}): ReactNode {
  const { key, kind, metric } = column
  if (key === 'status')
    return (
      <td>
        <StatusLabel run={row.run} />
      </td>
    )
  if (key === 'tags')
    return (
      <td className={styles.words}>
        {row.tags.map((tag) => (
          <span key={tag} className={styles.tag}>
            {tag}
          </span>
        ))}
      </td>
    )
  if (key === 'folds' && metric) {
    const folded = row.folds && overFolds(row.folds, metric)
    return (
      <td className="n">{folded && `${formatMetric(metric, folded.mean)} ± ${formatMetric(metric, folded.std)}`}</td>
    )
  }
  const text = cellText(column, row)
  if (metric && text === '')
    return (
      <td className="n">
        <MissingCell metric={metric} runId={row.run.id} />
      </td>
    )
  if (kind === 'text') return <td className={`secondary ${styles.words}`}>{text}</td>
  const isBest = metric && row.metrics[metric] !== undefined && row.metrics[metric] === best[metric]
  return <td className={`n ${metric ? (isBest ? 'strong' : '') : 'secondary'}`}>{text}</td>
}

/** Why a run has no score by a metric; nothing of one that was not scored. */
function MissingCell({ metric, runId }: { metric: MetricName; runId: RunId }): ReactNode {
  const evaluation = useAssay(({ shelves }) => shelves.evaluation[`${runId}/validation`])
  return evaluation && <MissingScore metric={metric} evaluation={evaluation} />
}
