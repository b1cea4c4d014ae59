import { describe, expect, it } from 'vitest'
import type { Recipe } from '../recipe/recipe.ts'
import { describeParts, isSetAside, setAside } from './question.ts'

const recipe: Recipe = {
  schema: 1,
  steps: [
    { id: 'a', on: true, kind: 'drop', columns: ['id'] },
    { id: 'b', on: true, kind: 'impute', columns: ['age', 'fare'], method: 'median', indicator: true },
    { id: 'c', on: true, kind: 'log', columns: ['fare'] },
  ],
}

describe('setAside', () => {
  it('takes a column out of every step and drops it, without touching the others', () => {
    const without = setAside(recipe, 'fare', true)
    expect(isSetAside(without, 'fare')).toBe(true)
    expect(without.steps.map(({ kind, columns }) => [kind, columns])).toEqual([
      ['drop', ['fare']],
      ['drop', ['id']],
      ['impute', ['age']],
    ])
    expect(setAside(without, 'age', true).steps.map(({ kind, columns }) => [kind, columns])).toEqual([
      ['drop', ['fare', 'age']],
      ['drop', ['id']],
    ])
  })

  it('lets a column in again, whichever step dropped it', () => {
    const within = setAside(recipe, 'id', false)
    expect(isSetAside(within, 'id')).toBe(false)
    expect(within.steps).toEqual(recipe.steps.slice(1))
  })

  it('does not count a step that is off', () => {
    expect(isSetAside({ ...recipe, steps: recipe.steps.map((step) => ({ ...step, on: false })) }, 'id')).toBe(false)
  })
})

describe('describeParts', () => {
  it('says what is known of each part, and nothing of the rest', () => {
    expect(describeParts({ train: 220, validation: 55, test: 69 })).toBe('about 220 rows train, 55 validate, 69 test')
    expect(describeParts({ train: 80, validation: 20 })).toBe('about 80 rows train, 20 validate')
    expect(describeParts({})).toContain('depends')
  })
})
