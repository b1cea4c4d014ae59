// biome-ignore-all lint/a11y/useSemanticElements: cells are placed by hand, which a table's own layout forbids
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names the active cell
import { IconArrowDown, IconArrowUp, IconChevronDown } from '@tabler/icons-react'
import { type PointerEvent, useRef } from 'react'
import { TypeIcon } from '@/components/ui/TypeIcon.tsx'
import type { SortKey } from '@/core/dataset/view.ts'
import { cellId, isRightAligned } from './GridRow.tsx'
import gridStyles from './grid.module.css'
import type { Lane } from './gridGeometry.ts'
import { HeadMenu, type HeadMenuActions } from './HeadMenu.tsx'

export interface GridHeadProps {
  readonly lane: Lane
  /** Its place among the shown columns. */
  readonly position: number
  readonly isFrozen: boolean
  readonly isLastFrozen: boolean
  readonly isActive: boolean
  readonly isMenuOpen: boolean
  readonly sort: readonly SortKey[]
  readonly actions: HeadMenuActions
  readonly onMenu: (isOpen: boolean) => void
  /** A click on the name; `isAdded` where the other columns of the order stay. */
  readonly onSort: (isAdded: boolean) => void
}

/** The head of a column: a click sorts, the arrow opens its menu, its edge is dragged. The keyboard reaches it as a cell. */
export function GridHead(props: GridHeadProps) {
  const { lane, position, isFrozen, isLastFrozen, isActive, isMenuOpen, sort, actions, onMenu, onSort } = props
  const { name, type } = lane.meta
  const at = sort.findIndex(({ column }) => column === name)
  const key = sort[at]
  const Arrow = key?.descending ? IconArrowDown : IconArrowUp
  // The menu itself is made when it is opened: heads come and go with a scroll.
  const button = (
    <button
      type="button"
      tabIndex={-1}
      className={gridStyles.headMenu}
      aria-label={`Menu of ${name}`}
      aria-haspopup="menu"
      aria-expanded={isMenuOpen}
      onClick={isMenuOpen ? undefined : () => onMenu(true)}
    >
      <IconChevronDown size={14} aria-hidden />
    </button>
  )
  return (
    <div
      id={cellId(-1, position)}
      role="columnheader"
      aria-colindex={position + 2}
      aria-sort={key ? (key.descending ? 'descending' : 'ascending') : 'none'}
      className={isFrozen ? gridStyles.frozenHead : gridStyles.headCell}
      data-right={isRightAligned(type) || undefined}
      data-active={isActive || undefined}
      data-last={isLastFrozen || undefined}
      style={{ left: lane.start, width: lane.width }}
      title={name}
    >
      <button
        type="button"
        tabIndex={-1}
        className={gridStyles.headName}
        data-head={position}
        onClick={(event) => onSort(event.shiftKey)}
      >
        {/* The arrow takes the place of the type, so that the name keeps its room. */}
        {key ? <Arrow size={14} aria-hidden /> : <TypeIcon type={type} label={type} />}
        {key && sort.length > 1 && <small>{at + 1}</small>}
        <span>{name}</span>
      </button>
      {isMenuOpen ? (
        <HeadMenu name={name} sortKey={key} onClose={() => onMenu(false)} actions={actions}>
          {button}
        </HeadMenu>
      ) : (
        button
      )}
      <Edge width={lane.width} onResize={(width) => actions.resize(name, width)} onFit={() => actions.fit(name)} />
    </div>
  )
}

/** The edge that is dragged to another width; a double click fits it. The menu has the same for the keyboard. */
function Edge({ width, onResize, onFit }: { width: number; onResize: (width: number) => void; onFit: () => void }) {
  const from = useRef<{ readonly x: number; readonly width: number }>(undefined)
  const onMove = ({ clientX }: PointerEvent) => {
    if (from.current) onResize(from.current.width + clientX - from.current.x)
  }
  return (
    <div
      className={gridStyles.edge}
      aria-hidden
      data-edge
      onPointerDown={(event) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { x: event.clientX, width }
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        from.current = undefined
      }}
      onDoubleClick={onFit}
    />
  )
}
