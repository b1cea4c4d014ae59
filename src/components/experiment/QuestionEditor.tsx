import { IconAlertTriangle } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Proposal, Question } from '@/core/experiment/experiment.ts'
import { proposalFor, propose } from '@/core/experiment/propose.ts'
import type { QuestionProblems } from '@/core/experiment/question.ts'
import styles from './experiment.module.css'
import { MeasureSection } from './MeasureSection.tsx'
import { RecipeSection } from './RecipeSection.tsx'
import { SplitSection } from './SplitSection.tsx'
import { TaskSection } from './TaskSection.tsx'

/** The whole question, part by part, each with what Assay proposes and why. */
export function QuestionEditor({
  dataset,
  question,
  problems,
  onChange,
}: {
  dataset: Dataset
  question: Question
  problems: QuestionProblems
  /** @param topic What the edit is of, where several are to be undone as one (typing). */
  onChange: (question: Question, topic?: string) => void
}) {
  const { target, task, roles } = question
  const first = useMemo(() => attempt(() => propose(dataset, target)), [dataset, target])
  // Measure, split and preparation are judged by what is proposed for the task that was chosen.
  const proposal = useMemo(
    () => attempt(() => proposalFor(dataset, target, { task, roles })),
    [dataset, target, task, roles],
  )
  const column = dataset.columns.find(({ name }) => name === target)
  if (!column) return null
  return (
    <>
      {proposal && proposal.warnings.length > 0 && (
        <ul className={styles.warnings} aria-label="To know before asking">
          {proposal.warnings.map((warning) => (
            <li key={warning}>
              <IconAlertTriangle size={15} aria-hidden />
              <span>{warning}</span>
            </li>
          ))}
        </ul>
      )}
      <TaskSection dataset={dataset} column={column} question={question} proposal={first} onChange={onChange} />
      <MeasureSection question={question} proposal={proposal} onChange={onChange} />
      <SplitSection
        dataset={dataset}
        question={question}
        proposal={proposal}
        problems={problems.split}
        onChange={onChange}
      />
      <RecipeSection
        dataset={dataset}
        question={question}
        proposal={proposal}
        problems={problems}
        onChange={onChange}
      />
    </>
  )
}

/** A column that nothing can be asked of any more has no proposal; what was asked of it stands. */
function attempt(make: () => Proposal): Proposal | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}
