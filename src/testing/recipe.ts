import type { Recipe, Step } from '@/core/recipe/recipe.ts'

type Loose<T> = T extends Step ? Omit<T, 'id' | 'on' | 'reason'> : never

/** A recipe of steps that are on, called s0, s1 and so on. */
export function recipeOf(...steps: Loose<Step>[]): Recipe {
  return { schema: 1, steps: steps.map((step, i) => ({ ...step, id: `s${i}`, on: true }) as Step) }
}
