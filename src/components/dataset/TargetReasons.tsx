import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Candidate, TargetProposal } from '@/core/experiment/candidate.ts'
import { propose } from '@/core/experiment/propose.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { describeSplit } from '@/core/split/describe.ts'
import styles from './aside.module.css'

/** What speaks for a column as the target and what to mind, then the question as Assay would put it. */
export function TargetReasons({
  dataset,
  candidate,
  proposed,
}: {
  dataset: Dataset
  candidate: Candidate
  proposed: TargetProposal | undefined
}) {
  const { column, ok } = candidate
  const proposal = useMemo(() => (ok ? propose(dataset, column) : undefined), [dataset, column, ok])
  if (!proposal)
    return (
      <ul className={styles.reasons}>
        <li className="warn">
          <IconAlertTriangle size={14} aria-hidden />
          {candidate.why}
        </li>
      </ul>
    )
  const { task, metric, split, classes, warnings } = proposal
  const positive = task.value === 'binary' ? classes.value[1] : undefined
  return (
    <>
      <ul className={styles.reasons}>
        {[proposed?.reason, task.reason].map(
          (reason) =>
            reason && (
              <li key={reason}>
                <IconCheck size={14} aria-hidden className={styles.check} />
                {reason}
              </li>
            ),
        )}
        {warnings.map((warning) => (
          <li key={warning}>
            <IconAlertTriangle size={14} aria-hidden className="warn" />
            {warning}
          </li>
        ))}
      </ul>
      <section className={styles.section}>
        <h2>The question</h2>
        <dl className={styles.facts}>
          <dt>Predict</dt>
          <dd>
            {positive === undefined ? (
              task.value === 'regression' ? (
                `how much ${column} is`
              ) : (
                `which of ${classes.value.length} classes ${column} is`
              )
            ) : (
              <>
                {column} is <b className="strong">{positive}</b>
              </>
            )}
          </dd>
          <dt>Measure</dt>
          <dd>{METRICS[metric.value].label}</dd>
          <dt>Rows</dt>
          <dd>{describeSplit(split.value)}</dd>
        </dl>
      </section>
    </>
  )
}
