import type { FittedRecipe, Recipe } from '../recipe/recipe.ts'
import { exactly, SOME } from './parts.ts'
import { categoryFitted, categorySteps } from './steps/categories.ts'
import { columnFitted, columnSteps } from './steps/columns.ts'
import { groupFitted, groupSteps } from './steps/groups.ts'
import { missingFitted, missingSteps } from './steps/missing.ts'
import { numberFitted, numberSteps } from './steps/numbers.ts'
import { rowSteps } from './steps/rows.ts'
import { textFitted, textSteps } from './steps/text.ts'
import { timeFitted, timeSteps } from './steps/time.ts'
import { z } from './zod.ts'

const stepSchema = z.discriminatedUnion('kind', [
  ...columnSteps,
  ...missingSteps,
  ...numberSteps,
  ...categorySteps,
  ...textSteps,
  ...timeSteps,
  ...groupSteps,
  ...rowSteps,
])

export const recipeSchema = exactly<Recipe>()(z.object({ schema: z.literal(1), steps: z.array(stepSchema).max(SOME) }))

const fittedSchema = z.discriminatedUnion('kind', [
  ...columnFitted,
  ...missingFitted,
  ...numberFitted,
  ...categoryFitted,
  ...textFitted,
  ...timeFitted,
  ...groupFitted,
])

export const fittedRecipeSchema = exactly<FittedRecipe>()(
  z.object({ schema: z.literal(1), steps: z.array(fittedSchema).max(SOME) }),
)
