import { NativeSelect, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useWatched } from '@/components/profile/useWatched.ts'
import { Waiting } from '@/components/profile/Waiting.tsx'
import { goTo } from '@/components/shell/useRoute.ts'
import { CutShort } from '@/components/ui/CutShort.tsx'
import { Empty } from '@/components/ui/Empty.tsx'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import study from '@/components/ui/study.module.css'
import { TimeLimit } from '@/components/ui/TimeLimit.tsx'
import { LOOK_BUDGET_MS } from '@/core/budget.ts'
import { fairMeasuresFor } from '@/core/fairness/measures.ts'
import type { FairnessReport } from '@/core/fairness/report.ts'
import { describeFairness } from '@/core/fairness/verdict.ts'
import { formatUnits } from '@/core/format/format.ts'
import { type Confusion, total } from '@/core/metrics/confusion.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import type { GroupsRoute } from '@/state/groupsRoute.ts'
import { useAssay } from '@/state/useAssay.ts'
import { Disparities } from './Disparities.tsx'
import styles from './fairness.module.css'
import { GapTable } from './GapTable.tsx'
import { GroupTable } from './GroupTable.tsx'
import { GroupThresholds } from './GroupThresholds.tsx'
import { groupColumns, likelyColumn } from './groupColumns.ts'

/** The first class that some row is of. */
function firstThere(classes: readonly string[], confusion: Confusion | undefined): string | undefined {
  return classes.find((_, place) => confusion && total(confusion[place]!) > 0) ?? classes[0]
}

type Show = (next: Partial<GroupsRoute>) => void

/** How a run does by group of a column, and how far groups are from one that they are held against. */
export function GroupsView({ run, route }: { run: Run; route: GroupsRoute }) {
  const evaluations = useAssay((state) => state.shelves.evaluation)
  const { question } = run.spec
  const hasTest = evaluations[`${run.id}/test`] !== undefined
  const part = route.part === 'test' && !hasTest ? 'validation' : (route.part ?? (hasTest ? 'test' : 'validation'))
  const dataset = useAssay((state) => state.shelves.dataset[partDatasetId(question, part)])
  const threshold = useAssay((state) => state.shelves.pipeline[run.id]?.threshold)
  const evaluation = evaluations[`${run.id}/${part}`]
  const columns = dataset ? groupColumns(dataset.columns, question.target) : []
  const column = columns.find(({ name }) => name === route.column) ?? likelyColumn(columns)
  const { classes } = question
  const positive =
    question.task === 'multiclass'
      ? (classes.find((each) => each === route.of) ?? firstThere(classes, evaluation?.confusion))
      : classes[1]
  const { reference } = route
  const key =
    evaluation && column && JSON.stringify([evaluation.digest, part, threshold, column.name, reference, positive])
  const [budgetMs, setBudget] = useState<number | undefined>(LOOK_BUDGET_MS)
  const asked = useWatched(
    key && `fairness ${key} ${budgetMs}`,
    (jobs, options) =>
      jobs.model.call(
        'reportFairness',
        { runId: run.id, part, column: column!.name, reference, positive, budgetMs },
        options,
      ),
    budgetMs,
  )
  const { report } = asked.output ?? {}
  // Kept while the next report is worked out, so that the choice stays under a person's hands.
  const [named, setNamed] = useState<{
    readonly column: string
    readonly names: string[]
    readonly of: FairnessReport
  }>()
  if (report && column && named?.of !== report)
    setNamed({ column: column.name, names: report.groups.map(({ name }) => name), of: report })
  const show: Show = (next) => goTo({ ...route, ...next }, { replace: true })
  if (!evaluation || !dataset)
    return (
      <Empty>
        {evaluation
          ? "The rows of this run's dataset are not in this browser, so nothing can be said of groups. Load the same file again."
          : 'This run is not scored yet. Train it to its end to see how it does by group.'}
      </Empty>
    )
  if (!column)
    return (
      <Empty>
        No column of this data makes groups: it needs categories, true and false, numbers or dates beside{' '}
        {question.target}.
      </Empty>
    )
  const names = named?.column === column.name ? named.names : []
  return (
    <section aria-labelledby="groups" className={styles.view}>
      <div className={study.head}>
        <h2 id="groups">By group</h2>
        {hasTest && (
          <SegmentedControl
            aria-label="Rows to look at"
            size="xs"
            value={part}
            onChange={(value) => show({ part: value as GroupsRoute['part'] })}
            data={[
              { value: 'validation', label: 'Validation rows' },
              { value: 'test', label: 'Test rows' },
            ]}
          />
        )}
        <div className={`${study.choice} ${styles.choice}`}>
          <label htmlFor="group-column">Groups by</label>
          <NativeSelect
            id="group-column"
            value={column.name}
            onChange={(event) => show({ column: event.currentTarget.value, reference: undefined })}
            data={columns.map(({ name }) => name)}
          />
        </div>
        {names.length > 1 && (
          <div className={`${study.choice} ${styles.choice}`}>
            <label htmlFor="group-reference">held against</label>
            <NativeSelect
              id="group-reference"
              value={names.find((name) => name === reference) ?? names[named!.of.reference]}
              onChange={(event) => show({ reference: event.currentTarget.value })}
              data={names}
            />
          </div>
        )}
        <TimeLimit budgetMs={budgetMs} onChange={setBudget} />
        {question.task === 'multiclass' && (
          <div className={`${study.choice} ${styles.choice}`}>
            <label htmlFor="group-class">asked about</label>
            <NativeSelect
              id="group-class"
              value={positive}
              onChange={(event) => show({ of: event.currentTarget.value })}
              data={[...classes]}
            />
          </div>
        )}
      </div>
      {report ? (
        <>
          <CutShort reached={report.reached} unit="resample" budgetMs={budgetMs} onMore={setBudget} />
          <Report {...{ run, route, evaluation, show, positive }} report={report} />
        </>
      ) : asked.output ? (
        <Empty>
          What this run said of these rows is not all numbers, so groups cannot be compared. Train it with a smaller
          learning rate.
        </Empty>
      ) : (
        <Waiting asked={asked} what="Drawing the intervals of groups" unit="resample" rows={8} />
      )}
    </section>
  )
}

function Report({
  run,
  route,
  evaluation,
  show,
  positive,
  report,
}: {
  run: Run
  route: GroupsRoute
  evaluation: Evaluation
  show: Show
  positive: string | undefined
  report: FairnessReport
}) {
  const { task, target, split } = run.spec.question
  const { part } = evaluation
  const measures = fairMeasuresFor(task)
  const first = task === 'regression' ? 'meanError' : 'selectionRate'
  const measure = measures.find((each) => each === route.measure) ?? first
  const colour = runColourOf(run)
  return (
    <>
      <p className={`${study.verdict} ${styles.verdict}`}>{describeFairness(report)}</p>
      <p className={`caption ${styles.note}`}>
        {formatUnits(evaluation.rows, `${part} row`)}
        {report.leftOut > 0 &&
          `, of which ${formatUnits(report.leftOut, 'row')} of smaller groups ${report.leftOut === 1 ? 'is' : 'are'} left out`}
        . {INTERVAL_95}s
        {report.isClustered &&
          `, drawn by ${split.kind === 'time' ? 'blocks of neighbouring times' : 'whole groups of the split'}, whose rows do not stand alone`}
        ; a difference is shown where its p, adjusted for all groups and measures here, is below .05 and its interval
        leaves 0 out.
        {part === 'validation' && ' The model was chosen on these rows; test rows say more once they are open.'} Which
        of these should be equal is a decision for people: several cannot be at once where base rates differ.
      </p>
      {report.disparities.length > 0 && <Disparities disparities={report.disparities} />}
      <GroupTable run={run} part={part} report={report} measures={measures} positive={positive} target={target} />
      {report.groups.length > 1 && (
        <GapTable
          report={report}
          measure={measure}
          measures={measures}
          colour={colour}
          onMeasure={(next) => show({ measure: next })}
        />
      )}
      {task === 'binary' && (
        <GroupThresholds
          run={run}
          report={report}
          rate={route.rate ?? 'selectionRate'}
          onRate={(rate) => show({ rate: rate === 'selectionRate' ? undefined : rate })}
        />
      )}
    </>
  )
}
