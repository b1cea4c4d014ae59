import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatUnits } from '@/core/format/format.ts'
import { describeStep } from '@/core/recipe/describe.ts'
import type { Step } from '@/core/recipe/recipe.ts'
import styles from './planned.module.css'
import type { Offered } from './useOffered.ts'

/** What was chosen among the findings about the data since a question was asked, to put into its draft or to leave out. */
export function PlannedNotice({
  offered: { missing, takenBack, add, takeOut, leave },
  runs,
}: {
  offered: Offered
  /** Runs that the question has. */
  runs: number
}) {
  return (
    <>
      {missing.length > 0 && (
        <Notice
          label="Chosen among the findings"
          steps={missing}
          actionOf={(step) => (
            <Button size="xs" aria-label={`Add: ${describeStep(step)}`} onClick={() => add([step])}>
              Add
            </Button>
          )}
        >
          <p>
            {missing.length === 1 ? 'A step was' : `${formatUnits(missing.length, 'step')} were`} chosen among the
            findings about this data, and {missing.length === 1 ? 'is' : 'are'} not in this question. {sayRuns(runs)}
          </p>
          {missing.length > 1 && <Button onClick={() => add(missing)}>Add all to the draft</Button>}
          <Button variant="subtle" onClick={() => leave(missing)}>
            Leave {missing.length === 1 ? 'it' : 'them'} out
          </Button>
        </Notice>
      )}
      {takenBack.length > 0 && (
        <Notice
          label="Taken back among the findings"
          steps={takenBack}
          actionOf={(step) => (
            <Button size="xs" aria-label={`Take out: ${describeStep(step)}`} onClick={() => takeOut([step])}>
              Take out
            </Button>
          )}
        >
          <p>
            {takenBack.length === 1 ? 'A step' : formatUnits(takenBack.length, 'step')} that you added here{' '}
            {takenBack.length === 1 ? 'was' : 'were'} taken back among the findings, and{' '}
            {takenBack.length === 1 ? 'is' : 'are'} still in this question.
          </p>
        </Notice>
      )}
    </>
  )
}

function sayRuns(runs: number): string {
  return runs === 0
    ? 'Nothing is kept until you save.'
    : `Nothing is kept until you save, and the ${formatUnits(runs, 'run')} so far ${runs === 1 ? 'stays' : 'stay'} as trained.`
}

function Notice({
  label,
  steps,
  actionOf,
  children,
}: {
  label: string
  steps: readonly Step[]
  actionOf: (step: Step) => ReactNode
  children: ReactNode
}) {
  return (
    <section className={styles.notice} aria-label={label}>
      <div className={styles.head}>{children}</div>
      <ul>
        {steps.map((step) => (
          <li key={step.id}>
            <div>
              <p>{describeStep(step)}</p>
              {step.reason && <p className="caption">{step.reason}</p>}
            </div>
            {actionOf(step)}
          </li>
        ))}
      </ul>
    </section>
  )
}
