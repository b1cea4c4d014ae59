import { useId } from 'react'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { isRightAligned } from './GridRow.tsx'
import gridStyles from './grid.module.css'

/** Where the problem of an entry stands, below the grid. */
export const PROBLEM_ID = 'cell-problem'

/** The field in a cell that is edited. Values that the column has are offered. */
export function CellEditor({
  column,
  row,
  text,
  isInvalid,
  isBusy,
  onChange,
  onKeep,
  onLeave,
  onBlur,
}: {
  column: ColumnMeta
  /** The row's number, for the field's name. */
  row: string
  text: string
  isInvalid: boolean
  isBusy: boolean
  onChange: (text: string) => void
  onKeep: () => void
  onLeave: () => void
  onBlur: () => void
}) {
  const listId = useId()
  const { name, type, summary } = column
  const known =
    type === 'boolean'
      ? ['true', 'false']
      : summary.kind === 'coded' && type === 'category'
        ? summary.top.map(({ value }) => value)
        : []
  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: somebody has just asked to edit this very cell
        autoFocus
        className={gridStyles.cellInput}
        data-right={isRightAligned(type) || undefined}
        aria-label={`${name} of row ${row}`}
        aria-invalid={isInvalid}
        aria-describedby={isInvalid ? PROBLEM_ID : undefined}
        list={known.length > 0 ? listId : undefined}
        readOnly={isBusy}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={onBlur}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault()
            onKeep()
          }
          if (event.key === 'Escape') onLeave()
        }}
      />
      {known.length > 0 && (
        <datalist id={listId}>
          {known.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
    </>
  )
}
