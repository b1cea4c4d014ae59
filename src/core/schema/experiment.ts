import { ROLES } from '../dataset/role.ts'
import type { Experiment, Question } from '../experiment/experiment.ts'
import { METRIC_NAMES, TASKS } from '../metrics/metric.ts'
import type { SplitSpec } from '../split/split.ts'
import { cell, count, exactly, id, ms, name, SOME, share } from './parts.ts'
import { recipeSchema } from './recipe.ts'
import { z } from './zod.ts'

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
    roles: z.exactOptional(z.record(name, z.enum(ROLES))),
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
