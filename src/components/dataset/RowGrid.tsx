// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed by hand, which a table's own layout forbids
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names the active cell
import { Button } from '@mantine/core'
import type { VirtualItem } from '@tanstack/react-virtual'
import type { ClipboardEvent } from 'react'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { TypeIcon } from '@/components/ui/TypeIcon.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { formatCount } from '@/core/format/format.ts'
import { GridCell, isRightAligned } from './GridCell.tsx'
import { HEAD_HEIGHT, ROW_HEIGHT, topOfRow } from './gridGeometry.ts'
import styles from './rows.module.css'
import type { RowGridState } from './useRowGrid.ts'

/** Rows and columns in sight as an ARIA grid: one stop of the Tab key, moved through with the arrows. */
export function RowGrid({
  dataset,
  grid,
  onCopy,
}: {
  dataset: Dataset
  grid: RowGridState
  onCopy: (event: ClipboardEvent) => void
}) {
  const { across, drawn, track, blocks, cell, numbers } = grid
  const columns = across.getVirtualItems()
  const rows = Array.from({ length: drawn.last - drawn.first }, (_, i) => drawn.first + i)
  const isDrawn = cell.row >= drawn.first && cell.row < drawn.last && columns.some(({ index }) => index === cell.column)
  const width = across.getTotalSize()
  return (
    <>
      {blocks.error && (
        <div className={styles.error}>
          <ErrorStrip error={blocks.error} action={<Button onClick={blocks.retry}>Try again</Button>} />
        </div>
      )}
      <div
        ref={grid.ref}
        className={styles.grid}
        role="grid"
        tabIndex={0}
        aria-label={`Rows of ${dataset.name}`}
        aria-rowcount={dataset.rows + 1}
        aria-colcount={dataset.columns.length + 1}
        aria-readonly
        aria-activedescendant={isDrawn ? cellId(cell.row, cell.column) : undefined}
        onScroll={grid.onScroll}
        onKeyDown={grid.onKeyDown}
        onCopy={onCopy}
      >
        <div role="presentation" className={styles.sheet} style={{ width, height: track.height + HEAD_HEIGHT }}>
          <div role="row" aria-rowindex={1} className={styles.head} style={{ height: HEAD_HEIGHT }}>
            <div role="columnheader" aria-colindex={1} className={styles.corner} style={{ width: numbers }}>
              <span className="visually-hidden">Row</span>
            </div>
            {columns.map((item) => (
              <Head key={item.key} dataset={dataset} item={item} />
            ))}
          </div>
          {rows.map((row) => (
            <div
              key={row}
              role="row"
              aria-rowindex={row + 2}
              aria-busy={blocks.cellAt(row, 0) === undefined}
              className={styles.row}
              style={{ top: HEAD_HEIGHT + topOfRow(track, row, grid.scrollTop), width, height: ROW_HEIGHT }}
            >
              <div role="rowheader" aria-colindex={1} className={styles.number} style={{ width: numbers }}>
                {formatCount(row + 1)}
              </div>
              {columns.map(({ index, key, start, size }) => (
                <GridCell
                  key={key}
                  id={cellId(row, index)}
                  row={row}
                  column={index}
                  type={dataset.columns[index]!.type}
                  value={blocks.cellAt(row, index)}
                  left={start}
                  width={size}
                  isActive={row === cell.row && index === cell.column}
                  onPick={grid.moveTo}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
    </>
  )
}

function Head({ dataset, item: { index, start, size } }: { dataset: Dataset; item: VirtualItem }) {
  const { name, type } = dataset.columns[index]!
  return (
    <div
      role="columnheader"
      aria-colindex={index + 2}
      className={styles.headCell}
      data-right={isRightAligned(type)}
      style={{ left: start, width: size }}
      title={name}
    >
      <TypeIcon type={type} label={type} />
      <span>{name}</span>
    </div>
  )
}

function cellId(row: number, column: number): string {
  return `cell-${row}-${column}`
}
