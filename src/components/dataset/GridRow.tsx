// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed by hand, which a table's own layout forbids
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names the active cell
import { memo, type ReactNode } from 'react'
import type { ColumnType } from '@/core/dataset/column.ts'
import type { CellIssue } from '@/core/dataset/dataset.ts'
import { formatCell, formatCount } from '@/core/format/format.ts'
import gridStyles from './grid.module.css'
import type { Lane } from './gridGeometry.ts'
import { ROW_HEIGHT } from './gridGeometry.ts'
import { numberOf, type RowBlock, valueIn, weightOf } from './useRowBlocks.ts'

/** Characters of a text that a cell draws; more could not be seen. */
const DRAWN = 80

/** Cells that hold no value although the file says something there, by row and column. */
export type Marks = ReadonlyMap<number, ReadonlyMap<string, CellIssue>>

/** What a person wrote on rows, by their keys, and the column that shows it. */
export interface RowNotes {
  readonly column: string
  readonly byKey: ReadonlyMap<number, string>
}

interface GridRowProps {
  /** Its place in the view, from 0. */
  readonly row: number
  readonly top: number
  readonly width: number
  /** Width of the row numbers. */
  readonly numbers: number
  readonly block: RowBlock | undefined
  readonly isArranged: boolean
  readonly frozen: readonly Lane[]
  readonly moving: readonly Lane[]
  /** The place among the shown columns of the first that moves. */
  readonly from: number
  /** The active cell's column; −1 where it is in another row. */
  readonly active: number
  /** The columns of the range in this row; none where `right` is smaller. */
  readonly left: number
  readonly right: number
  readonly marks: Marks
  /** Whether it is ticked; absent where rows cannot be. */
  readonly isTicked?: boolean | undefined
  readonly notes?: RowNotes | undefined
  /** What the active cell is edited with, while it is. */
  readonly editor?: ReactNode
}

export function isRightAligned(type: ColumnType): boolean {
  return type === 'number' || type === 'integer'
}

export function cellId(row: number, column: number): string {
  return `cell-${row}-${column}`
}

export function describeMark({ raw, reason }: CellIssue): string {
  return `Was “${raw}”: ${reason}`
}

/** One row: its number in the data, and its cells in sight. Drawn anew only where something of it changed. */
export const GridRow = memo(function GridRow({
  row,
  top,
  width,
  numbers,
  block,
  isArranged,
  frozen,
  moving,
  from,
  active,
  left,
  right,
  marks,
  isTicked,
  notes,
  editor,
}: GridRowProps) {
  const number = numberOf(block, row, isArranged)
  const weight = weightOf(block, row)
  const marked = number === undefined ? undefined : marks.get(number)
  const cell = ({ index, meta, start, width: size }: Lane, position: number, isFrozen: boolean) => {
    const isNote = notes?.column === meta.name
    const value = isNote
      ? number === undefined
        ? undefined
        : (notes.byKey.get(number) ?? '')
      : valueIn(block, row, index)
    const isMissing = value === null || Number.isNaN(value)
    const issue = isMissing ? marked?.get(meta.name) : undefined
    const isChosen = position === active || (position >= left && position <= right)
    return (
      <div
        key={index}
        id={position === active ? cellId(row, position) : undefined}
        role="gridcell"
        aria-colindex={position + 2}
        aria-selected={isChosen}
        className={isFrozen ? gridStyles.frozenCell : gridStyles.cell}
        data-right={isRightAligned(meta.type) || undefined}
        data-active={position === active || undefined}
        data-last={(isFrozen && position === frozen.length - 1) || undefined}
        data-mark={issue ? '' : undefined}
        title={issue && describeMark(issue)}
        style={{ left: start, width: size }}
      >
        {editor && position === active ? (
          editor
        ) : value === undefined ? null : isMissing ? (
          <span className={gridStyles.missing}>missing</span>
        ) : (
          formatCell(typeof value === 'string' ? value.slice(0, DRAWN) : value, meta.type)
        )}
      </div>
    )
  }
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      aria-busy={block === undefined}
      data-waiting={block === undefined || undefined}
      data-ticked={isTicked || undefined}
      className={gridStyles.row}
      style={{ top, width, height: ROW_HEIGHT }}
    >
      <div role="rowheader" aria-colindex={1} className={gridStyles.number} style={{ width: numbers }}>
        {isTicked && (
          <small>
            <span aria-hidden>✓</span>
            <span className="visually-hidden">ticked, row</span>
          </small>
        )}
        {weight !== 1 && <small>×{weight}</small>}
        {number === undefined ? '' : formatCount(number + 1)}
      </div>
      {frozen.map((lane, i) => cell(lane, i, true))}
      {moving.map((lane, i) => cell(lane, from + i, false))}
    </div>
  )
})
