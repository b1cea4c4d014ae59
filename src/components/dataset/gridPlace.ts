import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { Dataset, DatasetId } from '@/core/dataset/dataset.ts'
import type { Cell } from './useGridCell.ts'

/** Where a person was in a grid when one of another version of the data takes its place, by an edit or its undo. */
interface GridPlace {
  readonly datasetId: DatasetId
  readonly lineage: DatasetId
  /** Which rows were shown, in which order. */
  readonly key: string
  readonly cell: Cell
  readonly top: number
  readonly left: number
}

let last: GridPlace | undefined
let wantsFocus = false

/** Has the next grid take the focus, after an edit that was made in this one. */
export function passGridFocus(): void {
  wantsFocus = true
}

/** The place in the grid of another version that was just left, if it showed the same view. */
export function takeGridPlace({ id, lineage }: Dataset, key: string): GridPlace | undefined {
  return last && last.lineage === lineage && last.datasetId !== id && last.key === key ? last : undefined
}

/** Goes to a place that was kept, and keeps the place for the grid that comes after this one. */
export function useGridPlace(
  { id, lineage }: Dataset,
  key: string,
  cell: Cell,
  scroller: RefObject<HTMLElement | null>,
  kept: Pick<GridPlace, 'cell' | 'top' | 'left'> | undefined,
): void {
  const now = useRef({ key, cell })
  now.current = { key, cell }
  // biome-ignore lint/correctness/useExhaustiveDependencies: gone to once, when the grid comes
  useLayoutEffect(() => {
    const element = scroller.current
    if (kept && element) element.scrollTo(kept.left, kept.top)
    if (wantsFocus) element?.focus({ preventScroll: true })
    wantsFocus = false
    return () => {
      last = { datasetId: id, lineage, ...now.current, top: element?.scrollTop ?? 0, left: element?.scrollLeft ?? 0 }
    }
  }, [])
}
