import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { type ReactNode, useRef } from 'react'
import { type BoardView, GROUP_STATS, GROUPINGS, type Grouping, type GroupStat } from '@/core/run/board.ts'
import type { BoardLayout } from '@/core/run/boardLayout.ts'
import styles from './board.module.css'
import { ColumnChooser } from './ColumnChooser.tsx'

const GROUPING_LABELS: Readonly<Record<Grouping, string>> = {
  learner: 'Learner',
  tag: 'Tag',
  recipe: 'Preparation',
  spec: 'Spec, whatever the seed',
}

const STAT_LABELS: Readonly<Record<GroupStat, string>> = {
  mean: 'Mean ± deviation',
  best: 'Best',
  min: 'Lowest',
  max: 'Highest',
  last: 'Last run',
}

/** Columns that can colour beside the metrics and the settings. */
const COLOURING = ['learner', 'tags', 'recipe', 'seed', 'time']

/** Above the leaderboard: the filter, and how runs are grouped, coloured and set out. */
export function BoardBar({
  layout,
  view,
  change,
  onSave,
}: {
  layout: BoardLayout
  view: BoardView
  change: (patch: Partial<BoardView>) => void
  onSave: () => void
}) {
  const filter = useRef<HTMLInputElement>(null)
  useHotkeys([['/', () => filter.current?.focus()]])
  const colouring = layout.columns.filter(
    ({ key, kind }) => COLOURING.includes(key) || kind === 'metric' || key.startsWith('option.'),
  )
  return (
    <search className={styles.bar}>
      <TextInput
        ref={filter}
        className={styles.filter}
        aria-label="Filter runs"
        placeholder={`${layout.by.key}${layout.by.first === 'high' ? '>' : '<'}${layout.by.format(0.8)} learner:boosting tag:new name`}
        value={view.query ?? ''}
        error={layout.queryError}
        onChange={(event) => change({ query: event.currentTarget.value })}
      />
      <Choice label="Group by">
        <NativeSelect
          aria-label="Group by"
          value={view.group ?? ''}
          data={[
            { value: '', label: 'Nothing' },
            ...GROUPINGS.map((value) => ({ value, label: GROUPING_LABELS[value] })),
          ]}
          onChange={(event) => change({ group: chosen(GROUPINGS, event.currentTarget.value), open: undefined })}
        />
      </Choice>
      {view.group && (
        <Choice label="Groups show">
          <NativeSelect
            aria-label="Groups show"
            value={layout.stat}
            data={GROUP_STATS.map((value) => ({ value, label: STAT_LABELS[value] }))}
            onChange={(event) => change({ stat: chosen(GROUP_STATS, event.currentTarget.value) })}
          />
        </Choice>
      )}
      <Choice label="Colour by">
        <NativeSelect
          aria-label="Colour by"
          value={colouring.some(({ key }) => key === view.colour) ? view.colour : ''}
          data={[{ value: '', label: 'Run' }, ...colouring.map(({ key, label }) => ({ value: key, label }))]}
          onChange={(event) => change({ colour: event.currentTarget.value || undefined })}
        />
      </Choice>
      <div className={styles.barEnd}>
        <ColumnChooser
          layout={layout}
          isUsual={view.columns === undefined}
          onChoose={(columns) => change({ columns })}
        />
        <Button onClick={onSave}>Save as CSV</Button>
      </div>
    </search>
  )
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.choice}>
      <span aria-hidden>{label}</span>
      {children}
    </div>
  )
}

function chosen<T extends string>(values: readonly T[], value: string): T | undefined {
  return values.find((each) => each === value)
}
