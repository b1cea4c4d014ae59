import {
  BOOSTING_LOSSES,
  CLASS_WEIGHTS,
  DISTRIBUTIONS,
  FOREST_SPLITS,
  HIDDEN_ACTIVATIONS,
  type Learner,
  MOST_MEMBERS,
  NEIGHBOUR_WEIGHTS,
  OPTIMIZERS,
  PENALTIES,
  SCHEDULES,
  type SingleLearner,
  type SweptLearner,
} from '../learner/learner.ts'
import { count, exactly, finite, name, share } from './parts.ts'
import { z } from './zod.ts'

const descent = {
  l2: finite.min(0),
  learningRate: finite.min(0),
  batchSize: z.int().min(1).max(100_000_000),
  epochs: z.int().min(1).max(1_000_000),
  patience: count,
  optimizer: z.enum(OPTIMIZERS).optional(),
  schedule: z.enum(SCHEDULES).optional(),
  classWeights: z.enum(CLASS_WEIGHTS).optional(),
}

/** Zod calls an empty object one whose every member is impossible. */
const noOptions: z.ZodType<Readonly<Record<never, never>>> = z.object({})

const linearSchema = z.object({ kind: z.literal('linear'), options: z.object(descent) })

const networkSchema = z.object({
  kind: z.literal('network'),
  options: z.object({
    ...descent,
    hidden: z.array(z.int().min(1).max(1_000_000)).max(1_000),
    dropout: share,
    activation: z.enum(HIDDEN_ACTIVATIONS).optional(),
    members: z.int().min(2).max(MOST_MEMBERS).optional(),
  }),
})

const classWeights = z.enum(CLASS_WEIGHTS).optional()
const positive = finite.min(0)

const glmSchema = z.object({
  kind: z.literal('glm'),
  options: z.object({
    penalty: z.enum(PENALTIES).optional(),
    strength: positive.optional(),
    l1Share: share.optional(),
    distribution: z.enum(DISTRIBUTIONS).optional(),
    classWeights,
  }),
})

const boostingSchema = z.object({
  kind: z.literal('boosting'),
  options: z.object({
    rounds: z.int().min(1).max(1_000_000),
    learningRate: positive,
    leaves: z.int().min(2).max(1_000_000),
    depth: count,
    minRows: count,
    minHessian: positive,
    l1: positive,
    l2: positive,
    rowShare: share,
    columnShare: share,
    patience: count,
    loss: z.enum(BOOSTING_LOSSES).optional(),
    quantile: share.optional(),
    monotone: z.record(name, z.union([z.literal(1), z.literal(-1)])).optional(),
    classWeights,
  }),
})

const forestSchema = z.object({
  kind: z.literal('forest'),
  options: z.object({
    trees: z.int().min(1).max(1_000_000),
    depth: count,
    minRows: count,
    columnShare: share.optional(),
    splits: z.enum(FOREST_SPLITS).optional(),
    classWeights,
  }),
})

const neighboursSchema = z.object({
  kind: z.literal('neighbours'),
  options: z.object({ k: z.int().min(1).max(1_000_000), weights: z.enum(NEIGHBOUR_WEIGHTS).optional() }),
})

const swept = [glmSchema, boostingSchema, forestSchema, networkSchema, neighboursSchema, linearSchema] as const

const singles = [z.object({ kind: z.literal('baseline'), options: noOptions }), ...swept] as const

/** A learner whose settings a sweep searches. */
export const sweptSchema = exactly<SweptLearner>()(z.discriminatedUnion('kind', swept))

const autoSchema = z.object({
  kind: z.literal('auto'),
  options: z.object({ budgetS: z.int().min(1).max(1_000_000), tries: z.int().min(1).max(1_000_000).optional() }),
})

/** A learner of one kind, not found by trying. */
export const singleSchema = exactly<SingleLearner>()(z.discriminatedUnion('kind', singles))
export const learnerSchema = exactly<Learner>()(z.discriminatedUnion('kind', [autoSchema, ...singles]))
