// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed by hand, which a table's own layout forbids
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names the active cell
import { memo } from 'react'
import type { ColumnType } from '@/core/dataset/column.ts'
import { formatCell } from '@/core/format/format.ts'
import styles from './rows.module.css'
import type { Cell } from './useGridCell.ts'

/** Characters of a text that a cell draws; more could not be seen. */
const DRAWN = 80

interface GridCellProps {
  readonly id: string
  readonly row: number
  readonly column: number
  readonly type: ColumnType
  /** Undefined while it is on the way. */
  readonly value: number | string | null | undefined
  readonly left: number
  readonly width: number
  readonly isActive: boolean
  readonly onPick: (cell: Cell) => void
}

export function isRightAligned(type: ColumnType): boolean {
  return type === 'number' || type === 'integer'
}

/** One cell: its value, or that it is missing, in words. `onPick` is left out of the comparison: it does the same always. */
export const GridCell = memo(
  function GridCell({ id, row, column, type, value, left, width, isActive, onPick }: GridCellProps) {
    const isMissing = value === null || Number.isNaN(value)
    return (
      // The keyboard moves through the grid, which has the focus.
      // biome-ignore lint/a11y/useKeyWithClickEvents: as above
      <div
        id={id}
        role="gridcell"
        aria-colindex={column + 2}
        aria-selected={isActive}
        className={styles.cell}
        data-right={isRightAligned(type)}
        style={{ left, width }}
        onClick={() => onPick({ row, column })}
      >
        {value === undefined ? (
          <i className={styles.waiting} />
        ) : isMissing ? (
          <span className={styles.missing} title="No value in this cell">
            missing
          </span>
        ) : (
          formatCell(typeof value === 'string' ? value.slice(0, DRAWN) : value, type)
        )}
      </div>
    )
  },
  (a, b) =>
    Object.is(a.value, b.value) &&
    a.id === b.id &&
    a.type === b.type &&
    a.left === b.left &&
    a.width === b.width &&
    a.isActive === b.isActive,
)
