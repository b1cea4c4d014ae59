import { useMemo } from 'react'
import type { RunSpec } from '@/core/run/run.ts'
import { countTestLooks, type TestLooks } from '@/core/run/testLooks.ts'
import { useAssay } from '@/state/useAssay.ts'

/** How often the test rows of a question were looked at, as the records say now. */
export function useTestLooks(asked: Pick<RunSpec, 'question'>): TestLooks {
  const runs = useAssay(({ shelves }) => shelves.run)
  const datasets = useAssay(({ shelves }) => shelves.dataset)
  const evaluations = useAssay(({ shelves }) => shelves.evaluation)
  return useMemo(
    () => countTestLooks(asked, { runs: Object.values(runs), datasets, evaluations }),
    [asked, runs, datasets, evaluations],
  )
}
