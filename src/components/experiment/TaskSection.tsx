import { Radio } from '@mantine/core'
import type { ColumnMeta, Dataset } from '@/core/dataset/dataset.ts'
import { examineTarget } from '@/core/experiment/candidate.ts'
import { changeTask, whyNotTask } from '@/core/experiment/edit.ts'
import type { Proposal, Question } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import { TASKS, type TaskKind } from '@/core/metrics/metric.ts'
import { ClassTable } from './ClassTable.tsx'
import styles from './parts.module.css'
import { Section } from './Section.tsx'
import { TargetRange } from './TargetRange.tsx'

const TASK_WORDS: Readonly<Record<TaskKind, { readonly label: string; readonly meaning: string }>> = {
  binary: { label: 'Yes or no', meaning: 'Binary: how likely a row is of one class' },
  multiclass: { label: 'Which of several', meaning: 'Multiclass: how likely a row is of each class' },
  regression: { label: 'How much', meaning: 'Regression: a number' },
}

/** What kind of answer is asked for, and of which classes. */
export function TaskSection({
  dataset,
  column,
  question,
  proposal,
  onChange,
}: {
  dataset: Dataset
  column: ColumnMeta
  question: Question
  proposal: Proposal | undefined
  onChange: (question: Question) => void
}) {
  const { target, task, classes } = question
  const { tasks } = examineTarget(column, dataset.rows)
  const isChanged =
    proposal !== undefined &&
    (proposal.task.value !== task || (task === 'binary' && proposal.classes.value[1] !== classes[1]))
  const back = () => {
    if (!proposal) return
    const next = task === proposal.task.value ? question : changeTask(dataset, question, proposal.task.value)
    onChange({ ...next, classes: proposal.classes.value })
  }
  return (
    <Section
      title="Task"
      chosen={sayTask(question)}
      reason={proposal && sayReason(proposal)}
      isChanged={isChanged}
      onReset={back}
    >
      <Radio.Group
        aria-label="Task"
        value={task}
        onChange={(value) => onChange(changeTask(dataset, question, value as TaskKind))}
      >
        <div className={styles.choices}>
          {TASKS.map((kind) => {
            const isOffered = kind === task || tasks.includes(kind)
            return (
              <Radio
                key={kind}
                value={kind}
                size="xs"
                disabled={!isOffered}
                label={TASK_WORDS[kind].label}
                description={isOffered ? TASK_WORDS[kind].meaning : `Not here: ${whyNotTask(column, kind)}`}
                classNames={{ label: styles.choiceLabel!, description: styles.choiceNote! }}
              />
            )
          })}
        </div>
      </Radio.Group>
      {task === 'regression' ? (
        <TargetRange column={column} rows={dataset.rows} />
      ) : (
        <ClassTable
          column={column}
          isBinary={task === 'binary'}
          positive={classes[1]}
          onPositive={(label) =>
            onChange({ ...question, classes: [...classes.filter((each) => each !== label), label] })
          }
        />
      )}
      {task !== 'regression' && column.summary.missing > 0 && (
        <p className="caption">
          {formatUnits(column.summary.missing, 'row')} without {target} are left out.
        </p>
      )}
    </Section>
  )
}

function sayTask({ target, task, classes }: Question) {
  if (task === 'regression')
    return (
      <>
        How much is <b>{target}</b>?
      </>
    )
  if (task === 'binary')
    return (
      <>
        Is {target} <b>{classes[1]}</b>?
      </>
    )
  return (
    <>
      Which <b>{target}</b> is it, of {classes.length}?
    </>
  )
}

function sayReason({ task, classes }: Proposal): string {
  return task.value === 'binary' ? `${task.reason} ${classes.reason}` : task.reason
}
