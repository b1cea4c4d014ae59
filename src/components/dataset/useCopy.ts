import { type ClipboardEvent, useState } from 'react'
import type { ColumnType } from '@/core/dataset/column.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { writeTsv } from '@/core/dataset/tsv.ts'
import { formatCell, formatCount, formatUnits } from '@/core/format/format.ts'
import type { Arrangement } from './useArrangement.ts'
import type { CellRange } from './useGridCell.ts'
import { type CellValue, numberOf, valueIn } from './useRowBlocks.ts'
import type { RowGridState } from './useRowGrid.ts'
import { useWindows } from './useWindows.ts'

/** Cells that a copy may take; more is what an export is for. */
const MOST_CELLS = 1_000_000

/** Copies the range, or else the active cell, as plain text: whole texts, whatever the cells draw of them. */
export function useCopy(
  dataset: Dataset,
  arrangement: Arrangement,
  { cell, range, lanes, blocks, isArranged }: RowGridState,
) {
  const read = useWindows(dataset, arrangement)
  const [copied, setCopied] = useState('')

  /** The cells where all of them were fetched. */
  const heldIn = ({ top, bottom }: CellRange, columns: readonly { index: number; meta: { type: ColumnType } }[]) => {
    const rows: string[][] = []
    for (let row = top; row <= bottom; row++) {
      const block = blocks.blockOf(row)
      const values = columns.map(({ index }) => valueIn(block, row, index))
      if (values.includes(undefined)) return undefined
      rows.push(values.map((value, i) => formatCell(value as CellValue, columns[i]!.meta.type)))
    }
    return writeTsv(rows)
  }

  const fetched = async (
    { top, bottom }: CellRange,
    columns: readonly { meta: { name: string; type: ColumnType } }[],
  ) => {
    const names = columns.map(({ meta }) => meta.name)
    const window = await read({ start: top, count: bottom - top + 1, columns: names }, {})
    const cellsOf = (row: number) => window.columns.map((values, i) => formatCell(values[row]!, columns[i]!.meta.type))
    return writeTsv(Array.from({ length: window.length }, (_, row) => cellsOf(row)))
  }

  const onCopy = (event: ClipboardEvent) => {
    if (event.target !== event.currentTarget || (cell.row < 0 && !range)) return
    event.preventDefault()
    const asked = range ?? { top: cell.row, bottom: cell.row, left: cell.column, right: cell.column }
    const columns = lanes.all.slice(asked.left, asked.right + 1)
    const rows = asked.bottom - asked.top + 1
    const number = numberOf(blocks.blockOf(cell.row), cell.row, isArranged) ?? cell.row
    const told = range
      ? `Copied ${formatUnits(rows, 'row')} by ${formatUnits(columns.length, 'column')}`
      : `Copied ${columns[0]!.meta.name} of row ${formatCount(number + 1)}`
    if (rows * columns.length > MOST_CELLS) {
      setCopied(`Too many cells to copy: ${formatCount(MOST_CELLS)} at most. Export CSV writes them all.`)
      return
    }
    const text = range && rows > HELD_ROWS ? undefined : heldIn(asked, columns)
    if (text !== undefined) {
      event.clipboardData.setData('text/plain', text)
      setCopied(told)
      return
    }
    setCopied('Copying…')
    // The browser waits for the text, so that it still counts as asked for by the keys that were pressed.
    const blob = fetched(asked, columns).then((whole) => new Blob([whole], { type: 'text/plain' }))
    navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]).then(
      () => setCopied(told),
      () => setCopied('The browser did not let the cells be copied. Try again, or export them as CSV.'),
    )
  }
  return { onCopy, copied }
}

/** Rows that are looked for among those that were fetched before the worker is asked. */
const HELD_ROWS = 2_000
