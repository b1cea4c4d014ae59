import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import { shareOf } from '@/core/budget.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { answerTo } from '@/core/leak/answer.ts'
import type { LeakReport } from '@/core/leak/leak.ts'
import type { Recipe } from '@/core/recipe/recipe.ts'
import { LeakItem } from './LeakItem.tsx'
import styles from './leak.module.css'
import { Section } from './Section.tsx'
import type { Leaks } from './useLeaks.ts'

/** Whether the answer slips into the inputs or the training into the test, and what to do about it. Never in the way. */
export function LeakSection({
  dataset,
  question,
  leaks,
  proposed,
  onChange,
}: {
  dataset: Dataset
  question: Question
  leaks: Leaks
  /** The preparation that is proposed where every column is an input. */
  proposed: Recipe
  onChange: (question: Question) => void
}) {
  const { report, isRunning, isSlow, progress, isStopped, error, stop, start } = leaks
  return (
    <Section
      title="Leaks"
      chosen={sayState(leaks, question)}
      reason={
        report
          ? undefined
          : 'A column that is only known afterwards, or rows on both sides of the split, make a model look better than it is.'
      }
    >
      {isRunning && isSlow && (
        <div className={styles.running} role="status" aria-label="Checking for leaks">
          <p>
            Looking at the columns
            {progress && `: ${formatCount(progress.done)} of ${formatCount(progress.total)}`}
          </p>
          <Button onClick={stop}>Stop</Button>
          <ProgressBar share={shareOf(progress)} label="Columns looked at" />
        </div>
      )}
      {isStopped && <Button onClick={start}>Check for leaks</Button>}
      {error && <ErrorStrip error={error} action={<Button onClick={start}>Check again</Button>} />}
      {report && (
        <Found dataset={dataset} report={report} question={question} proposed={proposed} onChange={onChange} />
      )}
    </Section>
  )
}

function Found({
  dataset,
  report,
  question,
  proposed,
  onChange,
}: {
  dataset: Dataset
  report: LeakReport
  question: Question
  proposed: Recipe
  onChange: (question: Question) => void
}) {
  const { leaks, checks, rows } = report
  const calm = checks.filter(({ state }) => state === 'fine' || state === 'cannot tell')
  const inOrder = [...leaks].sort((a, b) => Number(a.level === 'note') - Number(b.level === 'note'))
  return (
    <>
      {inOrder.length > 0 && (
        <ul className={styles.leaks} aria-label="Leaks">
          {inOrder.map((leak) => (
            <LeakItem
              key={`${leak.kind} ${leak.columns.join(' ')}`}
              dataset={dataset}
              leak={leak}
              question={question}
              proposed={proposed}
              onChange={onChange}
            />
          ))}
        </ul>
      )}
      <details className={styles.calm}>
        <summary>{sayCalm(calm)}</summary>
        <ul>
          {calm.map(({ kind, state, sentence }) => (
            <li key={kind} data-state={state}>
              {state === 'fine' ? <IconCheck size={14} aria-label="Fine" /> : <span className={styles.dash}>–</span>}
              <span>{sentence}</span>
            </li>
          ))}
        </ul>
        <p className="caption">
          {rows.looked < rows.of
            ? `Answers were looked at in ${formatCount(rows.looked)} of ${formatUnits(rows.of, 'row')}, chosen by chance; those of test rows were not. `
            : `Answers were looked at in ${formatUnits(rows.of, 'row')}; those of test rows were not. `}
          Power is how well a small tree of one column tells the answer to rows that it was not grown on: 0 is no better
          than not looking, 1 is always right.
        </p>
      </details>
    </>
  )
}

/** "7 checks found nothing, 2 could not be made". */
function sayCalm(checks: LeakReport['checks']): string {
  const fine = checks.filter(({ state }) => state === 'fine').length
  const rest = checks.length - fine
  return `${formatUnits(fine, 'check')} found nothing${rest > 0 ? `, ${formatCount(rest)} could not be made` : ''}`
}

function sayState({ report, isCurrent, isRunning, isStopped, error }: Leaks, question: Question): string {
  if (report && (isCurrent || isRunning)) return sayFound(report, question)
  if (report) return 'Not checked for leaks since the last change. Found before it:'
  if (isRunning) return 'Checking for leaks.'
  return isStopped || error ? 'Not checked for leaks.' : 'Leaks are looked for once the split can be made.'
}

/** "Checked for leaks: 2 suspicious, 1 put right, 6 fine." */
function sayFound({ leaks, checks }: LeakReport, question: Question): string {
  const suspects = leaks.filter(({ level }) => level === 'suspect')
  const count = (answer: ReturnType<typeof answerTo>) =>
    suspects.filter((leak) => answerTo(leak, question) === answer).length
  const open = count('open')
  const parts = [
    open > 0 ? `${open} suspicious` : 'nothing suspicious',
    ...(count('handled') > 0 ? [`${count('handled')} put right`] : []),
    ...(count('accepted') > 0 ? [`${count('accepted')} known to be fine`] : []),
    `${checks.filter(({ state }) => state === 'fine').length} fine`,
  ]
  return `Checked for leaks: ${parts.join(', ')}.`
}
