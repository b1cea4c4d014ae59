import { useMemo } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { proposeKeys } from '@/core/dataset/diff.ts'
import { liveDatasets } from '@/state/dataset.ts'
import type { State } from '@/state/store.ts'

/**
 * The columns by which rows of two tables are matched: those that were chosen, as far as both have them; for tables of
 * different files one that names every row, if there is one; else none, for the rows' own numbers.
 */
export function useKeys(
  before: Dataset | undefined,
  after: Dataset,
  chosen: readonly string[] | undefined,
): readonly string[] {
  return useMemo(() => {
    if (!before) return []
    const both = sharedNames(before, after)
    const known = (chosen ?? []).filter((name) => both.includes(name))
    if (known.length > 0) return known
    return before.lineage === after.lineage ? [] : proposeKeys(before, after)
  }, [before, after, chosen])
}

export function sharedNames(before: Dataset, after: Dataset): readonly string[] {
  const names = new Set(before.columns.map(({ name }) => name))
  return after.columns.map(({ name }) => name).filter((name) => names.has(name))
}

/** Data of other lineages with which it shares a column, the newest first. */
export function otherData(state: Pick<State, 'shelves'>, dataset: Dataset): readonly Dataset[] {
  return liveDatasets(state).filter(
    (other) => other.lineage !== dataset.lineage && sharedNames(other, dataset).length > 0,
  )
}
