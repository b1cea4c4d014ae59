import { NativeSelect, NumberInput, SegmentedControl } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { comparedPart } from '@/components/run/comparedPart.ts'
import { Reason, SharedNote } from '@/components/run/VerdictSentences.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { WHOLE_VIEW } from '@/core/dataset/view.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { capitalise, formatCount } from '@/core/format/format.ts'
import { DIFFERING, OUTCOME_WORDS, outcomesOf, type PairOutcome } from '@/core/prediction/outcome.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import { outcomeRows, sayDiff } from '@/core/prediction/sayDiff.ts'
import { distinctMarks } from '@/core/run/mark.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import { rowsTogether } from '@/core/split/describe.ts'
import type { CompareRowsRoute } from '@/state/rowsRoute.ts'
import { runName } from '@/state/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import { GainChart } from './GainChart.tsx'
import { Labelled } from './Labelled.tsx'
import { PairList } from './PairList.tsx'
import { PartControl } from './PartControl.tsx'
import styles from './prediction.module.css'
import { useRowDiff } from './useRowDiff.ts'

/** The rows on which two runs differ, where in the data they are, and the rows themselves. */
export function CompareRowsPage({ route }: { route: CompareRowsRoute }) {
  const shelves = useAssay((state) => state.shelves)
  const { experimentId, runIds } = route
  const baseId = route.base ?? runIds[0]
  const otherId = route.other ?? runIds.find((id) => id !== baseId)
  // Marked in the order of the comparison, so that a run keeps the letter that it has there.
  const asked = new Set([...runIds, baseId, otherId])
  const runs = distinctMarks([...asked].flatMap((id) => shelves.run[id ?? ''] ?? []))
  const a = runs.find(({ id }) => id === baseId)
  const b = runs.find(({ id }) => id === otherId)
  const experiment = shelves.experiment[experimentId]
  if (!experiment || !a || !b)
    return (
      <Page title="Rows of two runs">
        <Empty action={<a href={hrefOf({ page: 'runs', experimentId })}>Back to the runs</a>}>
          Two runs are needed to compare rows. Tick them on the Runs page.
        </Empty>
      </Page>
    )
  const { part, isTestOpen } = comparedPart(shelves.evaluation, [a.id, b.id], route.part)
  const dataset = shelves.dataset[partDatasetId(b.spec.question, part)]
  return (
    <Page
      title={`Rows of ${a.mark.letter} and ${b.mark.letter}`}
      facts={
        <span>
          {runName({ shelves }, b)} against {runName({ shelves }, a)}
        </span>
      }
      actions={
        <a
          href={hrefOf({
            page: 'compare',
            experimentId,
            runIds: runIds.length > 1 ? runIds : [a.id, b.id],
            diffOnly: true,
            part: route.part,
          })}
        >
          Back to the comparison
        </a>
      }
    >
      {dataset ? (
        <PairRows
          route={route}
          a={a}
          b={b}
          runs={runs}
          part={part}
          isTestOpen={isTestOpen}
          dataset={dataset}
          question={experiment.question}
        />
      ) : (
        <Empty>The data that these rows are of is not in this browser. Load the same file again to see them.</Empty>
      )}
    </Page>
  )
}

interface PairProps {
  readonly route: CompareRowsRoute
  readonly a: Run
  readonly b: Run
  readonly runs: readonly Run[]
  readonly part: Evaluation['part']
  readonly isTestOpen: boolean
  readonly dataset: Dataset
  readonly question: Question
}

function PairRows({ route, a, b, runs, part, isTestOpen, dataset, question }: PairProps) {
  const { tolerance = 0, only, rows = WHOLE_VIEW } = route
  const asked = useRowDiff(a.id, [b.id], part, tolerance)
  const diff = asked.output?.[0]
  const change = (next: Partial<CompareRowsRoute>, options?: { readonly replace?: boolean }) =>
    goTo({ ...route, ...next }, options)
  if (asked.error)
    return (
      <div className={styles.strip}>
        <ErrorStrip error={asked.error} />
      </div>
    )
  if (diff && 'reason' in diff)
    return (
      <Empty>
        <Reason found={diff} run={b} base={a} part={part} metric={question.metric} />
      </Empty>
    )
  const letters = { a: a.mark.letter, b: b.mark.letter }
  const possible = outcomesOf(question.task, true) as readonly PairOutcome[]
  const outcomes = only === 'all' ? possible : possible.filter((each) => (only ? each === only : DIFFERING.has(each)))
  const wanted = {
    runId: b.id,
    base: a.id,
    letters,
    part,
    tolerance,
    ...(outcomes.length < possible.length && { outcomes }),
  }
  return (
    <div className={styles.pair}>
      <div className={styles.pairHead}>
        <div className={styles.pairSay}>
          <p className={styles.verdict} aria-live="polite">
            {diff ? sayDiff(diff, letters, part, rowsTogether(question.split) === undefined) : 'Counting the rows …'}
          </p>
          <SharedNote shared={diff?.shared} base={a} run={b} part={part} />
          <div className={styles.controls}>
            {runs.length > 2 && (
              <>
                <RunSelect
                  label="Base"
                  runs={runs}
                  value={a}
                  not={b}
                  onChange={(base) => change({ base, other: b.id })}
                />
                <RunSelect
                  label="Run"
                  runs={runs}
                  value={b}
                  not={a}
                  onChange={(other) => change({ base: a.id, other })}
                />
              </>
            )}
            {isTestOpen && <PartControl part={part} onChange={(next) => change({ part: next })} />}
            {question.task === 'regression' && (
              <Tolerance
                value={tolerance}
                onChange={(next) => change({ tolerance: next || undefined }, { replace: true })}
              />
            )}
          </div>
          <SegmentedControl
            aria-label="Rows by outcome"
            size="xs"
            value={only ?? 'differing'}
            onChange={(value) => change({ only: value === 'differing' ? undefined : (value as PairOutcome | 'all') })}
            data={[
              { value: 'differing', label: 'Differ' },
              ...(diff ? outcomeRows(diff) : possible.map((outcome) => [outcome, undefined] as const)).map(
                ([outcome, count]) => ({
                  value: outcome as string,
                  label: `${capitalise(OUTCOME_WORDS[outcome])}${count === undefined ? '' : ` ${formatCount(count)}`}`,
                }),
              ),
              { value: 'all', label: 'All' },
            ]}
          />
        </div>
        {diff?.gains && (
          <div className={styles.gains}>
            <GainChart gains={diff.gains} {...letters} />
          </div>
        )}
      </div>
      <PairList
        dataset={dataset}
        asked={wanted}
        words={question.task === 'regression' ? ['closer', 'farther'] : ['fixed', 'broke']}
        view={rows}
        isPart={only !== 'all'}
        onView={(view, options) => change({ rows: view }, options)}
        onClear={() => change({ only: 'all', rows: undefined })}
      />
    </div>
  )
}

function RunSelect({
  label,
  runs,
  value,
  not,
  onChange,
}: {
  label: string
  runs: readonly Run[]
  value: Run
  not: Run
  onChange: (id: string) => void
}) {
  const shelves = useAssay((state) => state.shelves)
  return (
    <Labelled label={label}>
      {(id) => (
        <NativeSelect
          id={id}
          value={value.id}
          onChange={(event) => onChange(event.currentTarget.value)}
          data={runs
            .filter(({ id }) => id !== not.id)
            .map((run) => ({ value: run.id, label: `${run.mark.letter}, ${runName({ shelves }, run)}` }))}
        />
      )}
    </Labelled>
  )
}

/** How long the typing of a number may pause before it is taken. */
const PAUSE_MS = 400

function Tolerance({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const later = useDebouncedCallback(onChange, PAUSE_MS)
  return (
    <Labelled label="Alike within">
      {(id) => (
        <NumberInput
          id={id}
          defaultValue={value}
          min={0}
          allowNegative={false}
          hideControls
          w={92}
          onChange={(next) => later(typeof next === 'number' ? next : Number(next) || 0)}
        />
      )}
    </Labelled>
  )
}
