import { Checkbox } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { memo } from 'react'
import { formatUnits } from '@/core/format/format.ts'
import type { GroupStat } from '@/core/run/board.ts'
import { type BoardColumn, cellText } from '@/core/run/boardColumns.ts'
import { type BoardGroup, type Summary, summarise } from '@/core/run/boardGroups.ts'
import type { BoardShared } from './BoardRunRow.tsx'
import styles from './board.module.css'
import type { BoardColours } from './boardColours.ts'
import { ScoreTrack } from './ScoreTrack.tsx'

interface BoardGroupRowProps {
  readonly shared: BoardShared
  readonly group: BoardGroup
  readonly by: BoardColumn
  readonly stat: GroupStat
  readonly place: number
  readonly isOpen: boolean
  /** How many of its runs are ticked. */
  readonly ticked: number
  readonly toggleOpen: (key: string) => void
}

/** The head of a group of runs: how many, and what their values come to; their range on the track. */
export const BoardGroupRow = memo(function BoardGroupRow({
  shared: { metric, shown, axis, colours, toggle },
  group: { key, label, rows },
  by,
  stat,
  place,
  isOpen,
  ticked,
  toggleOpen,
}: BoardGroupRowProps) {
  const summary = summarise(rows, by)
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <tr className={styles.group} aria-rowindex={place + 2}>
      <td>
        <Checkbox
          size="xs"
          aria-label={`Tick every run of ${label}`}
          checked={ticked === rows.length}
          indeterminate={ticked > 0 && ticked < rows.length}
          onChange={() => toggle(rows.map(({ run }) => run.id))}
        />
      </td>
      <td>
        <div className={styles.run}>
          <button
            type="button"
            className={styles.runLink}
            data-item={place}
            aria-expanded={isOpen}
            onClick={() => toggleOpen(key)}
          >
            <Chevron size={14} aria-hidden />
            <b className="strong">{label}</b> <span className="secondary">{formatUnits(rows.length, 'run')}</span>
          </button>
        </div>
      </td>
      <td className="n">{summary && statText(summary, by, stat)}</td>
      <td>
        {summary && (
          <ScoreTrack
            metric={metric}
            value={summary[stat]}
            around={{ low: summary.min, high: summary.max }}
            aroundWords="runs from"
            axis={axis}
            colour="var(--text-3)"
          />
        )}
      </td>
      {colours && <GroupColour colours={colours} rows={rows} />}
      {shown.map((column) => (
        <GroupCell key={column.key} column={column} rows={rows} stat={stat} />
      ))}
    </tr>
  )
})

/** The colour of a group whose runs all have one. */
function GroupColour({ colours: { column, colourOf }, rows }: { colours: BoardColours; rows: BoardGroup['rows'] }) {
  const texts = new Set(rows.map((row) => cellText(column, row)))
  return (
    <td>
      {texts.size === 1 && (
        <span className={styles.colour}>
          <i style={{ background: colourOf(rows[0]!) }} />
          {[...texts][0]}
        </span>
      )}
    </td>
  )
}

function GroupCell({ column, rows, stat }: { column: BoardColumn; rows: BoardGroup['rows']; stat: GroupStat }) {
  if (column.kind === 'text' || column.kind === 'words') {
    const counts = new Map<string, number>()
    for (const row of rows) {
      const text = cellText(column, row)
      if (text) counts.set(text, (counts.get(text) ?? 0) + 1)
    }
    const text =
      column.key === 'status'
        ? [...counts].map(([status, count]) => `${count} ${status}`).join(', ')
        : counts.size === 1
          ? [...counts.keys()][0]
          : counts.size > 1 && `${counts.size} different`
    return <td className={`secondary ${styles.words}`}>{text}</td>
  }
  const summary = summarise(rows, column)
  return <td className={`n ${column.metric ? '' : 'secondary'}`}>{summary && statText(summary, column, stat)}</td>
}

/** What a group shows of a column; a mean of metrics with its standard deviation. */
function statText(summary: Summary, { format, metric }: BoardColumn, stat: GroupStat): string {
  const text = format(summary[stat])
  return stat === 'mean' && metric && summary.std !== undefined ? `${text} ± ${format(summary.std)}` : text
}
