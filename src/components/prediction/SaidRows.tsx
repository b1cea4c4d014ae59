import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { CellLine } from '@/components/dataset/CellLine.tsx'
import { FoundList, type ListActions } from '@/components/dataset/FoundList.tsx'
import type { Marks, RowNotes } from '@/components/dataset/GridRow.tsx'
import { RowGrid, type RowTicks } from '@/components/dataset/RowGrid.tsx'
import { RowsBar } from '@/components/dataset/RowsBar.tsx'
import type { Arrangement } from '@/components/dataset/useArrangement.ts'
import { useCopy } from '@/components/dataset/useCopy.ts'
import type { GridLayoutState } from '@/components/dataset/useGridLayout.ts'
import { useRowGrid } from '@/components/dataset/useRowGrid.ts'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { isFiltered, type View } from '@/core/dataset/view.ts'
import styles from './prediction.module.css'
import { useSaidList } from './useSaidList.ts'
import type { SaidAsked, SaidTable } from './useSaidTable.ts'

interface SaidRowsProps {
  readonly table: SaidTable
  readonly asked: SaidAsked
  readonly view: View
  /** Whether rows are left out by other than the view. */
  readonly isPart: boolean
  readonly onView: (view: View, options?: { readonly replace?: boolean }) => void
  /** Asks for all rows. */
  readonly onClear: () => void
  /** Where rows can be ticked and written on, and taken away as CSV. */
  readonly ticks?: RowTicks | undefined
  readonly notes?: RowNotes | undefined
  readonly onExport?: ((columns: readonly string[]) => void) | undefined
  /** What else rows are chosen by. */
  readonly children?: ReactNode
}

/** Rows with what one or two runs said of them, worst first, beside the columns of the data. Only rows in sight are fetched. */
export function SaidRows(props: SaidRowsProps) {
  const { runId, base, part, tolerance } = props.asked
  const { listed, error, again } = props.table
  if (error)
    return (
      <div className={styles.strip}>
        <ErrorStrip error={error} action={<Button onClick={again}>Try again</Button>} />
      </div>
    )
  if (!listed) return null
  return <ListedRows key={JSON.stringify([runId, base, part, tolerance])} {...props} listed={listed} />
}

interface Listed {
  /** The data with the columns of predictions. */
  readonly listed: Dataset
}

function ListedRows({
  table,
  asked,
  view,
  isPart,
  onView,
  onClear,
  ticks,
  notes,
  onExport,
  children,
  listed,
}: SaidRowsProps & Listed) {
  const { columns } = table
  const found = useSaidList(asked, view, table, notes?.column)
  return (
    <>
      <RowsBar
        dataset={listed}
        view={view}
        rows={found.output?.rows}
        of={found.of}
        isPart={isPart || isFiltered(view)}
        columns={columns}
        onSearch={(search) => onView({ ...view, search }, { replace: true })}
        {...(onExport && { onExport: () => onExport(table.shown ?? []) })}
      >
        {children}
      </RowsBar>
      <FoundList
        dataset={listed}
        view={view}
        found={{ ...found, progress: found.isSlow ? (found.progress ?? { done: 0, total: 1 }) : undefined }}
        onView={onView}
        none={<Empty action={<Button onClick={onClear}>List all rows</Button>}>No row is like that.</Empty>}
      >
        {(arrangement, list) => (
          <FoundRows
            dataset={listed}
            asked={asked}
            arrangement={arrangement}
            columns={columns}
            view={view}
            ticks={ticks}
            notes={notes}
            isStale={!found.output}
            {...list}
          />
        )}
      </FoundList>
    </>
  )
}

/** Cells of a file that lost their text are marked where the data itself is shown. */
const NO_MARKS: Marks = new Map()

function FoundRows({
  dataset,
  asked: { runId, part },
  arrangement,
  columns,
  view,
  ticks,
  notes,
  isStale,
  ...list
}: ListActions & {
  dataset: Dataset
  asked: SaidAsked
  arrangement: Arrangement
  columns: GridLayoutState
  view: View
  ticks: RowTicks | undefined
  notes: RowNotes | undefined
  isStale: boolean
}) {
  const grid = useRowGrid(dataset, arrangement, columns, undefined, ticks !== undefined)
  const { onCopy, copied } = useCopy(dataset, arrangement, grid)
  const block = grid.blocks.blockOf(grid.cell.row)
  const place = block?.rows?.[grid.cell.row - block.start]
  const route =
    place === undefined ? undefined : ({ page: 'data', datasetId: dataset.id, view: 'rows', row: place } as const)
  return (
    <>
      <RowGrid
        dataset={dataset}
        grid={grid}
        rows={arrangement.rows}
        view={view}
        columns={columns}
        marks={NO_MARKS}
        ticks={ticks}
        notes={notes}
        isStale={isStale}
        {...list}
        onCopy={onCopy}
        onOpen={() => route && goTo(route)}
      />
      <CellLine grid={grid} marks={NO_MARKS} rows={arrangement.rows} copied={copied} problem={undefined}>
        {route && (
          <a className={styles.open} href={hrefOf({ page: 'predict', runId, way: 'row', part, row: route.row })}>
            What if it were otherwise?
          </a>
        )}
        {route && (
          <a className={styles.open} href={hrefOf(route)}>
            Open this row in the data
          </a>
        )}
      </CellLine>
    </>
  )
}
