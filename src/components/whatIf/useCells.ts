import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useRef, useState } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import type { ContractInput } from '@/core/pipeline/pipeline.ts'
import type { RowRoute } from '@/state/predictRoute.ts'
import { useActions } from '@/state/useAssay.ts'

/** What is typed, by column; an empty text is a missing cell. */
export type Typed = Readonly<Record<string, string>>

/** A row that is edited, beside the row that it was. What was changed stands in the address. */
export interface EditedCells {
  readonly base: Typed
  readonly cells: Typed
  /** The cells once typing rests: a prediction per keystroke would only be thrown away. */
  readonly settled: Typed
  /** Columns that differ from the row, once typing rests. */
  readonly changed: readonly string[]
  readonly set: (column: string, value: string) => void
  readonly reset: (column: string) => void
  readonly resetAll: () => void
  /** Takes cells over, which can be undone. */
  readonly take: (cells: Typed, label: string) => void
}

export function useCells(inputs: readonly ContractInput[], base: Typed, route: RowRoute): EditedCells {
  const actions = useActions()
  const [cells, setCells] = useState<Typed>(() => ({ ...base, ...known(inputs, route.set ?? {}) }))
  const [settled] = useDebouncedValue(cells, 150)
  const changed = useMemo(
    () => inputs.map(({ name }) => name).filter((name) => textOf(settled, name) !== textOf(base, name)),
    [inputs, base, settled],
  )
  const latest = useRef(route)
  latest.current = route
  useEffect(() => {
    const { set: _, ...rest } = latest.current
    const set = Object.fromEntries(changed.map((name) => [name, textOf(settled, name)]))
    if (JSON.stringify(set) === JSON.stringify(latest.current.set ?? {})) return
    goTo({ ...rest, ...(changed.length > 0 && { set }) }, { replace: true })
  }, [changed, settled])
  const take = (next: Typed, label: string) => {
    const before = cells
    const put = (to: Typed) => async () => setCells(to)
    void actions().perform({ label, redo: put({ ...cells, ...next }), undo: put(before) })
  }
  return {
    base,
    cells,
    settled,
    changed,
    set: (column, value) => setCells((old) => ({ ...old, [column]: value })),
    reset: (column) => setCells((old) => ({ ...old, [column]: textOf(base, column) })),
    resetAll: () => take(base, 'Put all cells back'),
    take,
  }
}

/** The text of a cell, empty where it is missing. */
export function textOf(cells: Typed, column: string): string {
  return cells[column] ?? ''
}

function known(inputs: readonly ContractInput[], set: Typed): Typed {
  return Object.fromEntries(inputs.flatMap(({ name }) => (Object.hasOwn(set, name) ? [[name, set[name]!]] : [])))
}
