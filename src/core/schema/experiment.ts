import type { Experiment, Question } from '../experiment/experiment.ts'
import { METRIC_NAMES, TASKS } from '../metrics/metric.ts'
import { DATE_PARTS, type FittedRecipe, type Recipe } from '../recipe/recipe.ts'
import type { SplitSpec } from '../split/split.ts'
import { cell, count, exactly, finite, id, MANY, ms, name, prose, SOME, share } from './parts.ts'
import { z } from './zod.ts'

const columns = z.array(name).max(MANY)
const parts = z.array(z.enum(DATE_PARTS)).max(DATE_PARTS.length)

const stepBase = { id, on: z.boolean(), reason: z.exactOptional(prose) }
const recipeSchema = exactly<Recipe>()(
  z.object({
    schema: z.literal(1),
    steps: z
      .array(
        z.discriminatedUnion('kind', [
          z.object({ ...stepBase, kind: z.literal('drop'), columns }),
          z.object({
            ...stepBase,
            kind: z.literal('impute'),
            columns,
            method: z.enum(['mean', 'median', 'mode', 'constant']),
            constant: z.exactOptional(cell),
            indicator: z.boolean(),
          }),
          z.object({ ...stepBase, kind: z.literal('dateParts'), columns, parts }),
          z.object({ ...stepBase, kind: z.literal('groupRare'), columns, minShare: finite, other: cell }),
          z.object({ ...stepBase, kind: z.literal('log'), columns }),
        ]),
      )
      .max(SOME),
  }),
)

export const fittedRecipeSchema = exactly<FittedRecipe>()(
  z.object({
    schema: z.literal(1),
    steps: z
      .array(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('drop'), columns }),
          z.object({
            kind: z.literal('impute'),
            fills: z
              .array(z.object({ column: name, value: z.union([finite, cell]), indicator: z.boolean() }))
              .max(MANY),
          }),
          z
            .object({ kind: z.literal('dateParts'), columns, parts, origins: z.array(finite).max(MANY) })
            .refine((step) => step.origins.length === step.columns.length, 'Expected one origin for each column'),
          z.object({
            kind: z.literal('groupRare'),
            other: cell,
            keep: z.array(z.object({ column: name, values: z.array(cell).max(MANY) })).max(MANY),
          }),
          z.object({ kind: z.literal('log'), columns }),
        ]),
      )
      .max(SOME),
  }),
)

const shares = { validation: share, test: share }
const splitSchema = exactly<SplitSpec>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('random'), ...shares }),
    z.object({ kind: z.literal('stratified'), ...shares }),
    z.object({ kind: z.literal('group'), column: name, ...shares }),
    z.object({ kind: z.literal('time'), column: name, ...shares }),
    z.object({ kind: z.literal('modulus'), modulus: count, remainder: count, validation: share }),
    z.object({ kind: z.literal('column'), column: name, testValue: cell, validation: share }),
    z.object({ kind: z.literal('file'), testDatasetId: id, validation: share }),
  ]),
)

export const task = z.enum(TASKS)
export const classes = z.array(cell).max(SOME)

export const questionSchema = exactly<Question>()(
  z.object({
    datasetId: id,
    target: name,
    task,
    classes,
    metric: z.enum(METRIC_NAMES),
    split: splitSchema,
    recipe: recipeSchema,
  }),
)

export const experimentSchema = exactly<Experiment>()(
  z.object({
    schema: z.literal(1),
    id,
    name,
    question: questionSchema,
    runsStarted: count,
    createdAt: ms,
    updatedAt: ms,
    deletedAt: ms.optional(),
  }),
)
