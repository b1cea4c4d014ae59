import { useCallback, useState } from 'react'
import type { ViewOfData } from '@/components/dataset/DataPage.tsx'
import { goTo } from '@/components/shell/useRoute.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { WHOLE_VIEW } from '@/core/dataset/view.ts'
import { plannedStep } from '@/core/experiment/planned.ts'
import type { Finding, Fix } from '@/core/finding/finding.ts'
import type { Step } from '@/core/recipe/recipe.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import type { FixState } from './FindingList.tsx'

const NONE: readonly Step[] = []

/**
 * Does what mends a finding: a step is kept for the next question about this data (and taken back by a second click); a
 * data edit makes the next version, which is then shown. All of it can be undone.
 */
export function useFix(dataset: Dataset, view: ViewOfData) {
  const actions = useActions()
  const planned = useAssay((state) => state.planned[dataset.lineage] ?? NONE)
  const [busy, setBusy] = useState<string>()

  const edit = async (fix: Exclude<Fix, { kind: 'step' }>): Promise<Dataset | undefined> => {
    if (fix.kind === 'retype') return (await actions().retypeColumn(dataset.id, fix.column, fix.type))?.dataset
    if (fix.kind === 'relabel') return actions().relabelColumn(dataset.id, fix.column, fix.labels)
    const conditions = [{ column: fix.column, word: 'equal', value: fix.value }] as const
    const edit = { kind: 'setCells', column: fix.column, value: '' } as const
    return actions().editView(dataset.id, { ...WHOLE_VIEW, conditions }, [], edit, `${fix.label} in ${fix.column}`)
  }
  const onFix = async (finding: Finding) => {
    const { id, fix } = finding
    if (!fix || busy) return
    if (fix.kind === 'step') {
      const step = plannedStep(finding)
      if (!step) return
      if (planned.some((each) => each.id === step.id))
        return actions().unplanStep(dataset.lineage, step.id, `Took back: ${fix.label}`)
      return actions().planStep(dataset.lineage, step, `For the next question: ${fix.label}`)
    }
    setBusy(id)
    try {
      const next = await edit(fix)
      if (next && next.id !== dataset.id) goTo({ page: 'data', datasetId: next.id, view })
    } finally {
      setBusy(undefined)
    }
  }
  const stateOf = useCallback(
    (finding: Finding): FixState => {
      const step = plannedStep(finding)
      return {
        isPlanned: step !== undefined && planned.some(({ id }) => id === step.id),
        isBusy: busy === finding.id,
      }
    },
    [planned, busy],
  )
  return { onFix: (finding: Finding) => void onFix(finding), stateOf, planned }
}
