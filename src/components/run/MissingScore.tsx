import type { MetricName } from '@/core/metrics/metric.ts'
import { whyMissing } from '@/core/run/missingScore.ts'
import type { Evaluation } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'

/** In the place of a score that an evaluation lacks, or has of another quantile: why. */
export function MissingScore({ metric, evaluation }: { metric: MetricName; evaluation: Evaluation }) {
  const run = useAssay(({ shelves }) => shelves.run[evaluation.runId])
  const { short, long } = whyMissing(metric, evaluation, run)
  return (
    <span className="caption" title={long}>
      {short}
    </span>
  )
}
