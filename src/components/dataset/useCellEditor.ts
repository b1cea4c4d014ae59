import { useRef, useState } from 'react'
import type { ColumnMeta, Dataset } from '@/core/dataset/dataset.ts'
import { readEntry } from '@/core/dataset/editColumn.ts'
import { formatCell } from '@/core/format/format.ts'
import { numberOf, valueIn } from './useRowBlocks.ts'
import type { RowEdits } from './useRowEdits.ts'
import type { RowGridState } from './useRowGrid.ts'

/** A cell that is being edited, and the text that stands in it. */
interface EditedCell {
  readonly row: number
  readonly key: number
  readonly column: ColumnMeta
  readonly before: string
  readonly text: string
  /** What to enter instead. */
  readonly problem?: string
}

/** Editing the active cell in place: begun by Enter, F2 or a double click, kept by Enter, given up by Escape. */
export function useCellEditor(dataset: Dataset, grid: RowGridState, edits: RowEdits) {
  const [edited, setEdited] = useState<EditedCell>()
  /** Whether the field is about to go, and its losing the focus means nothing. */
  const isOver = useRef(false)
  const leave = () => {
    isOver.current = true
    setEdited(undefined)
    grid.scroller.current?.focus({ preventScroll: true })
  }
  /** Whether the entry was one. */
  const write = async (cell: EditedCell): Promise<boolean> => {
    const { column, key, before, text } = cell
    if (text === before) return true
    const entry = readEntry(text, column.type, dataset.source.dialect)
    if ('problem' in entry) {
      setEdited({ ...cell, problem: entry.problem })
      return false
    }
    await edits.setCells(column.name, [key], text)
    return true
  }
  return {
    edited,
    /** Begins with the active cell; nothing where it is not known yet. */
    begin() {
      const { cell, lanes, blocks, isArranged } = grid
      const lane = lanes.all[cell.column]
      const block = blocks.blockOf(cell.row)
      const key = numberOf(block, cell.row, isArranged)
      if (cell.row < 0 || !lane || key === undefined || edits.isBusy) return
      const value = valueIn(block, cell.row, lane.index)
      if (value === undefined) return
      const before = formatCell(value, lane.meta.type)
      isOver.current = false
      setEdited({ row: cell.row, key, column: lane.meta, before, text: before })
    },
    change: (text: string) => setEdited((old) => old && { ...withoutProblem(old), text }),
    /** Keeps the text where it is a value of the column, else says what to enter. */
    async keep() {
      if (!edited || edits.isBusy) return
      if (await write(edited)) leave()
    },
    leave,
    /** The focus went elsewhere: what was entered is kept, if it can be. */
    async blur() {
      if (!edited || edits.isBusy || isOver.current) return
      isOver.current = true
      await write(edited)
      setEdited(undefined)
    },
  }
}

function withoutProblem({ problem: _problem, ...cell }: EditedCell): EditedCell {
  return cell
}
