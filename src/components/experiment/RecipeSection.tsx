import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Proposal, Question } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import { canonicalJson } from '@/core/hash.ts'
import { addStep, changeStep, moveStep, newStep, removeStep, toggleStep } from '@/core/recipe/edit.ts'
import type { Recipe } from '@/core/recipe/recipe.ts'
import { STEP_KINDS, STEPS } from '@/core/recipe/step.ts'
import styles from './experiment.module.css'
import { Section } from './Section.tsx'
import { StepRow } from './StepRow.tsx'

/** What is done to the columns before a learner sees them, step by step. */
export function RecipeSection({
  dataset,
  question,
  proposal,
  problems,
  onChange,
}: {
  dataset: Dataset
  question: Question
  proposal: Proposal | undefined
  problems: readonly string[]
  onChange: (question: Question) => void
}) {
  const { recipe, target } = question
  const [opened, setOpened] = useState<string | undefined>()
  const columns = dataset.columns.filter(({ name }) => name !== target)
  const setRecipe = (next: Recipe) => onChange({ ...question, recipe: next })
  const on = recipe.steps.filter((step) => step.on).length
  return (
    <Section
      title="Preparation"
      chosen={on === 0 ? 'Columns go in as they are.' : `${formatUnits(on, 'step')}, learned from training rows only.`}
      reason={proposal?.recipe.reason}
      isChanged={proposal !== undefined && canonicalJson(proposal.recipe.value) !== canonicalJson(recipe)}
      onReset={() => proposal && setRecipe(proposal.recipe.value)}
      problems={problems}
    >
      {recipe.steps.length > 0 && (
        <ol className={styles.steps}>
          {recipe.steps.map((step, index) => (
            <StepRow
              key={step.id}
              step={step}
              columns={columns}
              index={index}
              last={recipe.steps.length - 1}
              isOpen={opened === step.id}
              onOpen={() => setOpened(opened === step.id ? undefined : step.id)}
              onToggle={() => setRecipe(toggleStep(recipe, step.id))}
              onMove={(to) => setRecipe(moveStep(recipe, step.id, to))}
              onRemove={() => setRecipe(removeStep(recipe, step.id))}
              onChange={(next) => setRecipe(changeStep(recipe, step.id, () => next))}
            />
          ))}
        </ol>
      )}
      <Menu position="bottom-start" width={340}>
        <Menu.Target>
          <Button>Add a step</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {STEP_KINDS.map((kind) => {
            const fitting = columns.filter(({ type }) => STEPS[kind].accepts(type))
            return (
              <Menu.Item
                key={kind}
                disabled={fitting.length === 0}
                onClick={() => {
                  const step = newStep(kind, fitting.slice(0, 1), recipe)
                  setRecipe(addStep(recipe, step))
                  setOpened(step.id)
                }}
              >
                {STEPS[kind].label}
                <span className={styles.blurb}>{STEPS[kind].blurb}</span>
              </Menu.Item>
            )
          })}
        </Menu.Dropdown>
      </Menu>
    </Section>
  )
}
