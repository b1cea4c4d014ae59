import { Button, NativeSelect } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { FilterDialog } from '@/components/dataset/FilterDialog.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { type Condition, describeCondition } from '@/core/dataset/view.ts'
import { capitalise } from '@/core/format/format.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import type { SliceError } from '@/core/slices/jobs.ts'
import { useJob } from '@/state/useAssay.ts'
import { SliceRows } from './SliceRows.tsx'
import { sayCheck } from './say.ts'
import styles from './slices.module.css'

/** How the run does on rows that a person names by conditions. */
export function OwnSlice({
  run,
  part,
  scored,
  error,
  dataset,
  conditions,
  onChange,
}: {
  run: Run
  part: Evaluation['part']
  /** What the run said of the part ({@link scoredKey}). */
  scored: string
  error: SliceError
  dataset: Dataset
  conditions: readonly Condition[]
  onChange: (conditions: readonly Condition[]) => void
}) {
  const [column, setColumn] = useState(dataset.columns[0]?.name ?? '')
  const [isAsking, setAsking] = useState(false)
  const typeOf = (name: string) => dataset.columns.find((each) => each.name === name)?.type ?? 'text'
  const key = JSON.stringify(conditions)
  const asked = useJob(conditions.length > 0 ? `slice ${scored} ${part} ${error} ${key}` : undefined, (jobs, signal) =>
    jobs.model.call('checkSlice', { runId: run.id, part, error, conditions }, { signal }),
  )
  const chosen = dataset.columns.find(({ name }) => name === column)
  return (
    <div className={styles.own}>
      <h3>Rows of your own choice</h3>
      {conditions.length > 0 && (
        <ul className={styles.chips} aria-label="Conditions">
          {conditions.map((condition, i) => {
            const words = describeCondition(condition, typeOf(condition.column))
            return (
              <li key={JSON.stringify(condition)}>
                {words}
                <button
                  type="button"
                  aria-label={`Remove the condition ${words}`}
                  onClick={() => onChange(conditions.toSpliced(i, 1))}
                >
                  <IconX size={14} aria-hidden />
                </button>
              </li>
            )
          })}
        </ul>
      )}
      <div className={styles.add}>
        <NativeSelect
          aria-label="Column"
          value={column}
          onChange={(event) => setColumn(event.currentTarget.value)}
          data={dataset.columns.map(({ name }) => name)}
        />
        <Button disabled={!chosen} onClick={() => setAsking(true)}>
          Add a condition…
        </Button>
      </div>
      <p aria-live="polite">
        {conditions.length === 0
          ? 'Name a kind of rows by a condition or several, and see whether it is worse than the rest.'
          : asked.output
            ? `${capitalise(sayCheck(asked.output, error, run.spec.question.target))}. ${asked.output.isConfirmed ? 'Worse than the rest.' : 'Not shown to be worse than the rest.'}`
            : asked.isPending
              ? 'Counting…'
              : !asked.error && 'Fewer than two rows, or all but fewer than two, meet these conditions.'}{' '}
        {asked.output && <SliceRows run={run} part={part} conditions={conditions} />}
      </p>
      {asked.error && <ErrorStrip error={asked.error} action={<Button onClick={asked.again}>Try again</Button>} />}
      {isAsking && chosen && (
        <FilterDialog
          column={chosen}
          condition={undefined}
          onClose={() => setAsking(false)}
          onApply={(condition) => {
            setAsking(false)
            onChange([...conditions, condition])
          }}
        />
      )}
    </div>
  )
}
