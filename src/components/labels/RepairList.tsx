import type { MetricName } from '@/core/metrics/metric.ts'
import type { Run } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './labels.module.css'
import { RepairItem } from './RepairItem.tsx'

/** What was repaired of a run's rows, latest first; nothing where nothing was. */
export function RepairList({
  run,
  level,
  by,
  onBy,
}: {
  run: Run
  level: 2 | 3
  /** What they are compared by; the question's metric where undefined. */
  by: MetricName | undefined
  onBy: (metric: MetricName | undefined) => void
}) {
  const repairs = useAssay((state) => state.shelves.labelCheck[run.id]?.repairs)
  if (!repairs || repairs.length === 0) return null
  const Heading = `h${level}` as const
  return (
    <section aria-labelledby="repairs" className={styles.repairs}>
      <Heading id="repairs">Repairs</Heading>
      <ul>
        {repairs.toReversed().map((repair) => (
          <RepairItem key={repair.id} run={run} repair={repair} by={by} onBy={onBy} />
        ))}
      </ul>
    </section>
  )
}
