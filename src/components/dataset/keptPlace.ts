import { type RefObject, useLayoutEffect } from 'react'
import type { DatasetId } from '@/core/dataset/dataset.ts'

/** Where a person was when a page of the same columns takes the place of another: a new version has a URL of its own. */
interface Place {
  readonly datasetId: DatasetId
  readonly scrollTop: number
  readonly column: string
}

let kept: Place | undefined

/** The element that scrolls what lies in it. */
function scrollerOf(element: HTMLElement | null): HTMLElement | undefined {
  for (let at = element?.parentElement; at; at = at.parentElement) {
    const { overflowY } = getComputedStyle(at)
    if ((overflowY === 'auto' || overflowY === 'scroll') && at.scrollHeight > at.clientHeight) return at
  }
  return undefined
}

/** Keeps the place for the page of another version that comes next. */
export function keepPlace(datasetId: DatasetId, column: string, table: HTMLElement | null): void {
  kept = { datasetId, column, scrollTop: scrollerOf(table)?.scrollTop ?? 0 }
}

/** Takes the place that was kept for this version, once: scrolls there, and gives the focus back to its column. */
export function useKeptPlace(datasetId: DatasetId, table: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    if (kept?.datasetId !== datasetId) return
    const { column, scrollTop } = kept
    kept = undefined
    const scroller = scrollerOf(table.current)
    if (scroller) scroller.scrollTop = scrollTop
    table.current?.querySelector<HTMLElement>(`[data-column=${CSS.escape(column)}]`)?.focus({ preventScroll: true })
  }, [datasetId, table])
}
