import { Button } from '@mantine/core'
import { useState } from 'react'
import { AskedStatus } from '@/components/profile/AskedStatus.tsx'
import { useWatched } from '@/components/profile/useWatched.ts'
import { TypeIcon } from '@/components/ui/TypeIcon.tsx'
import type { Condition, View } from '@/core/dataset/view.ts'
import { formatCount, formatScore, formatShare, formatUnits } from '@/core/format/format.ts'
import type { ColumnSpread, GroupSpread } from '@/core/prediction/spread.ts'
import { isGroupChosen, toggleGroup } from '@/core/prediction/toggle.ts'
import styles from './prediction.module.css'
import { type SaidAsked, type SaidTable, saidInput } from './useSaidTable.ts'

/** Columns shown at first. */
const FEW = 8

/** Where the rows on which two runs differ are, column by column; a click on a bar lists its rows alone. */
export function SpreadPanel({
  asked,
  table: { scored, shown: searched },
  view,
  words,
  onConditions,
}: {
  asked: SaidAsked & { readonly base: string }
  /** Of the list beside it: a search looks at the same columns in both. */
  table: SaidTable
  view: View
  /** What became of rows that gained and lost: fixed and broke, or closer and farther. */
  words: readonly [gained: string, lost: string]
  onConditions: (conditions: readonly Condition[]) => void
}) {
  const [isWhole, setWhole] = useState(false)
  // The order of the rows does not matter here.
  const input = searched && saidInput(asked, { ...view, sort: [] }, searched)
  const found = useWatched(input && JSON.stringify([input, scored]), (jobs, options) =>
    jobs.read.call('spreadRows', input!, options),
  )
  const [last, setLast] = useState<readonly ColumnSpread[]>()
  if (found.output && found.output !== last) setLast(found.output)
  const columns = found.output ?? last
  const shown = isWhole ? columns : columns?.slice(0, FEW)
  return (
    <section className={styles.panel} aria-labelledby="spread">
      <h2 id="spread">Where they differ</h2>
      <p className="caption">
        Shares of each value’s rows that {words[0] === 'fixed' ? 'were fixed and broke' : 'are closer and farther'},
        with the columns that tell most first. Bars: the <b className={styles.ofShown}>rows listed</b> before{' '}
        <b className={styles.ofAll}>all rows</b>. Click a value to list its rows.
      </p>
      <AskedStatus asked={found} what="Counting by column" />
      {columns?.length === 0 && <p className="secondary">No column parts the rows into a few groups of values.</p>}
      {shown?.map((spread) => (
        <SpreadOfColumn
          key={spread.column}
          spread={spread}
          words={words}
          conditions={view.conditions}
          onToggle={(condition) => onConditions(toggleGroup(view.conditions, condition))}
        />
      ))}
      {columns && columns.length > FEW && (
        <Button variant="subtle" onClick={() => setWhole(!isWhole)}>
          {isWhole ? `Show the first ${FEW} columns` : `Show ${formatUnits(columns.length - FEW, 'more column')}`}
        </Button>
      )}
    </section>
  )
}

function SpreadOfColumn({
  spread: { column, type, groups, strength },
  words,
  conditions,
  onToggle,
}: {
  spread: ColumnSpread
  words: readonly [gained: string, lost: string]
  conditions: readonly Condition[]
  onToggle: (condition: Condition) => void
}) {
  const total = groups.reduce((sum, { shown }) => sum + shown, 0)
  const all = groups.reduce((sum, group) => sum + group.all, 0)
  const widest = Math.max(...groups.map((group) => Math.max(group.all / all, total > 0 ? group.shown / total : 0)))
  return (
    <div className={styles.spread}>
      <div className={styles.spreadHead}>
        <h3>
          <TypeIcon type={type} />
          <span title={column}>{column}</span>
        </h3>
        <span className="caption" title="Cramér’s V, without bias, of value and outcome: 0 none, 1 wholly">
          V {formatScore(strength, 2)}
        </span>
        <span>{words[0]}</span>
        <span>{words[1]}</span>
      </div>
      <ul aria-label={column}>
        {groups.map((group) => (
          <li key={group.label}>
            <SpreadBar
              column={column}
              group={group}
              words={words}
              all={group.all / all / widest}
              shown={total > 0 ? group.shown / total / widest : 0}
              isChosen={group.condition !== undefined && isGroupChosen(conditions, group.condition)}
              onToggle={onToggle}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

function SpreadBar({
  column,
  group,
  words,
  all,
  shown,
  isChosen,
  onToggle,
}: {
  column: string
  group: GroupSpread
  words: readonly [gained: string, lost: string]
  /** Lengths of the bars, 0 to 1. */
  all: number
  shown: number
  isChosen: boolean
  onToggle: (condition: Condition) => void
}) {
  const { label, condition, rows, gained, lost } = group
  const share = (count: number) => (rows === 0 ? '' : formatShare(count / rows))
  const cells = (
    <>
      <span className={styles.spreadLabel} title={label}>
        {label}
      </span>
      <span className={styles.bars} aria-hidden>
        <i style={{ width: `${100 * all}%` }} />
        <i style={{ width: `${100 * shown}%` }} />
      </span>
      <span className={gained > 0 ? 'good' : 'caption'}>{share(gained)}</span>
      <span className={lost > 0 ? 'bad' : 'caption'}>{share(lost)}</span>
    </>
  )
  const says = `${label}: ${formatCount(group.shown)} listed of ${formatUnits(rows, 'row')}, ${words[0]} ${formatCount(gained)}, ${words[1]} ${formatCount(lost)}`
  if (!condition)
    return (
      <div className={styles.spreadBar} title={says}>
        {cells}
      </div>
    )
  return (
    <button
      type="button"
      className={styles.spreadBar}
      aria-pressed={isChosen}
      aria-label={`${column} ${says}`}
      title={says}
      onClick={() => onToggle(condition)}
    >
      {cells}
    </button>
  )
}
