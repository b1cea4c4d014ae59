import { hrefOf } from '@/components/shell/useRoute.ts'
import type { Condition } from '@/core/dataset/view.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import styles from './slices.module.css'

/** A link to the rows of a slice, worst first. */
export function SliceRows({
  run,
  part,
  conditions,
}: {
  run: Run
  part: Evaluation['part']
  conditions: readonly Condition[]
}) {
  const rows = { conditions, search: '', sort: [] }
  return (
    <a
      className={styles.rows}
      title="To tag or repair them"
      href={hrefOf({ page: 'run', runId: run.id, view: 'rows', part, rows })}
    >
      See these rows
    </a>
  )
}
