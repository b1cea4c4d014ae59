import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useEffect, useMemo, useReducer, useRef, useState } from 'react'
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
import { takeGridPlace, useGridPlace } from './gridPlace.ts'
import type { Arrangement } from './useArrangement.ts'
import { type Cell, useGridCell } from './useGridCell.ts'
import type { GridLayoutState } from './useGridLayout.ts'
import { useRowBlocks } from './useRowBlocks.ts'

/** Drawn rows are placed from a row that is a multiple of this, so that those that stay in sight are not moved. */
const BASE = 1_024

const TICK_WIDTH = 16

/** How long a scroll must have ended for the elements of the rows to be put in the order of the rows. */
const REST_MS = 200

export type RowGridState = ReturnType<typeof useRowGrid>

/**
 * What a grid of rows shows: rows and columns in sight by plain arithmetic (rows are all of one height, and there may be
 * more of them than a browser has pixels), their values, and the cell that the keyboard is on. A scroll draws anew only
 * where other rows or columns come into sight.
 * @param begin The place of the row to begin at; the top where absent.
 * @param canTick Whether row numbers leave room for a tick.
 */
export function useRowGrid(
  dataset: Dataset,
  arrangement: Arrangement,
  { layout }: GridLayoutState,
  begin?: number,
  canTick = false,
) {
  const { columns } = dataset
  const scroller = useRef<HTMLDivElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const { ref: sized, width, height } = useElementSize()
  // Rows keep their numbers when others are dropped.
  const most = dataset.firstRead?.rows ?? dataset.rows
  const numbers = formatCount(most).length * 8 + (dataset.weights ? 68 : 28) + (canTick ? TICK_WIDTH : 0)
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
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(rest.current), [])
  const onScroll = () => {
    const element = scroller.current
    if (!element) return
    clearTimeout(rest.current)
    rest.current = setTimeout(() => {
      rest.current = undefined
      draw()
    }, REST_MS)
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
  const [kept] = useState(
    () =>
      takeGridPlace(dataset, arrangement.key) ??
      (begin === undefined
        ? undefined
        : { cell: { row: begin, column: 0 }, top: scrollToRow(track, begin, 0), left: 0 }),
  )
  const place = useGridCell(rows, lanes.all.length, page, show, kept?.cell)
  useGridPlace(dataset, arrangement.key, place.cell, scroller, kept)

  // Another arrangement begins at its top.
  const { key } = arrangement
  const shownKey = useRef(key)
  const { toTop } = place
  useEffect(() => {
    if (shownKey.current === key) return
    shownKey.current = key
    if (scroller.current) scroller.current.scrollTop = 0
    toTop()
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
    isScrolling: rest.current !== undefined,
    /** Whether rows have other numbers than their places. */
    isArranged: arrangement.view !== undefined || arrangement.read !== undefined || dataset.rowIds !== undefined,
    blocks: useRowBlocks(dataset, arrangement, wanted, first, last),
    ...place,
  }
}
