import { Radio, SegmentedControl } from '@mantine/core'
import { MiniHistogram } from '@/components/ui/MiniHistogram.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { examineTarget } from '@/core/experiment/candidate.ts'
import type { Proposal, Question } from '@/core/experiment/experiment.ts'
import { proposalFor } from '@/core/experiment/propose.ts'
import { questionFrom } from '@/core/experiment/question.ts'
import { countClasses } from '@/core/experiment/target.ts'
import { formatCount, formatNumber, formatShare } from '@/core/format/format.ts'
import type { TaskKind } from '@/core/metrics/metric.ts'
import styles from './experiment.module.css'
import { Section } from './Section.tsx'

const TASK_LABELS: Readonly<Record<TaskKind, string>> = {
  binary: 'Yes or no',
  multiclass: 'Which of several',
  regression: 'How much',
}

interface TaskSectionProps {
  readonly dataset: Dataset
  readonly question: Question
  readonly proposal: Proposal | undefined
  readonly onChange: (question: Question) => void
}

/** What kind of answer is asked for, and of which classes. */
export function TaskSection({ dataset, question, proposal, onChange }: TaskSectionProps) {
  const column = dataset.columns.find(({ name }) => name === question.target)
  if (!column) return null
  const { tasks } = examineTarget(column, dataset.rows)
  const chosen =
    question.task === 'regression'
      ? `How much is ${question.target}?`
      : question.task === 'binary'
        ? `Is ${question.target} ${question.classes[1]}?`
        : `Which ${question.target} is it, of ${question.classes.length}?`
  const setTask = (task: TaskKind) => {
    // Classes, metric and split follow from the task; what was prepared stays.
    const next = questionFrom(dataset, question.target, proposalFor(dataset, question.target, { task }))
    onChange({ ...next, recipe: question.recipe })
  }
  const isChanged =
    proposal !== undefined &&
    (proposal.task.value !== question.task || proposal.classes.value[1] !== question.classes[1])
  return (
    <Section
      title="Task"
      chosen={chosen}
      reason={proposal && [proposal.task.reason, proposal.classes.reason].filter(Boolean).join(' ')}
      isChanged={isChanged}
      onReset={() =>
        proposal && onChange({ ...questionFrom(dataset, question.target, proposal), recipe: question.recipe })
      }
    >
      <SegmentedControl
        aria-label="Task"
        value={question.task}
        onChange={(value) => setTask(value as TaskKind)}
        data={(Object.keys(TASK_LABELS) as TaskKind[]).map((task) => ({
          value: task,
          label: TASK_LABELS[task],
          disabled: !tasks.includes(task),
        }))}
      />
      {question.task === 'regression' ? (
        <div className={styles.inline}>
          <MiniHistogram column={column} rows={dataset.rows} />
          {column.summary.kind === 'numeric' && column.summary.min !== null && column.summary.max !== null && (
            <span className="secondary">
              {formatNumber(column.summary.min)} to {formatNumber(column.summary.max)}
            </span>
          )}
        </div>
      ) : (
        <ClassList dataset={dataset} question={question} onChange={onChange} />
      )}
    </Section>
  )
}

function ClassList({ dataset, question, onChange }: Omit<TaskSectionProps, 'proposal'>) {
  const column = dataset.columns.find(({ name }) => name === question.target)!
  const counts = countClasses(column) ?? []
  const total = counts.reduce((sum, { rows }) => sum + rows, 0)
  const isBinary = question.task === 'binary'
  return (
    <div>
      <table className={styles.classes}>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col" className="n">
              Rows
            </th>
            <th scope="col" className="n">
              Share
            </th>
            {isBinary && <th scope="col">Ask about it</th>}
          </tr>
        </thead>
        <tbody>
          {counts.map(({ label, rows }) => (
            <tr key={label}>
              <td>{label}</td>
              <td className="n">{formatCount(rows)}</td>
              <td className="n">{formatShare(rows / total)}</td>
              {isBinary && (
                <td>
                  <Radio
                    name="positive"
                    aria-label={`Ask about ${label}`}
                    checked={question.classes[1] === label}
                    onChange={() =>
                      onChange({
                        ...question,
                        classes: [...counts.map((each) => each.label).filter((each) => each !== label), label],
                      })
                    }
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
