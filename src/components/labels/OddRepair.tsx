import { RowFindings } from '@/components/rows/RowFindings.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { ROW_PARTS } from '@/core/labels/jobs.ts'
import type { Run } from '@/core/run/run.ts'
import { useJob } from '@/state/useAssay.ts'
import styles from './labels.module.css'
import { SurgeryBar } from './SurgeryBar.tsx'
import { useTicks } from './useTicks.ts'

/** Copies, near copies and outliers of the data that a run asks about, to be ticked and repaired. */
export function OddRepair({ run, dataset }: { run: Run; dataset: Dataset }) {
  const { target } = run.spec.question
  const ticks = useTicks(dataset.id)
  const { output: parts, error } = useJob(`parts of ${run.id}`, (jobs, signal) =>
    jobs.model.call('rowParts', { runId: run.id }, { signal }),
  )
  const rows = [...ticks.rows].map((row) => ({ row }))
  return (
    <section aria-labelledby="odd-rows" className={styles.odd}>
      <h3 id="odd-rows">Copies, near copies and outliers</h3>
      <p className={`caption ${styles.said}`}>
        Of all rows of the data, those of the test too, which are not repaired: a test that is mended after a look at it
        is a test no more.
      </p>
      {error && <ErrorStrip error={error} />}
      {rows.length > 0 && (
        <SurgeryBar run={run} rows={rows} label="What to do with the ticked odd rows" onDone={ticks.clear} />
      )}
      <RowFindings
        dataset={dataset}
        target={target}
        ticks={
          parts && {
            rows: ticks.rows,
            toggleAll: ticks.toggleAll,
            partOf: (row) => ROW_PARTS[parts[row]!],
          }
        }
      />
    </section>
  )
}
