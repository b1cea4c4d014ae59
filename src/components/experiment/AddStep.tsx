import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { inputHeads } from '@/core/dataset/role.ts'
import { headsBefore, startColumns } from '@/core/experiment/edit.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { addStep, newStep } from '@/core/recipe/edit.ts'
import type { Recipe } from '@/core/recipe/recipe.ts'
import { infoOf, STEP_KINDS } from '@/core/recipe/step.ts'
import styles from './controls.module.css'

/** Every kind of step with what it is for; a new one goes to the end, and opens. */
export function AddStep({
  dataset,
  question,
  onAdd,
}: {
  dataset: Dataset
  question: Question
  onAdd: (recipe: Recipe, id: string) => void
}) {
  const { recipe, target, roles } = question
  const heads = headsBefore(recipe, inputHeads(dataset.columns, target, roles), target, recipe.steps.length)
  return (
    <Menu
      position="bottom-start"
      width={380}
      shadow="none"
      withinPortal={false}
      // It scrolls with the page, so it is reachable where its button is not: leaks found meanwhile move that away.
      hideDetached={false}
      withInitialFocusPlaceholder={false}
      returnFocus={false}
    >
      <Menu.Target>
        <Button data-add-step leftSection={<IconPlus size={14} aria-hidden />}>
          Add a step
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles.options!}>
        {STEP_KINDS.map((kind, i) => {
          const { group, label, blurb, accepts, takes, needs } = infoOf({ kind })
          const isPossible = needs !== 'some' || heads.some(({ type }) => accepts(type))
          const before = STEP_KINDS[i - 1]
          const isFirst = before === undefined || infoOf({ kind: before }).group !== group
          return [
            isFirst && <Menu.Label key={group}>{group}</Menu.Label>,
            <Menu.Item
              key={kind}
              className={styles.option!}
              disabled={!isPossible}
              onClick={() => {
                const step = newStep(kind, startColumns(dataset, question, kind), recipe, heads)
                onAdd(addStep(recipe, step), step.id)
              }}
            >
              <span className={styles.optionText}>
                <b>{label}</b>
                <span className="caption">
                  {isPossible ? blurb : `Not here: it takes ${takes}, and there are none.`}
                </span>
              </span>
            </Menu.Item>,
          ]
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
