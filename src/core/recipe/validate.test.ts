import { describe, expect, it } from 'vitest'
import { codedColumn, frameOf } from '@/testing/frames.ts'
import { recipeOf } from '@/testing/recipe.ts'
import { headsOf } from '../dataset/role.ts'
import { EMPTY_RECIPE, toggleStep } from './edit.ts'
import { fitRecipe } from './fit.ts'
import { validateRecipe } from './validate.ts'

describe('validateRecipe', () => {
  const columns = [
    { name: 'age', type: 'number' },
    { name: 'sex', type: 'category' },
    { name: 'day', type: 'datetime' },
    { name: 'day year', type: 'integer' },
    { name: 'y', type: 'boolean' },
  ] as const

  it('says in words what is wrong', () => {
    const recipe = recipeOf(
      { kind: 'drop', columns: ['nowhere', 'y'] },
      { kind: 'log', columns: ['sex'] },
      { kind: 'impute', columns: ['sex'], method: 'mean', indicator: false },
      { kind: 'impute', columns: ['age'], method: 'constant', constant: 'old', indicator: false },
      { kind: 'dateParts', columns: ['day'], parts: ['year'] },
      { kind: 'log', columns: [] },
      { kind: 'drop', columns: ['age'] },
      { kind: 'log', columns: ['age'] },
    )
    const said = validateRecipe(recipe, columns, 'y')
    for (const [i, part] of [
      'no column “nowhere”',
      '“y” is the target',
      '“sex” is category, and this takes numbers',
      '“sex” is category and has no mean',
      '“old” is no value for “age”',
      'a column “day year” exists already',
      'choose at least one column',
      'an earlier step took “age” out',
    ].entries())
      expect(said[i]).toContain(part)
    expect(said).toHaveLength(8)
  })

  it('knows what part columns play', () => {
    const named = recipeOf({ kind: 'log', columns: ['age'] }, { kind: 'drop', columns: ['day'] })
    expect(validateRecipe(named, headsOf(columns, { age: 'later', day: 'time' }), 'y')).toEqual([
      expect.stringMatching(/^Step 1, .*“age” is not known when predicting, so take it out here/),
    ])
    const roles = { age: 'later', sex: 'group', 'day year': 'identifier' } as const
    expect(validateRecipe(recipeOf({ kind: 'drop', columns: ['day'] }), headsOf(columns, roles), 'y')).toEqual([
      'No column is left to learn from.',
    ])
  })

  it('does not look at steps that are off, and knows the columns that steps make', () => {
    const off = recipeOf({ kind: 'drop', columns: ['nowhere'] })
    expect(validateRecipe(toggleStep(off, 's0'), columns, 'y')).toEqual([])
    const made = recipeOf(
      { kind: 'dateParts', columns: ['day'], parts: ['weekday'] },
      { kind: 'impute', columns: ['day weekday'], method: 'mode', indicator: true },
      { kind: 'drop', columns: ['day weekday missing'] },
    )
    expect(validateRecipe(made, columns, 'y')).toEqual([])
    expect(validateRecipe(recipeOf({ kind: 'drop', columns: ['age'] }), [{ name: 'age', type: 'number' }])).toEqual([
      'No column is left to learn from.',
    ])
  })

  it('is what fitting throws; the target never gets in', () => {
    const frame = frameOf(codedColumn('sex', ['m']))
    expect(() => fitRecipe(recipeOf({ kind: 'log', columns: ['sex'] }), frame)).toThrow(
      expect.objectContaining({ code: 'recipe.invalid' }),
    )
    expect(() =>
      fitRecipe(EMPTY_RECIPE, frame, {
        target: { name: 'sex', task: 'binary', values: new Float64Array(1), classes: [] },
      }),
    ).toThrow(/target/)
  })
})
