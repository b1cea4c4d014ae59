import { NumberInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Empty } from '@/components/ui/Empty.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { formatCell, formatCount, formatUnits } from '@/core/format/format.ts'
import { RowGrid } from './RowGrid.tsx'
import styles from './rows.module.css'
import { useRowGrid } from './useRowGrid.ts'

/** Every row of the data, as it was read. Only what is in sight is fetched and drawn. */
export function RowsView({ dataset }: { dataset: Dataset }) {
  if (dataset.rows === 0) return <Empty>There is no row in this data.</Empty>
  return <Rows dataset={dataset} />
}

function Rows({ dataset }: { dataset: Dataset }) {
  const grid = useRowGrid(dataset)
  const [wanted, setWanted] = useState<string | number>('')
  const [copied, setCopied] = useState('')
  const { cell, blocks, sight } = grid
  const column = dataset.columns[cell.column]!
  const value = blocks.cellAt(cell.row, cell.column)
  const isMissing = value === null || Number.isNaN(value)
  const text = value === undefined || isMissing ? '' : formatCell(value, column.type)
  const go = (event: FormEvent) => {
    event.preventDefault()
    if (typeof wanted !== 'number') return
    grid.moveTo({ row: wanted - 1, column: cell.column })
    grid.scroller.current?.focus()
  }
  return (
    <section className={styles.rows} aria-labelledby="rows-title">
      <div className={styles.bar}>
        <h2 id="rows-title">
          Rows <span>{formatCount(sight.first + 1)}</span> to <span>{formatCount(sight.last)}</span> of{' '}
          {formatCount(dataset.rows)}
        </h2>
        <form onSubmit={go}>
          <label htmlFor="go-to-row">Go to row</label>
          <NumberInput
            id="go-to-row"
            value={wanted}
            onChange={setWanted}
            min={1}
            max={dataset.rows}
            allowDecimal={false}
            allowNegative={false}
            thousandSeparator=","
            hideControls
            placeholder={`1 to ${formatCount(dataset.rows)}`}
          />
        </form>
      </div>
      <RowGrid
        dataset={dataset}
        grid={grid}
        onCopy={(event) => {
          // What was marked with the mouse is what is meant.
          if (value === undefined || !(getSelection()?.isCollapsed ?? true)) return
          event.preventDefault()
          event.clipboardData.setData('text/plain', text)
          setCopied(`Copied ${column.name} of row ${formatCount(cell.row + 1)}`)
        }}
      />
      <div className={styles.cellLine}>
        <span>
          Row {formatCount(cell.row + 1)}, {column.name}
        </span>
        {value === undefined ? null : isMissing ? (
          <span className={styles.missing}>missing</span>
        ) : (
          <code>{text.slice(0, SHOWN)}</code>
        )}
        {text.length > SHOWN && <span>first {formatUnits(SHOWN, 'character')}; copying takes all</span>}
        <span role="status" className={styles.copied}>
          {copied}
        </span>
      </div>
    </section>
  )
}

/** Characters of a cell shown below the grid. */
const SHOWN = 600
