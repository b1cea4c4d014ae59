import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { TrainingsProgress } from '@/components/run/TrainingsProgress.tsx'
import { goTo } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import study from '@/components/ui/study.module.css'
import { TimeLimit } from '@/components/ui/TimeLimit.tsx'
import { STUDY_BUDGET_MS } from '@/core/budget.ts'
import { formatCount, formatDuration, formatUnits } from '@/core/format/format.ts'
import { isUnderWay, type Run } from '@/core/run/run.ts'
import { leftToAge } from '@/core/staleness/ageing.ts'
import type { AgeingRoute } from '@/state/ageingRoute.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { AgedScores } from './AgedScores.tsx'
import styles from './staleness.module.css'

/** Trainings and the share of the rows that each is given, roughly, for an estimate before the rows are read. */
const [TRAININGS, SHARE] = [5, 0.4]

/** Whether a model grows stale: the run's spec trained on old rows and scored on newer ones. */
export function AgeingView({ run, route }: { run: Run; route: AgeingRoute }) {
  const actions = useActions()
  const { datasetId, split, target } = run.spec.question
  const columns = useAssay((state) => state.shelves.dataset[datasetId]?.columns)
  const result = useAssay((state) => state.shelves.result[run.id])
  const kept = useAssay((state) => state.shelves.ageing[run.id])
  const work = useAssay((state) => state.ageing[run.id])
  const [budgetMs, setBudget] = useState<number | undefined>(STUDY_BUDGET_MS)
  if (!result) return <Empty>This run has no model yet, so there is nothing that could age.</Empty>
  if (!columns)
    return (
      <Empty>
        The rows of this run's dataset are not in this browser, so nothing says which came later. Load the same file
        again.
      </Empty>
    )
  const ofSplit = split.kind === 'time' ? split.column : undefined
  const dates = columns.filter(({ name, type }) => (type === 'datetime' && name !== target) || name === ofSplit)
  const named = (name: string | undefined) => dates.find((column) => column.name === name)
  const by = named(route.column) ?? named(kept?.column) ?? named(ofSplit) ?? dates[0]
  if (!by)
    return (
      <Empty>
        This data has no column of dates, so nothing says which rows came later. If a column holds dates as text, change
        its type to datetime on the page of the data and train again.
      </Empty>
    )
  const found = kept?.column === by.name ? kept : undefined
  const isBusy = work !== undefined || (kept !== undefined && isUnderWay(kept))
  const left = found && found.periods.length > 0 ? leftToAge(found.periods.length, found.trainings).length : TRAININGS
  const estimate = TRAININGS * SHARE * result.timings.trainMs
  return (
    <section aria-labelledby="ageing" className={styles.view}>
      <div className={study.head}>
        <h2 id="ageing">Does it grow stale?</h2>
        {dates.length > 1 && (
          <div className={`${study.choice} ${styles.choice}`}>
            <label htmlFor="times">along</label>
            <NativeSelect
              id="times"
              value={by.name}
              disabled={isBusy}
              data={dates.map(({ name }) => name)}
              onChange={(event) => goTo({ ...route, column: event.currentTarget.value }, { replace: true })}
            />
          </div>
        )}
        {!isBusy && left > 0 && <TimeLimit budgetMs={budgetMs} onChange={setBudget} />}
        {!isBusy && left > 0 && (
          <Button
            variant={found ? 'default' : 'filled'}
            onClick={() => void actions().drawAgeing(run.id, by.name, by.type === 'datetime', budgetMs)}
          >
            {found?.trainings.length
              ? `Go on with ${formatUnits(left, 'training')}`
              : kept && !found
                ? `Train along ${by.name} instead`
                : 'Train on old rows, score on new ones'}
          </Button>
        )}
        {!isBusy && found && (
          <Button variant="subtle" onClick={() => void actions().removeAgeing(run.id)}>
            Remove
          </Button>
        )}
      </div>
      {isBusy && <TrainingsProgress work={work} onStop={() => actions().stopAgeing(run.id)} />}
      {!isBusy && found?.error && <ErrorStrip error={found.error} />}
      {!isBusy && found && found.trainings.length > 0 && left > 0 && found.status !== 'failed' && (
        <p className="secondary">
          {found.status === 'interrupted'
            ? 'The tab was closed'
            : found.status === 'done'
              ? 'The time that it may take was up'
              : 'It was stopped'}{' '}
          after {formatCount(found.trainings.length)} of {formatUnits(found.trainings.length + left, 'training')}. What
          was done is kept.
        </p>
      )}
      {!found && !isBusy && (
        <p className={`secondary ${styles.said}`}>
          The rows that do not test are cut along {by.name} into six to eight periods of as many rows. The same spec is
          trained on the rows before each period, always the same number of them, and scored on that period and all that
          follow: about {formatUnits(TRAININGS, 'training')}
          {estimate >= 1_000 && `, ${formatDuration(estimate)}`}. How much worse old models do than fresh ones on the
          same rows says how often to train anew.
          {kept && ` What was found along ${kept.column} is replaced.`}
        </p>
      )}
      {found && found.trainings.length > 0 && <AgedScores run={run} ageing={found} route={route} />}
    </section>
  )
}
