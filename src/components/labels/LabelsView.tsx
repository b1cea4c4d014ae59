import { Button } from '@mantine/core'
import { useState } from 'react'
import { StudyProgress } from '@/components/run/StudyProgress.tsx'
import { goTo } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import study from '@/components/ui/study.module.css'
import { TimeLimit } from '@/components/ui/TimeLimit.tsx'
import { STUDY_BUDGET_MS } from '@/core/budget.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { capitalise, formatDuration, formatUnits } from '@/core/format/format.ts'
import { CHECK_FOLDS, type LabelCheck, type LabelFindings, type RepairRow } from '@/core/labels/labelCheck.ts'
import { describeCheck, describeLabels } from '@/core/labels/verdict.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { isUnderWay, type Run } from '@/core/run/run.ts'
import type { LabelsRoute } from '@/state/labelsRoute.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { JointTable } from './JointTable.tsx'
import styles from './labels.module.css'
import { OddRepair } from './OddRepair.tsx'
import { RepairList } from './RepairList.tsx'
import { SurgeryBar } from './SurgeryBar.tsx'
import { SuspectList } from './SuspectList.tsx'
import { useTicks } from './useTicks.ts'

/** Which labels of a run's rows look wrong, and what repairing them brings. */
export function LabelsView({ run, route }: { run: Run; route: LabelsRoute }) {
  const actions = useActions()
  const check = useAssay((state) => state.shelves.labelCheck[run.id])
  const result = useAssay((state) => state.shelves.result[run.id])
  const dataset = useAssay((state) => state.shelves.dataset[run.spec.question.datasetId])
  const work = useAssay((state) => state.checking[run.id])
  const [budgetMs, setBudget] = useState<number | undefined>(STUDY_BUDGET_MS)
  if (!result) return <Empty>This run has no model yet. Train it to its end to check its labels.</Empty>
  if (!dataset)
    return <Empty>The data of this run is not in this browser. Load the same file again to check its labels.</Empty>
  const isBusy = work !== undefined || (check !== undefined && isUnderWay(check))
  const { train, validation } = result.rows
  const what = run.spec.question.task === 'regression' ? 'answers' : 'labels'
  const estimate = CHECK_FOLDS * result.timings.trainMs
  return (
    <section className={styles.view} aria-labelledby="labels">
      <div className={study.head}>
        <h2 id="labels">{capitalise(what)} that look wrong</h2>
        {!isBusy && <TimeLimit budgetMs={budgetMs} onChange={setBudget} />}
        {!isBusy && (
          <Button
            variant={check?.found ? 'default' : 'filled'}
            onClick={() => void actions().findLabels(run.id, budgetMs)}
          >
            {check?.found ? 'Check again' : `Check the ${what}`}
          </Button>
        )}
      </div>
      {isBusy && (
        <StudyProgress
          work={work}
          say={({ number, last, of }) => `${last > number ? `Folds ${number} to ${last}` : `Fold ${number}`} of ${of}`}
          of={({ of }) => of}
          what="Folds done"
          elsewhere="Checked in another tab"
          stopping="Stopping"
          onStop={() => actions().stopLabels(run.id)}
        />
      )}
      {!isBusy && check?.error && <ErrorStrip error={check.error} />}
      {!isBusy && (check?.status === 'stopped' || check?.status === 'interrupted') && (
        <p className="secondary">
          {check.status === 'stopped' ? 'Stopped' : 'The tab was closed'} before every fold was trained.{' '}
          {check.found ? 'Below is what an earlier check found.' : 'Nothing was changed.'}
        </p>
      )}
      {!check?.found && (
        <p className={`secondary ${styles.said}`}>
          The run's spec is trained on {CHECK_FOLDS} folds of its {formatUnits(train + validation, 'row')} that train or
          validate, so that every row is predicted by a model that never saw its label. Test rows take no part.
          {estimate >= 1_000 && ` About ${formatDuration(estimate)}.`}
        </p>
      )}
      <RepairList run={run} level={3} by={route.by} onBy={(by) => goTo({ ...route, by }, { replace: true })} />
      {check?.found && <Found run={run} route={route} check={check} found={check.found} dataset={dataset} />}
      <OddRepair run={run} dataset={dataset} />
    </section>
  )
}

interface FoundProps {
  readonly run: Run
  readonly route: LabelsRoute
  readonly check: LabelCheck
  readonly found: LabelFindings
  readonly dataset: Dataset
}

function Found({ run, route, check, found, dataset }: FoundProps) {
  const { classes, target } = run.spec.question
  const ticks = useTicks(found)
  const rows: RepairRow[] = [...found.suspects].filter(({ row }) => ticks.rows.has(row))
  return (
    <>
      <p className={study.verdict} role="status">
        {describeLabels(found, classes, target)}
      </p>
      <p className={`caption ${styles.said}`}>
        {check.learner &&
          `Found by ${LEARNERS[check.learner].label(run.spec.question.task)}, which has most of the vote in the mix. `}
        {describeCheck(check)}{' '}
        {found.kind === 'classes' &&
          'A model can be wrong where a label is right: look at the rows before you change them.'}
      </p>
      {found.total > 0 && (
        <>
          {found.kind === 'classes' && <JointTable run={run} found={found} />}
          <p className={`caption ${styles.said}`}>
            What is done to ticked rows makes the next version of the data, and this spec is trained on it; one undo
            takes back both. The two models are then compared on the validation rows that were not changed.
          </p>
          <SurgeryBar run={run} rows={rows} onDone={ticks.clear} />
          <SuspectList {...{ run, route, found, dataset, ticks }} />
        </>
      )}
    </>
  )
}
