import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { STEP_KINDS } from '../recipe/step.ts'
import { fittedRecipeSchema, recipeSchema } from './recipe.ts'

const read = (file: string): { readonly steps: readonly { readonly kind: string }[] } =>
  JSON.parse(readFileSync(new URL(`./fixtures/steps/${file}`, import.meta.url), 'utf8'))

describe('steps of released versions', () => {
  it('parse to the same values, a step of every kind among them', () => {
    const recipe = read('recipe.v1.json')
    expect(new Set(recipe.steps.map(({ kind }) => kind))).toEqual(new Set(STEP_KINDS))
    expect(recipeSchema.parse(recipe)).toStrictEqual(recipe)
  })

  it('parse to the same values as they were fitted', () => {
    const fitted = read('fittedRecipe.v1.json')
    expect(fittedRecipeSchema.parse(fitted)).toStrictEqual(fitted)
  })
})
