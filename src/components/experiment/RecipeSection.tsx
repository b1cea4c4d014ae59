import type { Dataset } from '@/core/dataset/dataset.ts'
import { featuresOf } from '@/core/dataset/role.ts'
import { isSetAside } from '@/core/experiment/edit.ts'
import type { Proposal, Question } from '@/core/experiment/experiment.ts'
import type { QuestionProblems } from '@/core/experiment/question.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { canonicalJson } from '@/core/hash.ts'
import { EMPTY_RECIPE } from '@/core/recipe/edit.ts'
import type { Recipe } from '@/core/recipe/recipe.ts'
import { FeatureList } from './FeatureList.tsx'
import styles from './recipe.module.css'
import { Section } from './Section.tsx'
import { StepList } from './StepList.tsx'

/** Which columns go in, and what is done to them before a learner sees them. */
export function RecipeSection({
  dataset,
  question,
  proposal,
  whole,
  problems,
  onChange,
}: {
  dataset: Dataset
  question: Question
  proposal: Proposal | undefined
  /** The preparation that is proposed where every column is an input. */
  whole: Recipe
  problems: QuestionProblems
  onChange: (question: Question, topic?: string) => void
}) {
  const { recipe, target, roles } = question
  const proposed = proposal?.recipe.value ?? EMPTY_RECIPE
  const columns = dataset.columns.filter(({ name }) => name !== target)
  const used = featuresOf(columns, roles).filter(({ name }) => !isSetAside(recipe, name)).length
  const on = recipe.steps.filter((step) => step.on).length
  return (
    <Section
      title="Preparation"
      chosen={`${formatCount(used)} of ${formatUnits(columns.length, 'column')} ${used === 1 ? 'goes' : 'go'} in, ${on === 0 ? 'as they are' : `prepared by ${formatUnits(on, 'step')} learned from training rows only`}.`}
      reason={proposal?.recipe.reason}
      isChanged={proposal !== undefined && canonicalJson(proposed) !== canonicalJson(recipe)}
      onReset={() => onChange({ ...question, recipe: proposed })}
      problems={problems.recipe}
    >
      <div className={styles.part}>
        <h3>Steps, in order</h3>
        <StepList
          dataset={dataset}
          question={question}
          proposed={proposed}
          problems={problems.steps}
          onChange={(next, topic) => onChange({ ...question, recipe: next }, topic)}
        />
      </div>
      <div className={styles.part}>
        <h3>Columns that go in</h3>
        <FeatureList columns={columns} question={question} proposed={whole} onChange={onChange} />
      </div>
    </Section>
  )
}
