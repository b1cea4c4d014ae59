import { useState } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { type GridLayout, keepLayout, readLayout } from '@/state/gridLayout.ts'
import { keepWidth } from './gridGeometry.ts'

/** The widths, hidden and frozen columns of a dataset's grid; every change is kept. */
export function useGridLayout({ lineage }: Pick<Dataset, 'lineage'>) {
  const [held, setHeld] = useState(() => ({ lineage, layout: readLayout(lineage) }))
  const { layout } = held
  if (held.lineage !== lineage) setHeld({ lineage, layout: readLayout(lineage) })
  const change = (next: GridLayout) => {
    setHeld({ lineage, layout: next })
    keepLayout(lineage, next)
  }
  return {
    layout,
    resize: (name: string, width: number) =>
      change({ ...layout, widths: { ...layout.widths, [name]: keepWidth(width) } }),
    hide: (name: string) => change({ ...layout, hidden: [...layout.hidden, name] }),
    show: (names: readonly string[]) =>
      change({ ...layout, hidden: layout.hidden.filter((name) => !names.includes(name)) }),
    /** Freezes all columns up to one; none where it is left out. */
    freeze: (name?: string) => change({ ...layout, frozen: name }),
  }
}

export type GridLayoutState = ReturnType<typeof useGridLayout>
