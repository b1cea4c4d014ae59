import { NumberInput } from '@mantine/core'
import { type FormEvent, memo, type ReactNode, useCallback, useRef, useState } from 'react'
import { formatCell, formatCount, formatUnits } from '@/core/format/format.ts'
import { PROBLEM_ID } from './CellEditor.tsx'
import { describeMark, type Marks } from './GridRow.tsx'
import gridStyles from './grid.module.css'
import styles from './rows.module.css'
import { numberOf, valueIn, weightOf } from './useRowBlocks.ts'
import type { RowGridState } from './useRowGrid.ts'

/** Characters of a cell shown below the grid. */
const SHOWN = 600

/** The active cell in full, how large the range is, what was copied, and a way to any row. */
export function CellLine({
  grid,
  marks,
  rows,
  copied,
  problem,
  children,
}: {
  grid: RowGridState
  marks: Marks
  rows: number
  copied: string
  /** What is wrong with what is being entered in the cell. */
  problem: string | undefined
  /** What can be done with the cell and the rows. */
  children: ReactNode
}) {
  const { cell, range, lanes, blocks, isArranged } = grid
  const go = useRef((_row: number) => {})
  go.current = (row) => {
    grid.moveTo({ row, column: cell.column })
    grid.scroller.current?.focus()
  }
  const onGo = useCallback((row: number) => go.current(row), [])
  const lane = lanes.all[cell.column]
  if (!lane) return null
  const { name, type } = lane.meta
  const block = blocks.blockOf(cell.row)
  const number = numberOf(block, cell.row, isArranged)
  const value = valueIn(block, cell.row, lane.index)
  const weight = weightOf(block, cell.row)
  const isMissing = value === null || Number.isNaN(value)
  const text = value === undefined || isMissing ? '' : formatCell(value, type)
  const issue = isMissing && number !== undefined ? marks.get(number)?.get(name) : undefined
  return (
    <div className={styles.cellLine}>
      <span>
        {cell.row < 0 ? `Head of ${name}: Enter sorts, Alt ↓ opens its menu` : null}
        {cell.row >= 0 && number !== undefined ? `Row ${formatCount(number + 1)}, ${name}` : null}
      </span>
      {problem ? (
        <span id={PROBLEM_ID} role="alert" className="bad">
          {problem}
        </span>
      ) : value === undefined ? null : isMissing ? (
        <span className={gridStyles.missing}>missing</span>
      ) : (
        <code>{text.slice(0, SHOWN)}</code>
      )}
      {weight !== 1 && cell.row >= 0 && <span>counts {weight} in training</span>}
      {issue && <span>{describeMark(issue)}</span>}
      {text.length > SHOWN && <span>first {formatUnits(SHOWN, 'character')}; copying takes all</span>}
      {range && (
        <span>
          {formatUnits(range.bottom - range.top + 1, 'row')} by {formatUnits(range.right - range.left + 1, 'column')}
        </span>
      )}
      <span role="status" className={styles.copied}>
        {copied}
      </span>
      {children}
      {/* Where rows are left out or in another order, their numbers are no places to go to. */}
      {!isArranged && <GoToRow rows={rows} onGo={onGo} />}
    </div>
  )
}

/** Left as it is while rows scroll by. */
const GoToRow = memo(function GoToRow({ rows, onGo }: { rows: number; onGo: (row: number) => void }) {
  const [wanted, setWanted] = useState<string | number>('')
  const go = (event: FormEvent) => {
    event.preventDefault()
    if (typeof wanted === 'number') onGo(wanted - 1)
  }
  return (
    <form onSubmit={go}>
      <label htmlFor="go-to-row">Go to row</label>
      <NumberInput
        id="go-to-row"
        value={wanted}
        onChange={setWanted}
        min={1}
        max={rows}
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator=","
        hideControls
        placeholder={`1 to ${formatCount(rows)}`}
      />
    </form>
  )
})
