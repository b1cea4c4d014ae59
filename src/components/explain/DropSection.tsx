import { Button } from '@mantine/core'
import { useState } from 'react'
import { StudyProgress } from '@/components/run/StudyProgress.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import study from '@/components/ui/study.module.css'
import { TimeLimit } from '@/components/ui/TimeLimit.tsx'
import { STUDY_BUDGET_MS } from '@/core/budget.ts'
import { columnsLeft, judgeDrops } from '@/core/explain/dropColumns.ts'
import { formatCount, formatDuration, formatUnits } from '@/core/format/format.ts'
import { isUnderWay, type Run } from '@/core/run/run.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { DropTable } from './DropTable.tsx'
import styles from './explain.module.css'
import { sayDrops } from './sayDrops.ts'

/** What the run's spec comes to when it is trained without a column: the question that permuting cannot answer. */
export function DropSection({
  run,
  columns,
}: {
  run: Run
  /** To be left out one at a time, the most important first. */
  columns: readonly string[]
}) {
  const actions = useActions()
  const found = useAssay((state) => state.shelves.dropColumns[run.id])
  const result = useAssay((state) => state.shelves.result[run.id])
  const work = useAssay((state) => state.dropping[run.id])
  const [budgetMs, setBudget] = useState<number | undefined>(STUDY_BUDGET_MS)
  if (!result || columns.length < 2) return null
  const left = found ? columnsLeft(found) : columns
  const isBusy = work !== undefined || (found !== undefined && isUnderWay(found))
  const estimate = left.length * (result.timings.prepareMs + result.timings.trainMs)
  return (
    <section aria-labelledby="without">
      <div className={study.head}>
        <h2 id="without">Trained without a column</h2>
        {!isBusy && left.length > 0 && <TimeLimit budgetMs={budgetMs} onChange={setBudget} />}
        {!isBusy && left.length > 0 && (
          <Button onClick={() => void actions().dropColumns(run.id, columns, budgetMs)}>
            {found ? `Go on with ${formatUnits(left.length, 'column')}` : `Train without each of ${columns.length}`}
          </Button>
        )}
        {!isBusy && found && (
          <Button variant="subtle" onClick={() => void actions().removeDrops(run.id)}>
            Remove what was found
          </Button>
        )}
      </div>
      {isBusy && (
        <StudyProgress
          work={work}
          say={({ done, total, column }) => `Training ${done + 1} of ${total}, without ${column}`}
          of={({ total }) => total}
          what="Columns left out"
          elsewhere="Trained in another tab"
          onStop={() => actions().stopDropping(run.id)}
        />
      )}
      {found?.error && <ErrorStrip error={found.error} />}
      {!isBusy && found && left.length > 0 && found.status !== 'failed' && (
        <p className="secondary">
          {found.status === 'interrupted'
            ? 'The tab was closed before all was done. '
            : found.status === 'done'
              ? `The time that it may take was up after ${formatCount(found.done.length)} of ${formatUnits(found.columns.length, 'training')}. `
              : 'It was stopped. '}
          What is done is kept.
        </p>
      )}
      {found && found.done.length > 0 ? (
        <>
          <p className={study.verdict}>{sayDrops(found)}</p>
          <DropTable run={run} metric={found.metric} judged={judgeDrops(found.done)} />
        </>
      ) : (
        !isBusy && (
          <p className={`secondary ${styles.caption}`}>
            Permuting says what this model needs. A model that is trained without a column may find the same in others.
            The same spec is trained anew without each column, the most important first, and compared on the validation
            rows: {formatUnits(columns.length, 'training')}
            {estimate >= 1_000 && `, about ${formatDuration(estimate)}`}. When the time is up no other begins, and it
            can go on from there.
          </p>
        )
      )}
    </section>
  )
}
