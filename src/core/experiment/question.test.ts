import { describe, expect, it } from 'vitest'
import type { Recipe } from '../recipe/recipe.ts'
import { describeExpected, expectedRows, isSetAside, setAside } from './question.ts'

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

describe('expectedRows', () => {
  it('adds up to all rows', () => {
    expect(expectedRows({ kind: 'stratified', test: 0.2, validation: 0.16 }, 344, undefined)).toEqual({
      train: 220,
      validation: 55,
      test: 69,
    })
    expect(expectedRows({ kind: 'modulus', modulus: 5, remainder: 0, validation: 0.2 }, 32_561, undefined)).toEqual({
      train: 20_839,
      validation: 5_210,
      test: 6_512 + 0,
    })
    expect(expectedRows({ kind: 'file', testDatasetId: 'b', validation: 0.2 }, 100, 40)).toEqual({
      train: 80,
      validation: 20,
      test: 40,
    })
  })

  it('says so where it cannot know', () => {
    expect(
      describeExpected(
        expectedRows({ kind: 'column', column: 'part', testValue: 'test', validation: 0.2 }, 100, undefined),
      ),
    ).toContain('as many')
  })
})
