import type { Run } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './labels.module.css'
import { RepairItem } from './RepairItem.tsx'

/** What was repaired of a run's rows, latest first; nothing where nothing was. */
export function RepairList({ run }: { run: Run }) {
  const repairs = useAssay((state) => state.shelves.labelCheck[run.id]?.repairs)
  if (!repairs || repairs.length === 0) return null
  return (
    <section aria-labelledby="repairs" className={styles.repairs}>
      <h3 id="repairs">Repairs</h3>
      <ul>
        {repairs.toReversed().map((repair) => (
          <RepairItem key={repair.id} run={run} repair={repair} />
        ))}
      </ul>
    </section>
  )
}
