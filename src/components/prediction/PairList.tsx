import type { Dataset } from '@/core/dataset/dataset.ts'
import type { View } from '@/core/dataset/view.ts'
import styles from './prediction.module.css'
import { SaidRows } from './SaidRows.tsx'
import { SpreadPanel } from './SpreadPanel.tsx'
import { type SaidAsked, useSaidTable } from './useSaidTable.ts'

interface PairListProps {
  readonly dataset: Dataset
  readonly asked: SaidAsked & { readonly base: string }
  /** What became of rows that gained and lost. */
  readonly words: readonly [gained: string, lost: string]
  readonly view: View
  /** Whether rows are left out by other than the view. */
  readonly isPart: boolean
  readonly onView: (view: View, options?: { readonly replace?: boolean }) => void
  /** Asks for all rows. */
  readonly onClear: () => void
}

/** The rows of two runs: where in the data they are, and one by one. */
export function PairList({ dataset, asked, words, view, isPart, onView, onClear }: PairListProps) {
  const table = useSaidTable(dataset, asked)
  return (
    <>
      <SpreadPanel
        asked={asked}
        table={table}
        view={view}
        words={words}
        onConditions={(conditions) => onView({ ...view, conditions })}
      />
      <section aria-label="Rows" className={styles.list}>
        <SaidRows table={table} asked={asked} view={view} isPart={isPart} onView={onView} onClear={onClear}>
          {view.sort.length === 0 && <span className="caption">What changed most first</span>}
        </SaidRows>
      </section>
    </>
  )
}
