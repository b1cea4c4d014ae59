import { describe, expect, it } from 'vitest'
import { codedColumn, frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import { applyRecipe, fitRecipe, trainRecipe } from '../fit.ts'
import { neededInputs } from '../heads.ts'
import type { Recipe, Step } from '../recipe.ts'
import { validateRecipe } from '../validate.ts'

const recipeOf = (...steps: Step[]): Recipe => ({ schema: 1, steps })
const derived = (expression: string, name = 'made'): Step => ({
  id: name,
  on: true,
  kind: 'derive',
  columns: [],
  name,
  expression,
})
const heads = [
  { name: 'income', type: 'number' },
  { name: 'people', type: 'integer' },
  { name: 'city', type: 'category' },
] as const

describe('a derived column', () => {
  it('is made row by row, and used by the steps after it', () => {
    const frame = frameOf(numericColumn('income', [10, 20, null]), numericColumn('people', [2, 0, 1], 'integer'))
    const recipe = recipeOf(derived('income / people'), { id: 'l', on: true, kind: 'log', columns: ['made'] })
    expect(readFrame(applyRecipe(fitRecipe(recipe, frame), frame))['made']).toEqual([Math.log(6), null, null])
  })

  it('says where a formula is wrong, and what there is instead', () => {
    const problems = (expression: string) => validateRecipe(recipeOf(derived(expression)), heads)
    expect(problems('income / people')).toEqual([])
    expect(problems('income +')).toEqual([expect.stringMatching(/^Step 1, Derive a column: .*\(at the end\)\.$/)])
    expect(problems('income + city')).toEqual([expect.stringMatching(/character 10\)\.$/)])
    expect(problems('incom + 1')).toEqual(['Step 1, Derive a column: there is no column “incom”.'])
    expect(validateRecipe(recipeOf(derived('income * 2', 'city')), heads)).toEqual([
      expect.stringMatching(/“city” exists already/),
    ])
  })

  it('makes its columns needed at prediction, though a step drops them later', () => {
    const recipe = recipeOf(derived('income / people'), {
      id: 'd',
      on: true,
      kind: 'drop',
      columns: ['income', 'city'],
    })
    expect([...neededInputs(recipe, heads)]).toEqual(['income', 'people'])
  })
})

describe('a filter of training rows', () => {
  const filter = (expression: string): Step => ({ id: 'f', on: true, kind: 'filterRows', columns: [], expression })
  const frame = frameOf(numericColumn('x', [1, 5, null, 9]), codedColumn('c', ['a', 'b', 'a', 'a']))

  it('keeps the rows that meet it; prediction leaves all', async () => {
    const { rows, fitted } = await trainRecipe(recipeOf(filter("x > 2 and c = 'a'")), frame, {}, async () => {})
    expect([...rows]).toEqual([3])
    expect(applyRecipe(fitted, frame)).toEqual(frame)
  })

  it('must be true or false, and leave something', () => {
    expect(validateRecipe(recipeOf(filter('x + 1')), frame.columns)).toEqual([
      expect.stringMatching(/gives a number, and must be true or false/),
    ])
    expect(() => fitRecipe(recipeOf(filter('x > 100')), frame)).toThrow(/left no training row/)
  })
})
