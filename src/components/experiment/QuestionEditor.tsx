import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Proposal, Question } from '@/core/experiment/experiment.ts'
import type { QuestionProblems } from '@/core/experiment/question.ts'
import styles from './experiment.module.css'
import { FeatureSection } from './FeatureSection.tsx'
import { MeasureSection } from './MeasureSection.tsx'
import { RecipeSection } from './RecipeSection.tsx'
import { SplitSection } from './SplitSection.tsx'
import { TaskSection } from './TaskSection.tsx'

/** The whole question, part by part, each with its proposal and its reason. */
export function QuestionEditor({
  dataset,
  question,
  proposal,
  problems,
  onChange,
}: {
  dataset: Dataset
  question: Question
  proposal: Proposal | undefined
  problems: QuestionProblems
  onChange: (question: Question) => void
}) {
  const shared = { dataset, question, proposal, onChange }
  return (
    <div className={styles.editor}>
      <TaskSection {...shared} />
      <MeasureSection {...shared} />
      <SplitSection {...shared} problems={problems.split} />
      <FeatureSection {...shared} problems={problems.features} />
      <RecipeSection {...shared} problems={problems.recipe} />
    </div>
  )
}
