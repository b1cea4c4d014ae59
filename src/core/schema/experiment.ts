import { ROLES } from '../dataset/role.ts'
import type { Experiment, Question, RunQuestion } from '../experiment/experiment.ts'
import type { Costs, Purpose } from '../experiment/purpose.ts'
import { METRIC_NAMES, TASKS } from '../metrics/metric.ts'
import type { SplitSpec } from '../split/split.ts'
import { cell, count, exactly, finite, id, MANY, ms, name, prose, SOME, share } from './parts.ts'
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

const asked = {
  datasetId: id,
  target: name,
  task,
  classes,
  metric: z.enum(METRIC_NAMES),
  split: splitSchema,
  recipe: recipeSchema,
  folds: z.exactOptional(z.int().min(2).max(100)),
  roles: z.exactOptional(z.record(name, z.enum(ROLES))),
}

/** Of a question what a run repeats. */
export const runQuestionSchema = exactly<RunQuestion>()(z.object(asked))

const costs = exactly<Costs>()(
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('binary'),
      unit: name,
      falseAlarm: z.exactOptional(finite),
      miss: z.exactOptional(finite),
      hit: z.exactOptional(finite),
    }),
    z.object({
      kind: z.literal('regression'),
      unit: name,
      over: z.exactOptional(finite),
      under: z.exactOptional(finite),
    }),
    z.object({
      kind: z.literal('multiclass'),
      unit: name,
      each: z.exactOptional(z.union([finite, z.record(cell, finite)])),
    }),
  ]),
)

const purpose = exactly<Purpose>()(
  z.object({
    decision: z.exactOptional(prose),
    today: z.exactOptional(prose),
    todayScore: z.exactOptional(finite),
    horizon: z.exactOptional(prose),
    costs: z.exactOptional(costs),
  }),
)

export const questionSchema = exactly<Question>()(
  z.object({ ...asked, accepted: z.exactOptional(z.array(name).max(MANY)), purpose: z.exactOptional(purpose) }),
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
