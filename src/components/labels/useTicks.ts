import { useState } from 'react'

const NONE: ReadonlySet<number> = new Set()

export interface Ticks {
  /** Rows that are ticked, by their places in the data. */
  readonly rows: ReadonlySet<number>
  /** Ticks a row, or takes its tick away. */
  readonly toggle: (row: number) => void
  /** Ticks all of these, or none of them where all were. */
  readonly toggleAll: (rows: Iterable<number>) => void
  /** Ticks these and no others. */
  readonly only: (rows: Iterable<number>) => void
  readonly clear: () => void
}

/** Rows that a person ticks. What they are `of` is told by its identity: of something else nothing is ticked. */
export function useTicks(of: unknown): Ticks {
  const [ticks, setTicks] = useState({ of, rows: NONE })
  const rows = ticks.of === of ? ticks.rows : NONE
  const set = (next: ReadonlySet<number>) => setTicks({ of, rows: next })
  return {
    rows,
    toggle(row) {
      const next = new Set(rows)
      if (!next.delete(row)) next.add(row)
      set(next)
    },
    toggleAll(listed) {
      const all = [...listed]
      const isAll = all.every((row) => rows.has(row))
      const next = new Set(rows)
      for (const row of all) isAll ? next.delete(row) : next.add(row)
      set(next)
    },
    only: (listed) => set(new Set(listed)),
    clear: () => set(NONE),
  }
}
