import { type KeyboardEvent, useState } from 'react'

export interface Cell {
  readonly row: number
  readonly column: number
}

/** The cell that the keyboard is on, and the keys that move it. */
export function useGridCell(rows: number, columns: number, page: number, show: (cell: Cell) => void) {
  const [cell, setCell] = useState<Cell>({ row: 0, column: 0 })
  const moveTo = ({ row, column }: Cell) => {
    const next = {
      row: Math.min(rows - 1, Math.max(0, row)),
      column: Math.min(columns - 1, Math.max(0, column)),
    }
    setCell(next)
    show(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey) return
    const target = targetOf(event.key, event.ctrlKey || event.metaKey, cell, page)
    if (!target) return
    event.preventDefault()
    moveTo(target)
  }
  return { cell, moveTo, onKeyDown }
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
      return { row: row - page, column }
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
