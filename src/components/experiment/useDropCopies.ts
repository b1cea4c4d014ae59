import { useState } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import type { LeakFix } from '@/core/leak/leak.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { askKey, leaveDraft } from './useDraft.ts'

/**
 * Drops rows that leak, which makes the next version of the data, and goes on with the question as it is drafted: about that
 * version, or tested by it where the rows are of the second file. The question that was asked stays as it is. The toast
 * offers the undo of the data; splits are dealt over the data as first read, so no other row changes its part.
 */
export function useDropCopies(dataset: Dataset, question: Question, onChange: (question: Question) => void) {
  const actions = useActions()
  const [isBusy, setBusy] = useState(false)
  const { split, target } = question
  const testId = split.kind === 'file' ? split.testDatasetId : undefined
  const job = useAssay(({ jobs }) =>
    Object.values(jobs).find(({ kind, subject }) => kind === 'edit' && (subject === dataset.id || subject === testId)),
  )
  const drop = async ({ rows, inTestFile }: Extract<LeakFix, { kind: 'dropRows' }>) => {
    const id = inTestFile ? testId : dataset.id
    if (id === undefined || isBusy) return
    setBusy(true)
    const label = `Dropped ${formatUnits(rows.length, 'copy')}`
    const next = await actions().editRows(id, [{ kind: 'dropRows', rows }], label, { byPlace: true })
    setBusy(false)
    if (!next || next.id === id) return
    if (inTestFile && split.kind === 'file')
      return onChange({ ...question, split: { ...split, testDatasetId: next.id } })
    leaveDraft(askKey(next.id, target), { ...question, datasetId: next.id })
    goTo({ page: 'ask', datasetId: next.id, target })
  }
  return { drop, isBusy, job }
}
