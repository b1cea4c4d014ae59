import { useEffect, useRef, useState } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { inputHeads } from '@/core/dataset/role.ts'
import { headsBefore } from '@/core/experiment/edit.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { changeStep, moveStep, removeStep, toggleStep } from '@/core/recipe/edit.ts'
import type { Recipe } from '@/core/recipe/recipe.ts'
import { AddStep } from './AddStep.tsx'
import styles from './recipe.module.css'
import { StepPreview } from './StepPreview.tsx'
import { StepRow } from './StepRow.tsx'

/** The steps of the preparation: their order, and what each does. */
export function StepList({
  dataset,
  question,
  proposed,
  problems,
  onChange,
}: {
  dataset: Dataset
  question: Question
  proposed: Recipe
  problems: Readonly<Record<string, readonly string[]>>
  onChange: (recipe: Recipe, topic?: string) => void
}) {
  const { recipe, target, roles } = question
  const [opened, setOpened] = useState<string | undefined>()
  const [said, setSaid] = useState('')
  /** The step that is dragged, and the one that it is held over. */
  const [drag, setDrag] = useState<{ from: string; over: string } | undefined>()
  const list = useRef<HTMLOListElement>(null)
  const moved = useRef<Element | null>(null)
  const added = useRef<string | undefined>(undefined)

  // A row that changes its place leaves the document for a moment, and with it the focus.
  useEffect(() => {
    if (moved.current instanceof HTMLElement && list.current?.contains(moved.current)) moved.current.focus()
    moved.current = null
    // A new step waits for its columns.
    if (added.current !== undefined) document.getElementById(`${added.current}-columns`)?.focus()
    added.current = undefined
  })

  const move = (id: string, from: number, to: number) => {
    if (to < 0 || to >= recipe.steps.length) return
    moved.current = document.activeElement
    setSaid(`Step ${from + 1} is now step ${to + 1} of ${recipe.steps.length}.`)
    onChange(moveStep(recipe, id, to))
  }
  const dragRow = (phase: 'start' | 'over' | 'drop' | 'end', id: string, index: number) => {
    if (phase === 'start') return setDrag({ from: id, over: id })
    if (phase === 'over') return setDrag((held) => (held && held.over !== id ? { ...held, over: id } : held))
    if (phase === 'drop' && drag && drag.from !== id) {
      const from = recipe.steps.findIndex((step) => step.id === drag.from)
      move(drag.from, from, index)
    }
    setDrag(undefined)
  }
  const remove = (id: string, index: number) => {
    setSaid(`Removed step ${index + 1}.`)
    onChange(removeStep(recipe, id))
    list.current?.parentElement?.querySelector<HTMLElement>('[data-add-step]')?.focus()
  }

  return (
    <div className={styles.list}>
      {recipe.steps.length === 0 && (
        <p className="secondary">No step. What a learner needs of itself, such as scaling, it does without one.</p>
      )}
      <ol ref={list} className={styles.steps}>
        {recipe.steps.map((step, index) => (
          <StepRow
            key={step.id}
            step={step}
            proposed={proposed.steps.find(({ id }) => id === step.id)}
            heads={
              opened === step.id ? headsBefore(recipe, inputHeads(dataset.columns, target, roles), target, index) : []
            }
            problems={problems[step.id] ?? []}
            index={index}
            count={recipe.steps.length}
            isOpen={opened === step.id}
            preview={opened === step.id && <StepPreview dataset={dataset} question={question} step={step.id} />}
            isDropTarget={drag?.over === step.id && drag.from !== step.id}
            onDragRow={(phase) => dragRow(phase, step.id, index)}
            onOpen={() => setOpened(opened === step.id ? undefined : step.id)}
            onToggle={() => onChange(toggleStep(recipe, step.id))}
            onMove={(to) => move(step.id, index, to)}
            onRemove={() => remove(step.id, index)}
            onChange={(next, topic) =>
              onChange(
                changeStep(recipe, step.id, () => next),
                topic && `${step.id} ${topic}`,
              )
            }
          />
        ))}
      </ol>
      <AddStep
        dataset={dataset}
        question={question}
        onAdd={(next, id) => {
          added.current = id
          onChange(next)
          setOpened(id)
        }}
      />
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </div>
  )
}
