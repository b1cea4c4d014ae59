import { NativeSelect, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useWatched } from '@/components/profile/useWatched.ts'
import { Waiting } from '@/components/profile/Waiting.tsx'
import { goTo } from '@/components/shell/useRoute.ts'
import { CutShort } from '@/components/ui/CutShort.tsx'
import { Empty } from '@/components/ui/Empty.tsx'
import study from '@/components/ui/study.module.css'
import { TimeLimit } from '@/components/ui/TimeLimit.tsx'
import { LOOK_BUDGET_MS } from '@/core/budget.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import type { Run } from '@/core/run/run.ts'
import type { SliceError } from '@/core/slices/jobs.ts'
import { rowsTogether } from '@/core/split/describe.ts'
import { scoredKey } from '@/state/scoredKey.ts'
import type { SlicesRoute } from '@/state/slicesRoute.ts'
import { useAssay } from '@/state/useAssay.ts'
import { OwnSlice } from './OwnSlice.tsx'
import { SliceTable } from './SliceTable.tsx'
import { saySlices } from './say.ts'

const ERROR_WORDS: Readonly<Record<SliceError, string>> = {
  wrong: 'Rows it gets wrong',
  loss: 'Log loss',
  off: 'How far off it is',
}

/** The kinds of rows that a run does badly on: those that are found by themselves, and one that a person names. */
export function SlicesView({ run, route }: { run: Run; route: SlicesRoute }) {
  const evaluations = useAssay((state) => state.shelves.evaluation)
  const { question } = run.spec
  const together = rowsTogether(question.split)
  const hasTest = evaluations[`${run.id}/test`] !== undefined
  const part = route.part === 'test' && !hasTest ? 'validation' : (route.part ?? (hasTest ? 'test' : 'validation'))
  const dataset = useAssay((state) => state.shelves.dataset[partDatasetId(question, part)])
  const evaluation = evaluations[`${run.id}/${part}`]
  const errors: readonly SliceError[] = question.task === 'regression' ? ['off'] : ['wrong', 'loss']
  const error = errors.find((each) => each === route.error) ?? errors[0]!
  const scored = useAssay((state) => scoredKey(state, [run.id], part))
  const [budgetMs, setBudget] = useState<number | undefined>(LOOK_BUDGET_MS)
  const asked = useWatched(
    evaluation && dataset && `slices ${scored} ${part} ${error} ${budgetMs}`,
    (jobs, options) => jobs.model.call('findWeakSlices', { runId: run.id, part, error, budgetMs }, options),
    budgetMs,
  )
  const show = (next: Partial<SlicesRoute>) => goTo({ ...route, ...next }, { replace: true })
  if (!evaluation || !dataset)
    return (
      <Empty>
        {evaluation
          ? "The rows of this run's dataset are not in this browser, so nothing can be said of kinds of rows. Load the same file again."
          : 'This run is not scored yet. Train it to its end to see where it fails.'}
      </Empty>
    )
  return (
    <section aria-labelledby="slices">
      <div className={study.head}>
        <h2 id="slices">Where it fails</h2>
        {hasTest && (
          <SegmentedControl
            aria-label="Rows to look at"
            size="xs"
            value={part}
            onChange={(value) => show({ part: value as SlicesRoute['part'] })}
            data={[
              { value: 'validation', label: 'Validation rows' },
              { value: 'test', label: 'Test rows' },
            ]}
          />
        )}
        {errors.length > 1 && (
          <NativeSelect
            aria-label="What counts as an error"
            value={error}
            onChange={(event) => show({ error: event.currentTarget.value as SliceError })}
            data={errors.map((value) => ({ value, label: ERROR_WORDS[value] }))}
          />
        )}
        <TimeLimit budgetMs={budgetMs} onChange={setBudget} />
      </div>
      {asked.output ? (
        <>
          <CutShort reached={asked.output.reached} unit="level" budgetMs={budgetMs} onMore={setBudget} />
          <p className={study.verdict}>{saySlices(asked.output, error, typesOf(dataset), question.target)}</p>
          <p className="caption">
            Looked for on {formatUnits(asked.output.rows, `${part} row`)}, checked on the other{' '}
            {formatCount(asked.output.checkedRows)}, over {formatUnits(asked.output.columns.length, 'column')}: whatever
            was found by chance on the first half is no worse than others on the second.
            {together &&
              ` ${together}, so ${question.split.kind === 'time' ? 'blocks of neighbouring times' : 'groups'} are dealt whole, and p and intervals rest on how those differ.`}
            {part === 'validation' && ' The model was chosen on these rows; test rows say more once they are open.'}
          </p>
          {asked.output.slices.length > 0 && (
            <SliceTable run={run} part={part} slices={asked.output.slices} error={error} typeOf={typesOf(dataset)} />
          )}
        </>
      ) : (
        <Waiting asked={asked} what="Looking for kinds of rows that it fails on" unit="level" rows={6} />
      )}
      <OwnSlice
        run={run}
        part={part}
        scored={scored}
        error={error}
        dataset={dataset}
        conditions={route.own ?? []}
        onChange={(own) => show({ own })}
      />
    </section>
  )
}

function typesOf({ columns }: Dataset) {
  return (name: string) => columns.find((column) => column.name === name)?.type ?? 'text'
}
