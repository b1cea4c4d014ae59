import { formatMetric } from '@/core/format/format.ts'
import type { MetricName } from '@/core/metrics/metric.ts'
import type { Evaluation } from '@/core/run/run.ts'
import type { KnownIntervals } from '@/state/intervals.ts'
import { MissingScore } from './MissingScore.tsx'
import styles from './run.module.css'

/** A score of a part that was scored, and under it, once it is known, its interval; or why there is none. */
export function Score({
  metric,
  evaluation,
  known,
}: {
  metric: MetricName
  evaluation: Evaluation | undefined
  known: KnownIntervals | undefined
}) {
  const value = evaluation?.metrics[metric]
  if (value === undefined) return evaluation && <MissingScore metric={metric} evaluation={evaluation} />
  const interval = known?.intervals?.[metric]
  return (
    <>
      {formatMetric(metric, value)}
      <span className={styles.interval}>
        {interval ? `${formatMetric(metric, interval.low)} to ${formatMetric(metric, interval.high)}` : !known && '…'}
      </span>
    </>
  )
}
