import { type RefObject, useCallback, useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** Height of every row, in pixels: that of `--h-row-data`. */
export const ROW_PX = 36
/** Rows drawn beyond either edge, and the step in which the window moves, so that not every pixel scrolled draws anew. */
const BEYOND = 4
/** Rows of the first drawing, before anything is measured. */
const FIRST = 32

export interface RowWindow {
  /** The rows that are drawn: from `start` up to `end`. */
  readonly start: number
  readonly end: number
  /** Scrolls a row into sight and has it drawn at once, so that it can be given the focus. */
  readonly reveal: (row: number) => void
}

/** Which of many rows of one height are in sight of a box that scrolls under a sticky head. */
export function useRowWindow(box: RefObject<HTMLElement | null>, rows: number): RowWindow {
  const [range, setRange] = useState({ start: 0, end: FIRST })
  const measure = useCallback(() => {
    const element = box.current
    if (!element) return
    const first = Math.floor(element.scrollTop / ROW_PX)
    const inSight = Math.ceil(element.clientHeight / ROW_PX)
    const start = Math.max(0, Math.floor(first / BEYOND - 1) * BEYOND)
    const end = Math.ceil((first + inSight) / BEYOND + 1) * BEYOND
    setRange((old) => (old.start === start && old.end === end ? old : { start, end }))
  }, [box])
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    measure()
    const watcher = new ResizeObserver(measure)
    watcher.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    return () => {
      watcher.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [box, measure])
  const reveal = useCallback(
    (row: number) => {
      const element = box.current
      if (!element) return
      const head = element.querySelector('thead')?.offsetHeight ?? 0
      const least = head + (row + 1) * ROW_PX - element.clientHeight
      const most = row * ROW_PX
      element.scrollTop = Math.min(most, Math.max(least, element.scrollTop))
      flushSync(measure)
    },
    [box, measure],
  )
  return { start: Math.min(range.start, rows), end: Math.min(range.end, rows), reveal }
}
