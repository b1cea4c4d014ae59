import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { PartControl } from '@/components/prediction/PartControl.tsx'
import { useWatched } from '@/components/profile/useWatched.ts'
import { Waiting } from '@/components/profile/Waiting.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { CutShort } from '@/components/ui/CutShort.tsx'
import { Empty } from '@/components/ui/Empty.tsx'
import study from '@/components/ui/study.module.css'
import { TimeLimit } from '@/components/ui/TimeLimit.tsx'
import { useLimit } from '@/components/ui/useLimit.ts'
import { LOOK_BUDGET_MS } from '@/core/budget.ts'
import type { Importances } from '@/core/explain/jobs.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import type { Run } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import type { WhyRoute } from '@/state/whyRoute.ts'
import { ContributionsSection } from './ContributionsSection.tsx'
import { DependenceSection } from './DependenceSection.tsx'
import { DropSection } from './DropSection.tsx'
import styles from './explain.module.css'
import { ImportanceTable } from './ImportanceTable.tsx'
import type { ExplainProps } from './props.ts'
import { sayImportances } from './say.ts'

/** What a run goes by: which columns it needs, how its answer follows one, and what each adds for single rows. */
export function WhyView({ run, route }: { run: Run; route: WhyRoute }) {
  const evaluations = useAssay((state) => state.shelves.evaluation)
  const [budgetMs, setBudget] = useState<number | undefined>(LOOK_BUDGET_MS)
  const { question } = run.spec
  const hasTest = evaluations[`${run.id}/test`] !== undefined
  const part = route.part === 'validation' || !hasTest ? 'validation' : 'test'
  const evaluation = evaluations[`${run.id}/${part}`]
  const dataset = useAssay((state) => state.shelves.dataset[partDatasetId(question, part)])
  if (!evaluation || !dataset)
    return (
      <Empty action={<a href={hrefOf({ page: 'run', runId: run.id })}>Back to the overview</a>}>
        {evaluation
          ? "The rows of this run's dataset are not in this browser, so nothing can be said of why. Load the same file again."
          : 'This run is not scored yet. Train it to its end to see what it goes by.'}
      </Empty>
    )
  const index = Math.max(0, question.classes.indexOf(route.output ?? ''))
  const show = (next: Partial<WhyRoute>) => goTo({ ...route, ...next }, { replace: true })
  return (
    <>
      <div className={study.head}>
        {hasTest && <PartControl part={part} onChange={(next) => show({ part: next, row: undefined })} />}
        {question.task === 'multiclass' && (
          <NativeSelect
            aria-label="Class to explain"
            value={question.classes[index]}
            onChange={(event) => show({ output: event.currentTarget.value })}
            data={[...question.classes]}
          />
        )}
        <TimeLimit budgetMs={budgetMs} onChange={setBudget} />
        {!hasTest && (
          <span className="secondary">
            On validation rows, by which the model was chosen. Test rows say more once they are open.
          </span>
        )}
      </div>
      <Explanations
        run={run}
        route={route}
        evaluation={evaluation}
        output={{ question, index }}
        budgetMs={budgetMs}
        show={show}
      />
    </>
  )
}

function Explanations(props: ExplainProps) {
  const { run, route, evaluation, show } = props
  const { part, digest } = evaluation
  const [budgetMs, setBudget] = useLimit(props.budgetMs)
  const asked = useWatched(
    `importance ${digest} ${part} ${budgetMs}`,
    (jobs, options) => jobs.model.call('importance', { runId: run.id, part, budgetMs }, options),
    budgetMs,
  )
  const ranked = asked.output?.columns.map((each) => each.column) ?? []
  const column = route.column ?? ranked[0]
  // Those that the time was not enough for come last.
  const inputs = useAssay((state) => state.shelves.pipeline[run.id])?.contract.inputs
  const names = [...new Set([...ranked, ...(inputs?.map(({ name }) => name) ?? [])])]
  // The others wait for the first answer, which says which column to begin with, unless it is not to come.
  const isTold = asked.output !== undefined || asked.isStopped || asked.error !== undefined
  return (
    <>
      <section aria-labelledby="importance">
        <h2 id="importance">Which columns it needs</h2>
        {asked.output ? (
          <>
            <CutShort reached={asked.output.reached} unit="permutation" budgetMs={budgetMs} onMore={setBudget} />
            <Importance output={asked.output} run={run} chosen={column} onColumn={(name) => show({ column: name })} />
          </>
        ) : (
          <Waiting asked={asked} what="Permuting the columns" unit="permutation" rows={6} />
        )}
      </section>
      {isTold && (
        <>
          <DropSection run={run} columns={names} />
          <DependenceSection {...props} column={column} columns={names} />
          <ContributionsSection {...props} column={column} />
        </>
      )}
    </>
  )
}

function Importance({
  output,
  run,
  chosen,
  onColumn,
}: {
  output: Importances
  run: Run
  chosen: string | undefined
  onColumn: (column: string) => void
}) {
  return (
    <>
      <p className={study.verdict}>{sayImportances(output)}</p>
      <ImportanceTable output={output} run={run} chosen={chosen} onColumn={onColumn} />
      <p className={`caption ${styles.caption}`}>
        Each column's cells are dealt anew among the rows, five times; the more the {output.loss} rises, the more the
        model needs the column. Columns that say the same stand in for each other, so each of them looks less needed
        than they are together. Intervals are those of the mean rise over the rows, each by itself; p is adjusted for
        all columns.
      </p>
    </>
  )
}
