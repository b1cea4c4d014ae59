import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useEffect, useMemo, useReducer, useRef } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { formatCount } from '@/core/format/format.ts'
import {
  HEAD_HEIGHT,
  lanesAt,
  layLanes,
  ROW_HEIGHT,
  rowsAt,
  scrollToLane,
  scrollToRow,
  topOfRow,
  trackOf,
} from './gridGeometry.ts'
import type { Arrangement } from './useArrangement.ts'
import { type Cell, useGridCell } from './useGridCell.ts'
import type { GridLayoutState } from './useGridLayout.ts'
import { useRowBlocks } from './useRowBlocks.ts'

/** Drawn rows are placed from a row that is a multiple of this, so that those that stay in sight are not moved. */
const BASE = 1_024

export type RowGridState = ReturnType<typeof useRowGrid>

/**
 * What a grid of rows shows: rows and columns in sight by plain arithmetic (rows are all of one height, and there may be
 * more of them than a browser has pixels), their values, and the cell that the keyboard is on. A scroll draws anew only
 * where other rows or columns come into sight.
 */
export function useRowGrid(dataset: Dataset, arrangement: Arrangement, { layout }: GridLayoutState) {
  const { columns } = dataset
  const scroller = useRef<HTMLDivElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const { ref: sized, width, height } = useElementSize()
  const numbers = formatCount(dataset.rows).length * 8 + 28
  const lanes = useMemo(() => layLanes(columns, layout, numbers), [columns, layout, numbers])
  const { rows } = arrangement
  const track = trackOf(rows, Math.max(ROW_HEIGHT, height - HEAD_HEIGHT))

  const scroll = useRef({ top: 0, left: 0 })
  const [, draw] = useReducer((count: number) => count + 1, 0)
  const sightAt = ({ top, left }: { top: number; left: number }) => {
    const { first, last } = rowsAt(track, top)
    return { first, last, ...lanesAt(lanes, left, width) }
  }
  const sight = sightAt(scroll.current)
  const { first, last, from, to } = sight
  const frozen = useMemo(() => lanes.all.slice(0, lanes.frozen), [lanes])
  const moving = useMemo(() => lanes.all.slice(from, to), [lanes, from, to])
  const wanted = useMemo(() => [...frozen, ...moving].map(({ index }) => index), [frozen, moving])
  const base = Math.floor(first / BASE) * BASE
  const shiftOf = (top: number) => `translateY(${topOfRow(track, base, top)}px)`
  const onScroll = () => {
    const element = scroller.current
    if (!element) return
    scroll.current = { top: element.scrollTop, left: element.scrollLeft }
    const next = sightAt(scroll.current)
    if (next.first !== first || next.last !== last || next.from !== from || next.to !== to) draw()
    else if (layer.current) layer.current.style.transform = shiftOf(scroll.current.top)
  }

  const show = ({ row, column }: Cell) => {
    const element = scroller.current
    if (!element) return
    if (row >= 0) element.scrollTop = scrollToRow(track, row, element.scrollTop)
    element.scrollLeft = scrollToLane(lanes, column, element.scrollLeft, element.clientWidth)
  }
  const page = Math.max(1, Math.floor(track.view / ROW_HEIGHT) - 1)
  const place = useGridCell(rows, lanes.all.length, page, show)

  // Another arrangement begins at its top.
  const { key } = arrangement
  const shownKey = useRef(key)
  const { cell, moveTo } = place
  useEffect(() => {
    if (shownKey.current === key) return
    shownKey.current = key
    if (scroller.current) scroller.current.scrollTop = 0
    moveTo({ row: Math.min(cell.row, 0), column: cell.column })
  })

  return {
    scroller,
    layer,
    ref: useMergedRef(scroller, sized),
    onScroll,
    shift: shiftOf(scroll.current.top),
    base,
    track,
    lanes,
    frozen,
    moving,
    from,
    first,
    last,
    numbers,
    isArranged: arrangement.view !== undefined,
    blocks: useRowBlocks(dataset, arrangement, wanted, first, last),
    ...place,
  }
}
