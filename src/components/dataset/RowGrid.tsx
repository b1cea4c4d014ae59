// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed by hand, which a table's own layout forbids
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names the active cell
import { Button } from '@mantine/core'
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useMemo,
  useRef,
  useState,
} from 'react'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { nextDirection, type View } from '@/core/dataset/view.ts'
import { formatCell } from '@/core/format/format.ts'
import { GridHead } from './GridHead.tsx'
import { cellId, GridRow, type Marks, type RowNotes } from './GridRow.tsx'
import gridStyles from './grid.module.css'
import { drawnRows, HEAD_HEIGHT, type Lane, ROW_HEIGHT, WIDER, widthToFit } from './gridGeometry.ts'
import type { HeadMenuActions } from './HeadMenu.tsx'
import styles from './rows.module.css'
import type { Cell } from './useGridCell.ts'
import type { GridLayoutState } from './useGridLayout.ts'
import { valueIn } from './useRowBlocks.ts'
import type { RowGridState } from './useRowGrid.ts'

/** Rows that are ticked, by their places in the data. */
export interface RowTicks {
  readonly rows: ReadonlySet<number>
  readonly onTick: (places: readonly number[]) => void
}

interface RowGridProps {
  readonly dataset: Dataset
  readonly grid: RowGridState
  readonly rows: number
  readonly view: View
  readonly columns: GridLayoutState
  readonly marks: Marks
  /** Whether the rows shown are still those of the view before. */
  readonly isStale: boolean
  readonly onSort: (column: string, direction: 'up' | 'down' | 'none', isAdded: boolean) => void
  readonly onFilter: (column: string) => void
  readonly onCopy: (event: ClipboardEvent) => void
  /** What Space and a click on its number do with a row, where rows can be ticked. */
  readonly ticks?: RowTicks | undefined
  /** What a person wrote on rows, in place of what their column holds. */
  readonly notes?: RowNotes | undefined
  /** What Enter and a double click do with the active cell: begin to edit it, or go where its row is. */
  readonly onOpen: () => void
  /** The field of the cell that is edited, and its row. */
  readonly editor?: { readonly row: number; readonly field: ReactNode } | undefined
}

/** Rows and columns in sight as an ARIA grid: one stop of the Tab key, moved through with the arrows, heads included. */
export function RowGrid({
  dataset,
  grid,
  rows,
  view,
  columns,
  marks,
  isStale,
  onSort,
  onFilter,
  onCopy,
  onOpen,
  ticks,
  notes,
  editor,
}: RowGridProps) {
  const { lanes, frozen, moving, from, first, last, base, track, blocks, cell, range, numbers } = grid
  const [menu, setMenu] = useState<string>()
  const isColumnDrawn = cell.column < lanes.frozen || (cell.column >= from && cell.column < from + moving.length)
  const isDrawn = isColumnDrawn && (cell.row < 0 || (cell.row >= first && cell.row < last))
  const drawn = Array.from({ length: last - first }, (_, i) => first + i)
  const focus = () => grid.scroller.current?.focus()

  const actions: Omit<HeadMenuActions, 'frozen' | 'isOnly'> = {
    sort: (column, direction) => onSort(column, direction, view.sort.length > 1),
    filter: onFilter,
    freeze: columns.freeze,
    hide: columns.hide,
    resize: columns.resize,
    widen: (column, steps) => {
      const lane = lanes.all.find(({ meta }) => meta.name === column)
      if (lane) columns.resize(column, lane.width + steps * WIDER)
    },
    fit: (column) => {
      const lane = lanes.all.find(({ meta }) => meta.name === column)
      if (!lane) return
      const { index, meta } = lane
      const texts = drawn.map((row) => formatCell(valueIn(blocks.blockOf(row), row, index) ?? null, meta.type))
      columns.resize(column, widthToFit(column, texts))
    },
  }

  const onKeyDown = (event: KeyboardEvent) => {
    // The menu and the heads are within the grid for React, wherever they are on the page.
    if (event.target !== event.currentTarget) return
    const column = lanes.all[cell.column]?.meta.name
    if (column !== undefined && event.altKey && event.key === 'ArrowDown') {
      event.preventDefault()
      setMenu(column)
    } else if (column !== undefined && cell.row < 0 && event.key === 'Enter') {
      event.preventDefault()
      onSort(column, nextDirection(view, column), event.shiftKey)
    } else if (cell.row >= 0 && (event.key === 'Enter' || event.key === 'F2')) {
      event.preventDefault()
      onOpen()
    } else if (ticks && cell.row >= 0 && event.key === ' ') {
      event.preventDefault()
      const { top, bottom } = range ?? { top: cell.row, bottom: cell.row }
      ticks.onTick(Array.from({ length: bottom - top + 1 }, (_, i) => placeAt(top + i) ?? []).flat())
    } else grid.onKeyDown(event)
  }
  const placeAt = (row: number) => {
    const block = blocks.blockOf(row)
    return block && (block.rows?.[row - block.start] ?? row)
  }
  const onPointer = (event: MouseEvent) => {
    // Within the field of a cell the pointer is the field's.
    if (event.button !== 0 || event.target instanceof HTMLInputElement) return
    const numbered = ticks && event.type === 'mousedown' && rowOfNumber(event.target)
    const ticked = numbered === undefined || numbered === false ? undefined : placeAt(numbered)
    if (ticked !== undefined) return ticks?.onTick([ticked])
    const place = event.type === 'mousemove' && (event.buttons & 1) === 0 ? undefined : placeOf(event.target)
    if (!place) return
    const isRange = event.shiftKey || event.type === 'mousemove'
    if (event.type === 'mousemove' && place.row === cell.row && place.column === cell.column) return
    grid.moveTo(place, isRange)
  }

  // The heads stay as they are while rows scroll by, so what they do is looked up when it is done.
  const doing = useRef({ actions, onSort, focus, moveTo: grid.moveTo, view })
  doing.current = { actions, onSort, focus, moveTo: grid.moveTo, view }
  const activeHead = cell.row < 0 ? cell.column : -1
  const frozenName = frozen.at(-1)?.meta.name
  const { sort } = view
  const heads = useMemo(() => {
    const later: HeadMenuActions = {
      sort: (...each) => doing.current.actions.sort(...each),
      filter: (...each) => doing.current.actions.filter(...each),
      freeze: (...each) => doing.current.actions.freeze(...each),
      hide: (...each) => doing.current.actions.hide(...each),
      resize: (...each) => doing.current.actions.resize(...each),
      widen: (...each) => doing.current.actions.widen(...each),
      fit: (...each) => doing.current.actions.fit(...each),
      frozen: frozenName,
      isOnly: lanes.all.length === 1,
    }
    const head = (lane: Lane, position: number) => {
      const { name } = lane.meta
      return (
        <GridHead
          key={lane.index}
          lane={lane}
          position={position}
          isFrozen={position < lanes.frozen}
          isLastFrozen={position === lanes.frozen - 1}
          isActive={position === activeHead}
          isMenuOpen={menu === name}
          sort={sort}
          actions={later}
          onMenu={(isOpen) => {
            setMenu(isOpen ? name : undefined)
            if (!isOpen) doing.current.focus()
          }}
          onSort={(isAdded) => {
            const { moveTo, focus: focusGrid, onSort: sortBy, view: shown } = doing.current
            moveTo({ row: -1, column: position })
            focusGrid()
            sortBy(name, nextDirection(shown, name), isAdded)
          }}
        />
      )
    }
    return [...frozen.map(head), ...moving.map((lane, i) => head(lane, from + i))]
  }, [lanes, frozen, moving, from, activeHead, menu, sort, frozenName])
  const pool = drawnRows(track)
  // While rows scroll by their elements stay where they are in the document, which costs least; at rest they are in order.
  const placed = grid.isScrolling ? drawn.toSorted((a, b) => (a % pool) - (b % pool)) : drawn
  return (
    <>
      {blocks.error && (
        <div className={styles.error}>
          <ErrorStrip error={blocks.error} action={<Button onClick={blocks.retry}>Try again</Button>} />
        </div>
      )}
      <div
        ref={grid.ref}
        className={gridStyles.grid}
        role="grid"
        tabIndex={0}
        aria-label={`Rows of ${dataset.name}`}
        aria-rowcount={rows + 1}
        aria-colcount={lanes.all.length + 1}
        aria-multiselectable
        aria-busy={isStale}
        aria-activedescendant={isDrawn ? cellId(cell.row, cell.column) : undefined}
        onScroll={grid.onScroll}
        onKeyDown={onKeyDown}
        onMouseDown={onPointer}
        onMouseMove={onPointer}
        onDoubleClick={(event) => placeOf(event.target) && onOpen()}
        onCopy={onCopy}
      >
        <div
          role="presentation"
          className={gridStyles.sheet}
          style={{ width: lanes.width, height: track.height + HEAD_HEIGHT }}
        >
          <div
            role="row"
            aria-rowindex={1}
            className={gridStyles.head}
            style={{ width: lanes.width, height: HEAD_HEIGHT }}
          >
            <div role="columnheader" aria-colindex={1} className={gridStyles.corner} style={{ width: numbers }}>
              <span className="visually-hidden">Row</span>
            </div>
            {heads}
          </div>
          <div
            ref={grid.layer}
            role="presentation"
            className={gridStyles.layer}
            data-scaled={track.ratio !== 1 || undefined}
            style={{ top: HEAD_HEIGHT, transform: grid.shift }}
          >
            {placed.map((row) => {
              const isIn = range && row >= range.top && row <= range.bottom
              return (
                <GridRow
                  // The element of a row that went out of sight is used for one that came.
                  key={row % pool}
                  row={row}
                  top={(row - base) * ROW_HEIGHT}
                  width={lanes.width}
                  numbers={numbers}
                  block={blocks.blockOf(row)}
                  isArranged={grid.isArranged}
                  frozen={frozen}
                  moving={moving}
                  from={from}
                  active={row === cell.row ? cell.column : -1}
                  left={isIn ? range.left : 0}
                  right={isIn ? range.right : -1}
                  marks={marks}
                  isTicked={ticks ? ticks.rows.has(placeAt(row) ?? -1) : undefined}
                  notes={notes}
                  editor={editor?.row === row ? editor.field : undefined}
                />
              )
            })}
          </div>
        </div>
      </div>
    </>
  )
}

/** The place in the view of the row whose number an event happened in. */
function rowOfNumber(target: EventTarget): number | undefined {
  const row = (target as Element).closest('[role=rowheader]')?.parentElement?.ariaRowIndex
  return row ? Number(row) - 2 : undefined
}

/** The cell that an event happened in. Rows count the heads and columns the row numbers, both from 1. */
function placeOf(target: EventTarget): Cell | undefined {
  const cell = (target as Element).closest('[role=gridcell]')
  const row = cell?.parentElement?.ariaRowIndex
  return row ? { row: Number(row) - 2, column: Number(cell.ariaColIndex) - 2 } : undefined
}
