import { formatMetric } from '@/core/format/format.ts'
import type { MetricName } from '@/core/metrics/metric.ts'
import type { KnownIntervals } from '@/state/intervals.ts'
import styles from './run.module.css'

/** A score, and under it, once it is known, its interval. */
export function Score({
  metric,
  value,
  known,
}: {
  metric: MetricName
  value: number | undefined
  known: KnownIntervals | undefined
}) {
  if (value === undefined) return null
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
