import type { MetricName } from '@/core/metrics/metric.ts'
import { whyMissing } from '@/core/run/missingScore.ts'
import type { Evaluation } from '@/core/run/run.ts'

/** In the place of a score that an evaluation lacks: why. */
export function MissingScore({ metric, evaluation }: { metric: MetricName; evaluation: Evaluation }) {
  const { short, long } = whyMissing(metric, evaluation)
  return (
    <span className="caption" title={long}>
      {short}
    </span>
  )
}
