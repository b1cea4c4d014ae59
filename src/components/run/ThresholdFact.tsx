import { sayClass } from '@/components/curves/sayClass.ts'
import { formatThreshold } from '@/core/format/format.ts'
import { TRAINED_THRESHOLD } from '@/core/pipeline/pipeline.ts'
import type { Run } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'

/** From which probability on a run calls a row the class that was asked about, where somebody moved that. */
export function ThresholdFact({ run }: { run: Run }) {
  const threshold = useAssay((state) => state.shelves.pipeline[run.id]?.threshold)
  const { task, target, classes } = run.spec.question
  if (task !== 'binary' || threshold === undefined || threshold === TRAINED_THRESHOLD) return null
  return (
    <span>
      called {sayClass(target, classes[1]!)} from <b>{formatThreshold(threshold)}</b> up
    </span>
  )
}
