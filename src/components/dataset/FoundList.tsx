import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Empty } from '@/components/ui/Empty.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { sortBy, type View, WHOLE_VIEW } from '@/core/dataset/view.ts'
import type { ErrorData } from '@/core/errors.ts'
import { FilterDialog } from './FilterDialog.tsx'
import styles from './rows.module.css'
import type { Arrangement } from './useArrangement.ts'
import { ViewChips } from './ViewChips.tsx'

/** Rows that are being found and put in order. */
interface Finding {
  /** What to show; undefined until the first is there. */
  readonly arrangement: Arrangement | undefined
  readonly error: ErrorData | undefined
  readonly isStopped: boolean
  /** How much of the work is done, once it takes long. */
  readonly progress: { readonly done: number; readonly total: number } | undefined
  readonly stop: () => void
  readonly again: () => void
}

/** What the list itself does to the view, from the heads of its columns. */
export interface ListActions {
  readonly onSort: (column: string, direction: 'up' | 'down' | 'none', isAdded: boolean) => void
  readonly onFilter: (column: string) => void
}

/** A condition that is being made (of a column) or changed (one of the view's). */
interface Draft {
  readonly column: string
  readonly index?: number
}

/** The rows of a view: its conditions, how far they are found, and the rows, or why there are none. */
export function FoundList({
  dataset,
  view,
  found,
  onView,
  none,
  notices,
  children,
}: {
  /** With all columns that conditions can be of. */
  dataset: Dataset
  view: View
  found: Finding
  onView: (view: View, options?: { readonly replace?: boolean }) => void
  /** What stands where no row is found. */
  none: ReactNode
  /** What stands above the rows beside how far they are found. */
  notices?: ReactNode
  /** The rows that were found: one at least. */
  children: (arrangement: Arrangement, actions: ListActions) => ReactNode
}) {
  const [draft, setDraft] = useState<Draft>()
  const column = draft && dataset.columns.find(({ name }) => name === draft.column)
  const { arrangement, error, isStopped, progress, stop, again } = found
  return (
    <>
      <ViewChips
        dataset={dataset}
        view={view}
        onChange={onView}
        onEdit={(index) => setDraft({ index, column: view.conditions[index]!.column })}
        onClear={() => onView(WHOLE_VIEW)}
      />
      {progress && (
        <div className={styles.progress} role="status">
          <span>Finding the rows</span>
          <ProgressBar share={progress.done / progress.total} label="Finding the rows" />
          <Button onClick={stop}>Stop</Button>
        </div>
      )}
      {notices}
      {error ? (
        <div className={styles.error}>
          <ErrorStrip error={error} action={<Button onClick={() => onView(WHOLE_VIEW)}>Clear filters</Button>} />
        </div>
      ) : isStopped ? (
        <Empty action={<Button onClick={again}>Find them again</Button>}>Stopped before all rows were looked at.</Empty>
      ) : arrangement && arrangement.rows > 0 ? (
        children(arrangement, {
          onSort: (name, direction, isAdded) => onView(sortBy(view, name, direction, !isAdded), { replace: true }),
          onFilter: (name) => setDraft({ column: name }),
        })
      ) : (
        arrangement && none
      )}
      {column && (
        <FilterDialog
          column={column}
          condition={draft.index === undefined ? undefined : view.conditions[draft.index]}
          onClose={() => setDraft(undefined)}
          onApply={(condition) => {
            const { conditions } = view
            onView({ ...view, conditions: conditions.toSpliced(draft.index ?? conditions.length, 1, condition) })
            setDraft(undefined)
          }}
        />
      )}
    </>
  )
}
