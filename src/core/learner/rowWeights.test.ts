import { describe, expect, it } from 'vitest'
import type { Recipe } from '../recipe/recipe.ts'
import { rowsWeigh } from './rowWeights.ts'

const recipeOf = (method: 'weights' | 'over', on = true): { recipe: Recipe } => ({
  recipe: { schema: 1, steps: [{ kind: 'balance', id: 'b', on, columns: [], method }] },
})
const plain: { recipe: Recipe } = { recipe: { schema: 1, steps: [] } }

describe('rows of a training', () => {
  it('weigh differently by the table, or by a step that is on', () => {
    expect(rowsWeigh({ weights: { digest: 'd', bytes: 8 } as never }, plain)).toBe(true)
    expect(rowsWeigh({}, recipeOf('weights'))).toBe(true)
  })

  it('else weigh alike', () => {
    expect(rowsWeigh({}, plain)).toBe(false)
    expect(rowsWeigh(undefined, recipeOf('over'))).toBe(false)
    expect(rowsWeigh({}, recipeOf('weights', false))).toBe(false)
  })
})
