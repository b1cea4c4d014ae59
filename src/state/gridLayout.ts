import type { DatasetId } from '@/core/dataset/dataset.ts'

/** How a person arranged the columns of a grid, by their names. */
export interface GridLayout {
  /** Widths in pixels of the columns that were made wider or narrower. */
  readonly widths: Readonly<Record<string, number>>
  readonly hidden: readonly string[]
  /** The last of the columns that stay in place while the others scroll sideways. */
  readonly frozen?: string | undefined
}

export const PLAIN_LAYOUT: GridLayout = { widths: {}, hidden: [] }

/** Layouts of this tab, for browsers that keep nothing. */
const layouts = new Map<DatasetId, GridLayout>()

const keyOf = (lineage: DatasetId) => `assay:grid:${lineage}`

/** The layout that was kept for a dataset, whichever its version. */
export function readLayout(lineage: DatasetId): GridLayout {
  const held = layouts.get(lineage)
  if (held) return held
  try {
    return checked(JSON.parse(localStorage.getItem(keyOf(lineage)) ?? 'null'))
  } catch {
    return PLAIN_LAYOUT
  }
}

/** Keeps a layout: in this tab always, over a reload where the browser lets it. */
export function keepLayout(lineage: DatasetId, layout: GridLayout): void {
  layouts.set(lineage, layout)
  try {
    localStorage.setItem(keyOf(lineage), JSON.stringify(layout))
  } catch {
    // No room, or no leave: it lasts as long as the tab.
  }
}

/** What was stored may be from another version, or anybody's. */
function checked(stored: Partial<GridLayout> | null): GridLayout {
  const widths = Object.entries(stored?.widths ?? {}).filter(([, width]) => Number.isFinite(width))
  const hidden = Array.isArray(stored?.hidden) ? stored.hidden.filter((name) => typeof name === 'string') : []
  return {
    widths: Object.fromEntries(widths),
    hidden,
    ...(typeof stored?.frozen === 'string' && { frozen: stored.frozen }),
  }
}
