import type { ExperimentId } from '@/core/experiment/experiment.ts'
import { sayPurpose } from '@/core/experiment/purpose.ts'
import { useAssay } from '@/state/useAssay.ts'

/** What a question is for, among the facts of a page about its runs; nothing where nobody said. */
export function PurposeFact({ experimentId }: { experimentId: ExperimentId }) {
  const question = useAssay((state) => state.shelves.experiment[experimentId]?.question)
  const said = question && sayPurpose(question)
  return said ? <span>for: {said}</span> : null
}
