import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { formatCount } from '@/core/format/format.ts'
import { HEAD_HEIGHT, ROW_HEIGHT, rowsAt, rowsInSight, scrollToRow, trackOf, widthOf } from './gridGeometry.ts'
import { type Cell, useGridCell } from './useGridCell.ts'
import { useRowBlocks } from './useRowBlocks.ts'

export type RowGridState = ReturnType<typeof useRowGrid>

/**
 * What a grid of rows shows: the columns in sight by the virtualiser, the rows by plain arithmetic (they are all of one
 * height, and there may be more of them than a browser has pixels), their values, and the cell that the keyboard is on.
 */
export function useRowGrid({ id, rows, columns }: Dataset) {
  const scroller = useRef<HTMLDivElement>(null)
  const { ref: sized, height } = useElementSize()
  const [scrollTop, setScrollTop] = useState(0)
  const numbers = formatCount(rows).length * 8 + 28
  const widths = useMemo(() => columns.map(widthOf), [columns])
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => widths[i]!,
    paddingStart: numbers,
    scrollPaddingStart: numbers,
    overscan: 2,
  })
  const track = trackOf(rows, Math.max(ROW_HEIGHT, height - HEAD_HEIGHT))
  const drawn = rowsAt(track, scrollTop)
  const show = ({ row, column }: Cell) => {
    const element = scroller.current
    if (!element) return
    element.scrollTop = scrollToRow(track, row, element.scrollTop)
    across.scrollToIndex(column, { align: 'auto' })
  }
  const page = Math.max(1, Math.floor(track.view / ROW_HEIGHT) - 1)
  return {
    scroller,
    ref: useMergedRef(scroller, sized),
    onScroll: () => setScrollTop(scroller.current?.scrollTop ?? 0),
    scrollTop,
    track,
    drawn,
    sight: rowsInSight(track, scrollTop),
    across,
    numbers,
    blocks: useRowBlocks(id, rows, columns.length, drawn.first, drawn.last),
    ...useGridCell(rows, columns.length, page, show),
  }
}
