import { Button } from '@mantine/core'
import { useState } from 'react'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { JobStrip } from '@/components/ui/JobStrip.tsx'
import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { formatCount, formatDuration, formatUnits } from '@/core/format/format.ts'
import type { RowFindings as Found } from '@/core/rows/finding.ts'
import type { OddTicks } from './OddRows.tsx'
import { RowFindingItem } from './RowFindingItem.tsx'
import styles from './rowFindings.module.css'
import { useDropRows } from './useDropRows.ts'
import { useRowFindings } from './useRowFindings.ts'

/** What is odd about the rows, looked for when it is asked for: it takes seconds where there are many. */
export function RowFindings({
  dataset,
  target,
  ticks,
}: {
  dataset: Dataset
  target: string | undefined
  /** Where rows are ticked for something else to be done with them; else they can be dropped as they are. */
  ticks?: OddTicks | undefined
}) {
  const { found, error, isPending, progress, isStopped, look, stop } = useRowFindings(dataset, target)
  return (
    <>
      {!found && (
        <div className={styles.head}>
          <p className="secondary">
            Copies, {target === undefined ? '' : `rows that differ in nothing but ${target}, `}near copies, rows far
            from all others, and an order that is not by chance.
          </p>
          {!isPending && !error && <Button onClick={look}>{isStopped ? 'Look again' : 'Look for odd rows'}</Button>}
        </div>
      )}
      {isPending && (
        <div className={styles.progress} role="status" aria-label="Looking for odd rows">
          <span className={styles.doing}>{doing(progress)}</span>
          <ProgressBar
            share={progress?.phase === 'comparing' ? progress.done / progress.total : undefined}
            label="Looking for odd rows"
          />
          <span className="secondary">{timeLeft(progress)}</span>
          <Button onClick={stop}>Stop</Button>
        </div>
      )}
      {isStopped && !isPending && (
        <p className={styles.line}>Stopped before all rows were compared. Nothing was changed.</p>
      )}
      {error && (
        <div className={styles.line}>
          <ErrorStrip error={error} action={<Button onClick={look}>Look again</Button>} />
        </div>
      )}
      {found && <Results dataset={dataset} found={found} ticks={ticks} />}
    </>
  )
}

type Progress = ReturnType<typeof useRowFindings>['progress']

function doing(progress: Progress): string {
  if (!progress) return 'Looking for odd rows'
  const { phase, done, total } = progress
  if (phase === 'reading') return `Reading ${formatCount(done)} of ${formatUnits(total, 'column')}`
  return `Compared ${formatCount(done)} of ${formatUnits(total, 'row')}`
}

/** Below this share what is left cannot be told yet. */
const LEAST_SHARE = 0.02

function timeLeft(progress: Progress): string {
  if (progress?.phase !== 'comparing') return ''
  const share = progress.done / progress.total
  const left = ((Date.now() - progress.since) * (1 - share)) / share
  return share > LEAST_SHARE && left > 500 ? `${formatDuration(left)} left` : ''
}

function Results({ dataset, found, ticks }: { dataset: Dataset; found: Found; ticks: OddTicks | undefined }) {
  const { rows } = found
  // What is wrong with columns stands among the findings of the profile.
  const findings = found.findings.filter(({ columns }) => columns === undefined)
  const [open, setOpen] = useState<string>()
  const { drop, dropping, job } = useDropRows(dataset)
  return (
    <>
      {findings.length === 0 ? (
        <p className={styles.verdict}>Nothing odd found in {formatUnits(rows, 'row')}.</p>
      ) : (
        <>
          <p className={styles.verdict}>
            {formatUnits(findings.length, 'odd thing')} found in {formatUnits(rows, 'row')}.
          </p>
          <ul className={styles.findings}>
            {findings.map((finding) => (
              <RowFindingItem
                key={finding.kind}
                dataset={dataset}
                finding={finding}
                isOpen={open === finding.kind}
                onToggle={() => setOpen(open === finding.kind ? undefined : finding.kind)}
                onDrop={() => void drop(finding)}
                isDropping={dropping === finding.kind}
                ticks={ticks}
              />
            ))}
          </ul>
        </>
      )}
      {job && (
        <div className={styles.line}>
          <JobStrip job={job} />
        </div>
      )}
      <p className={`caption ${styles.line}`}>{howCompared(found)}</p>
    </>
  )
}

/** Columns named; the rest is counted. */
const NAMED = 6

function howCompared({ compared, order, rows }: Found): string {
  if (!compared || !order) return 'Copies were looked for. No column says enough of a row to compare rows by.'
  const { columns, neighbours, metric } = compared
  const more = columns.length > NAMED ? ` and ${formatUnits(columns.length - NAMED, 'more column')}` : ''
  const some =
    compared.rows < rows
      ? ` ${formatCount(compared.rows)} rows chosen by chance were compared; copies were looked for in all.`
      : ''
  const measure = metric === 'cosine' ? ' Distance is 1 − cosine.' : ''
  return `Rows were compared by ${columns.slice(0, NAMED).join(', ')}${more}; the ${formatUnits(neighbours, 'nearest', 'nearest')} of each count.${measure}${some}`
}
