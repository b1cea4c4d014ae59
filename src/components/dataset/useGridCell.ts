import { type KeyboardEvent, useState } from 'react'

/** A cell by its place in the view: row −1 is the head of the column. */
export interface Cell {
  readonly row: number
  readonly column: number
}

/** Cells from one corner to another, both within. */
export interface CellRange {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

const HEAD = -1

/**
 * The cell that the keyboard is on, the range from another cell to it, and the keys that move them: with Shift the other
 * cell stays.
 */
export function useGridCell(
  rows: number,
  columns: number,
  page: number,
  show: (cell: Cell) => void,
  start: Cell = { row: 0, column: 0 },
) {
  const [place, setPlace] = useState<{ readonly cell: Cell; readonly anchor: Cell | undefined }>({
    cell: start,
    anchor: undefined,
  })
  const within = ({ row, column }: Cell): Cell => ({
    row: Math.min(rows - 1, Math.max(HEAD, row)),
    column: Math.min(columns - 1, Math.max(0, column)),
  })
  const cell = within(place.cell)
  const anchor = place.anchor && within(place.anchor)
  const moveTo = (to: Cell, isRange = false) => {
    const next = within(isRange ? { ...to, row: Math.max(0, to.row) } : to)
    setPlace({ cell: next, anchor: isRange ? (anchor ?? { ...cell, row: Math.max(0, cell.row) }) : undefined })
    show(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey) return
    const isFar = event.ctrlKey || event.metaKey
    if (isFar && event.key === 'a') {
      event.preventDefault()
      setPlace({ cell: { row: 0, column: 0 }, anchor: within({ row: END, column: END }) })
      return
    }
    if (event.key === 'Escape' && anchor) setPlace({ cell, anchor: undefined })
    const target = targetOf(event.key, isFar, cell, page)
    if (!target) return
    event.preventDefault()
    moveTo(target, event.shiftKey)
  }
  /** To the first row of other rows: no range, and nothing scrolls sideways. */
  const toTop = () => setPlace({ cell: { ...cell, row: Math.min(cell.row, 0) }, anchor: undefined })
  return { cell, range: anchor && rangeOf(anchor, cell), moveTo, toTop, onKeyDown }
}

function rangeOf(a: Cell, b: Cell): CellRange {
  return {
    top: Math.max(0, Math.min(a.row, b.row)),
    bottom: Math.max(a.row, b.row),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  }
}

const END = Number.MAX_SAFE_INTEGER

function targetOf(key: string, isFar: boolean, { row, column }: Cell, page: number): Cell | undefined {
  switch (key) {
    case 'ArrowUp':
      return { row: isFar ? 0 : row - 1, column }
    case 'ArrowDown':
      return { row: isFar ? END : row + 1, column }
    case 'ArrowLeft':
      return { row, column: isFar ? 0 : column - 1 }
    case 'ArrowRight':
      return { row, column: isFar ? END : column + 1 }
    case 'PageUp':
      return { row: Math.max(0, row - page), column }
    case 'PageDown':
      return { row: row + page, column }
    case 'Home':
      return { row: isFar ? 0 : row, column: 0 }
    case 'End':
      return { row: isFar ? END : row, column: END }
    default:
      return undefined
  }
}
