import { describe, expect, it } from 'vitest'
import { addStep, changeStep, EMPTY_RECIPE, moveStep, newStep, removeStep, toggleStep } from './edit.ts'
import { STEP_KINDS } from './step.ts'
import { validateRecipe } from './validate.ts'

describe('edits', () => {
  const columns = [
    { name: 'age', type: 'number' },
    { name: 'day', type: 'datetime' },
    { name: 'sex', type: 'category' },
  ] as const

  it('adds, moves, turns off, changes and removes without touching the old recipe', () => {
    const first = newStep('log', columns)
    expect(first).toEqual({ id: 'step-1', on: true, kind: 'log', columns: ['age'] })
    const one = addStep(EMPTY_RECIPE, first)
    const two = addStep(one, newStep('dateParts', columns, one))
    const three = addStep(two, first, 0)
    expect(three.steps.map(({ id }) => id)).toEqual(['step-3', 'step-1', 'step-2'])
    expect(moveStep(three, 'step-3', 9).steps.map(({ id }) => id)).toEqual(['step-1', 'step-2', 'step-3'])
    expect(moveStep(three, 'step-2', 0).steps.map(({ id }) => id)).toEqual(['step-2', 'step-3', 'step-1'])
    expect(toggleStep(three, 'step-1').steps[1]?.on).toBe(false)
    expect(changeStep(three, 'step-1', (step) => ({ ...step, id: 'x', reason: 'tails' })).steps[1]).toEqual({
      ...first,
      reason: 'tails',
    })
    expect(removeStep(three, 'step-1').steps).toHaveLength(2)
    expect(EMPTY_RECIPE.steps).toHaveLength(0)
  })

  it('makes a valid step of every kind, but for a formula that only a person can write', () => {
    for (const kind of STEP_KINDS) {
      const spare = { name: 'left', type: 'number' } as const
      const problems = validateRecipe(addStep(EMPTY_RECIPE, newStep(kind, columns)), [...columns, spare])
      expect(problems.filter((problem) => !problem.endsWith(': write a formula.'))).toEqual([])
    }
  })
})
