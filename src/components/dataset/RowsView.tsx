import { NumberInput } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useRef, useState } from 'react'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { TypeIcon } from '@/components/ui/TypeIcon.tsx'
import { isNumericType } from '@/core/dataset/column.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { formatCell, formatCount } from '@/core/format/format.ts'
import styles from './rows.module.css'
import { useRowBlocks } from './useRowBlocks.ts'

const ROW = 28
const COLUMN = 140
const NUMBERS = 76
/** Browsers end an element at some 33 million pixels: past this many rows the rest is reached by "Go to row". */
const SCROLLED = 1_100_000

/** Every row, as a grid of which only what is in sight exists. Arrow keys move, Ctrl C copies a cell. */
export function RowsView({ dataset }: { dataset: Dataset }) {
  const scroller = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState({ row: 0, column: 0 })
  const [base, setBase] = useState(0)
  const shown = Math.min(SCROLLED, dataset.rows - base)
  const rows = useVirtualizer({
    count: shown,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    scrollPaddingStart: ROW,
  })
  const columns = useVirtualizer({
    count: dataset.columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => COLUMN,
    horizontal: true,
    overscan: 3,
    scrollPaddingStart: NUMBERS,
  })
  const rowItems = rows.getVirtualItems()
  const columnItems = columns.getVirtualItems()
  const { cellAt, error } = useRowBlocks(
    dataset,
    base + (rowItems[0]?.index ?? 0),
    base + (rowItems.at(-1)?.index ?? 0),
  )

  const textAt = (row: number, column: number): string | undefined => {
    const value = cellAt(row, column)
    return value === undefined ? undefined : formatCell(value, dataset.columns[column]!.type)
  }
  const focus = (row: number, column: number) => {
    const next = {
      row: Math.min(dataset.rows - 1, Math.max(0, row)),
      column: Math.min(dataset.columns.length - 1, Math.max(0, column)),
    }
    setFocused(next)
    if (next.row < base || next.row >= base + SCROLLED) {
      setBase(Math.max(0, Math.min(next.row - 50, dataset.rows - SCROLLED)))
      scroller.current?.scrollTo({ top: 0 })
      return
    }
    rows.scrollToIndex(next.row - base)
    columns.scrollToIndex(next.column)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { row, column } = focused
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 2)
    if (event.key === 'c' && (event.ctrlKey || event.metaKey)) {
      void navigator.clipboard.writeText(textAt(row, column) ?? '')
      return
    }
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      PageUp: [row - page, column],
      PageDown: [row + page, column],
      Home: event.ctrlKey ? [0, 0] : [row, 0],
      End: event.ctrlKey ? [dataset.rows - 1, dataset.columns.length - 1] : [row, dataset.columns.length - 1],
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    focus(...move)
  }

  const width = NUMBERS + columns.getTotalSize()
  return (
    <div className={styles.view}>
      <div className={styles.tools}>
        <NumberInput
          aria-label="Go to row"
          placeholder="Go to row"
          min={1}
          max={dataset.rows}
          thousandSeparator=","
          hideControls
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            const row = Number(event.currentTarget.value.replaceAll(',', ''))
            if (row >= 1) focus(row - 1, focused.column)
          }}
        />
        <span className="caption">
          Row {formatCount(focused.row + 1)} of {formatCount(dataset.rows)}, {dataset.columns[focused.column]?.name}
        </span>
      </div>
      {error && <ErrorStrip error={error} />}
      <div
        ref={scroller}
        className={styles.scroller}
        role="grid"
        aria-label={`Rows of ${dataset.name}`}
        aria-rowcount={dataset.rows + 1}
        aria-colcount={dataset.columns.length + 1}
        aria-activedescendant={`cell-${focused.row}-${focused.column}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className={styles.head} style={{ width }}>
          <div role="row" aria-rowindex={1}>
            <span role="columnheader" aria-colindex={1} className={styles.number}>
              Row
            </span>
            {columnItems.map(({ index, start }) => {
              const { name, type } = dataset.columns[index]!
              return (
                <span
                  key={index}
                  role="columnheader"
                  aria-colindex={index + 2}
                  className={styles.cell}
                  data-numeric={isNumericType(type)}
                  style={{ left: NUMBERS + start }}
                  title={`${name}, ${type}`}
                >
                  <TypeIcon type={type} /> {name}
                </span>
              )
            })}
          </div>
        </div>
        <div role="rowgroup" style={{ height: rows.getTotalSize(), width, position: 'relative' }}>
          {rowItems.map((item) => {
            const row = base + item.index
            return (
              <div
                key={row}
                role="row"
                aria-rowindex={row + 2}
                className={styles.row}
                style={{ top: item.start, width }}
              >
                <span role="rowheader" aria-colindex={1} className={styles.number}>
                  {formatCount(row + 1)}
                </span>
                {columnItems.map(({ index, start }) => {
                  const text = textAt(row, index)
                  const isFocused = focused.row === row && focused.column === index
                  return (
                    // The grid itself takes the keys: moving by arrows needs no element for every cell to focus.
                    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
                    // biome-ignore lint/a11y/useFocusableInteractive: see above
                    <span
                      key={index}
                      id={`cell-${row}-${index}`}
                      role="gridcell"
                      aria-colindex={index + 2}
                      aria-selected={isFocused}
                      className={styles.cell}
                      data-numeric={isNumericType(dataset.columns[index]!.type)}
                      style={{ left: NUMBERS + start }}
                      title={text}
                      onClick={() => setFocused({ row, column: index })}
                    >
                      {text === '' ? <span className={styles.missing}>missing</span> : text}
                    </span>
                  )
                })}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
