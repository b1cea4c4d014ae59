import { useState } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { formatUnits } from '@/core/format/format.ts'
import type { RowFinding } from '@/core/rows/finding.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'

/** Drops the rows of a finding and goes to the version that this makes. The toast offers the undo. */
export function useDropRows({ id }: Dataset) {
  const actions = useActions()
  const [dropping, setDropping] = useState<RowFinding['kind']>()
  const job = useAssay(({ jobs }) => Object.values(jobs).find(({ kind, subject }) => kind === 'edit' && subject === id))
  const drop = async ({ kind, droppable }: RowFinding) => {
    if (!droppable || dropping) return
    setDropping(kind)
    const label = `Dropped ${formatUnits(droppable.length, 'row')}`
    const next = await actions().editRows(id, [{ kind: 'dropRows', rows: droppable }], label, { byPlace: true })
    setDropping(undefined)
    if (next && next.id !== id) goTo({ page: 'data', datasetId: next.id, view: 'profile' })
  }
  return { drop, dropping, job }
}
