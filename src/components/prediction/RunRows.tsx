import { NativeSelect, SegmentedControl } from '@mantine/core'
import { useMemo } from 'react'
import type { RowNotes } from '@/components/dataset/GridRow.tsx'
import { RepairList } from '@/components/labels/RepairList.tsx'
import { useTicks } from '@/components/labels/useTicks.ts'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { saveFile } from '@/components/ui/saveFile.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { WHOLE_VIEW } from '@/core/dataset/view.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import { tagsByKey } from '@/core/tags/rowTags.ts'
import type { RunRowsRoute } from '@/state/rowsRoute.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { Labelled } from './Labelled.tsx'
import { PartControl } from './PartControl.tsx'
import styles from './prediction.module.css'
import { RowSurgery } from './RowSurgery.tsx'
import { SaidRows } from './SaidRows.tsx'
import { type SaidTable, useSaidTable } from './useSaidTable.ts'

/** The rows that a run was scored on, one by one: what each was, what it was called, and how far off that is. */
export function RunRows({ run, route }: { run: Run; route: RunRowsRoute }) {
  const shelves = useAssay((state) => state.shelves)
  const { question } = run.spec
  const part = route.part ?? 'validation'
  const evaluation = shelves.evaluation[`${run.id}/${part}`]
  const dataset = shelves.dataset[partDatasetId(question, part)]
  const overview = <a href={hrefOf({ page: 'run', runId: run.id })}>Back to the overview</a>
  if (!evaluation)
    return (
      <Empty action={overview}>
        {part === 'test'
          ? 'The test rows of this run are still closed. Open them on its overview.'
          : 'This run has no scores yet. Its rows are listed once it has trained.'}
      </Empty>
    )
  if (!dataset)
    return (
      <Empty action={overview}>
        The data that these rows are of is not in this browser. Load the same file again to see them.
      </Empty>
    )
  return <ScoredRows run={run} route={route} part={part} dataset={dataset} />
}

function ScoredRows({
  run,
  route,
  part,
  dataset,
}: {
  run: Run
  route: RunRowsRoute
  part: Evaluation['part']
  dataset: Dataset
}) {
  const isTestOpen = useAssay((state) => state.shelves.evaluation[`${run.id}/test`] !== undefined)
  const { question } = run.spec
  const { rows = WHOLE_VIEW } = route
  // Numbers are neither of a class nor right or wrong.
  const { was, called, only } = question.task === 'regression' ? ({} as Partial<RunRowsRoute>) : route
  const asked = { runId: run.id, part, was, called, ...(only && { outcomes: [only] }) }
  const table = useSaidTable(dataset, asked)
  const ticks = useTicks(`${dataset.id} ${part}`)
  const notes = useNotes(dataset, table)
  const actions = useActions()
  const write = async (columns: readonly string[]) => {
    const csv = await actions().exportSaid({ ...asked, view: rows, shown: columns }, dataset.name)
    if (csv) saveFile(csv, `${dataset.name} rows of run ${run.mark.letter}.csv`)
  }
  const change = (next: Partial<RunRowsRoute>, options?: { readonly replace?: boolean }) =>
    goTo({ ...route, ...next }, options)
  return (
    <section aria-label="Rows" className={styles.section}>
      <RepairList run={run} level={2} by={route.by} onBy={(by) => change({ by }, { replace: true })} />
      <RowSurgery {...{ run, part, dataset, asked, view: rows, table, ticks }} />
      <div className={styles.list}>
        <SaidRows
          table={table}
          asked={asked}
          view={rows}
          isPart={was !== undefined || called !== undefined || only !== undefined}
          ticks={{ rows: ticks.rows, onTick: ticks.toggleAll }}
          notes={notes}
          onExport={(columns) => void write(columns)}
          onView={(view, options) => change({ rows: view }, options)}
          onClear={() => goTo({ page: 'run', runId: run.id, view: 'rows', part: route.part })}
        >
          <div className={styles.controls}>
            {isTestOpen && <PartControl part={part} onChange={(next: Evaluation['part']) => change({ part: next })} />}
            {question.task !== 'regression' && (
              <>
                <SegmentedControl
                  aria-label="Right or wrong"
                  size="xs"
                  value={only ?? 'all'}
                  onChange={(value) => change({ only: value === 'all' ? undefined : (value as 'right' | 'wrong') })}
                  data={[
                    { value: 'all', label: 'All' },
                    { value: 'wrong', label: 'Wrong' },
                    { value: 'right', label: 'Right' },
                  ]}
                />
                <ClassSelect
                  label="Was"
                  classes={question.classes}
                  value={was}
                  onChange={(next) => change({ was: next })}
                />
                <ClassSelect
                  label="Called"
                  classes={question.classes}
                  value={called}
                  onChange={(next) => change({ called: next })}
                />
              </>
            )}
          </div>
        </SaidRows>
        <p className={styles.note}>
          {question.task === 'regression'
            ? 'Farthest off first. Error is what was predicted less what is true; off by is its size.'
            : 'Worst first. p of true is the probability that the true class was given; loss is −ln p.'}{' '}
          Space or a click on its number ticks a row, T goes to the tag, Enter or a double click opens a row in the
          data.
        </p>
      </div>
    </section>
  )
}

/** What is written on the rows, as the grid shows it beside what was said of them. */
function useNotes({ lineage }: Dataset, { listed }: SaidTable): RowNotes | undefined {
  const tags = useAssay((state) => state.shelves.rowTags[lineage]?.tags)
  return useMemo(() => {
    // Of columns that are not of the data the tags are the last.
    const column = listed?.columns.findLast(({ digest }) => digest === '')?.name
    return column === undefined ? undefined : { column, byKey: tagsByKey(tags ?? []) }
  }, [tags, listed])
}

function ClassSelect({
  label,
  classes,
  value,
  onChange,
}: {
  label: string
  classes: readonly string[]
  value: string | undefined
  onChange: (value: string | undefined) => void
}) {
  return (
    <Labelled label={label}>
      {(id) => (
        <NativeSelect
          id={id}
          value={value ?? ''}
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
          data={[{ value: '', label: 'any' }, ...classes.map((name) => ({ value: name, label: name }))]}
        />
      )}
    </Labelled>
  )
}
