import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { JobStrip } from '@/components/ui/JobStrip.tsx'
import { saveFile } from '@/components/ui/saveFile.ts'
import type { CellIssue, Dataset } from '@/core/dataset/dataset.ts'
import { isFiltered, type View, WHOLE_VIEW } from '@/core/dataset/view.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { CellEditor } from './CellEditor.tsx'
import { CellLine } from './CellLine.tsx'
import { EditMenu } from './EditMenu.tsx'
import { FoundList, type ListActions } from './FoundList.tsx'
import type { Marks } from './GridRow.tsx'
import { RowGrid } from './RowGrid.tsx'
import { RowsBar } from './RowsBar.tsx'
import styles from './rows.module.css'
import { type Arrangement, useArrangement } from './useArrangement.ts'
import { useCellEditor } from './useCellEditor.ts'
import { useCopy } from './useCopy.ts'
import { type GridLayoutState, useGridLayout } from './useGridLayout.ts'
import { type RowEdits, useRowEdits } from './useRowEdits.ts'
import { useRowGrid } from './useRowGrid.ts'

/** The rows of the data, those that a view asks for and in its order. Only what is in sight is fetched and drawn. */
export function RowsView({
  dataset,
  view = WHOLE_VIEW,
  begin,
}: {
  dataset: Dataset
  view?: View | undefined
  /** The place of the row to begin at; the top where absent. */
  begin?: number | undefined
}) {
  if (dataset.rows === 0) return <Empty>There is no row in this data.</Empty>
  return <Rows key={`${dataset.id}/${begin}`} dataset={dataset} view={view} begin={begin} />
}

function Rows({ dataset, view, begin }: { dataset: Dataset; view: View; begin: number | undefined }) {
  const actions = useActions()
  const columns = useGridLayout(dataset)
  const { hidden } = columns.layout
  const shown = useMemo(
    () => dataset.columns.map(({ name }) => name).filter((name) => !hidden.includes(name)),
    [dataset, hidden],
  )
  const found = useArrangement(dataset, view, shown)
  const marks = useMemo(() => marksOf(dataset), [dataset])
  const jobs = useAssay((state) => state.jobs)
  const edits = useRowEdits(dataset, view, shown)
  const change = (next: View, options?: { readonly replace?: boolean }) =>
    goTo({ page: 'data', datasetId: dataset.id, view: 'rows', rows: next }, options)
  const clear = () => change({ ...WHOLE_VIEW, sort: view.sort })
  const write = async () => {
    const csv = await actions().exportRows(dataset.id, view, shown)
    if (csv) saveFile(csv, `${dataset.name}${isFiltered(view) ? ' filtered' : ''}.csv`)
  }
  return (
    <section className={styles.rows} aria-label="Rows">
      <RowsBar
        dataset={dataset}
        view={view}
        rows={found.isReady ? found.arrangement?.rows : undefined}
        columns={columns}
        onSearch={(search) => change({ ...view, search }, { replace: true })}
        onExport={() => void write()}
      />
      <FoundList
        dataset={dataset}
        view={view}
        found={found}
        onView={change}
        none={
          <Empty action={<Button onClick={clear}>Clear filters</Button>}>
            No row matches. The data has {formatUnits(dataset.rows, 'row')}.
          </Empty>
        }
        notices={Object.values(jobs)
          .filter(({ kind, subject }) => (kind === 'export' || kind === 'edit') && subject === dataset.id)
          .map((job) => (
            <div key={job.id} className={styles.job}>
              <JobStrip job={job} />
            </div>
          ))}
      >
        {(arrangement, list) => (
          <ArrangedRows
            dataset={dataset}
            view={view}
            arrangement={arrangement}
            begin={begin}
            isStale={!found.isReady}
            edits={edits}
            columns={columns}
            marks={marks}
            {...list}
          />
        )}
      </FoundList>
    </section>
  )
}

function ArrangedRows({
  dataset,
  view,
  arrangement,
  begin,
  isStale,
  edits,
  columns,
  marks,
  ...list
}: ListActions & {
  dataset: Dataset
  view: View
  arrangement: Arrangement
  begin: number | undefined
  isStale: boolean
  edits: RowEdits
  columns: GridLayoutState
  marks: Marks
}) {
  const grid = useRowGrid(dataset, arrangement, columns, begin)
  const { onCopy, copied } = useCopy(dataset, arrangement, grid)
  const { edited, ...editing } = useCellEditor(dataset, grid, edits)
  return (
    <>
      <RowGrid
        dataset={dataset}
        grid={grid}
        rows={arrangement.rows}
        view={view}
        columns={columns}
        marks={marks}
        isStale={isStale}
        {...list}
        onCopy={onCopy}
        onOpen={editing.begin}
        editor={
          edited && {
            row: edited.row,
            field: (
              <CellEditor
                column={edited.column}
                row={formatCount(edited.key + 1)}
                text={edited.text}
                isInvalid={edited.problem !== undefined}
                isBusy={edits.isBusy}
                onChange={editing.change}
                onKeep={() => void editing.keep()}
                onLeave={editing.leave}
                onBlur={() => void editing.blur()}
              />
            ),
          }
        }
      />
      <CellLine grid={grid} marks={marks} rows={arrangement.rows} copied={copied} problem={edited?.problem}>
        <EditMenu
          dataset={dataset}
          grid={grid}
          shown={isFiltered(view) && !isStale ? arrangement : undefined}
          windowView={arrangement.view}
          edits={edits}
          onEditCell={editing.begin}
        />
      </CellLine>
    </>
  )
}

/** The cells that lost their text when the file was read, as far as they are known. */
function marksOf({ issues, columns }: Dataset): Marks {
  const held = new Map(columns.map(({ name, kind }) => [name, kind]))
  const marks = new Map<number, Map<string, CellIssue>>()
  for (const issue of issues.samples) {
    // A column that was read as text since has its texts back.
    if (issue.kind !== 'coerced' || issue.row === undefined || held.get(issue.column) !== 'numeric') continue
    const ofRow = marks.get(issue.row) ?? new Map<string, CellIssue>()
    marks.set(issue.row, ofRow.set(issue.column, issue))
  }
  return marks
}
