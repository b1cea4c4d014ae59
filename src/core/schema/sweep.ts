import { METRIC_NAMES } from '../metrics/metric.ts'
import { BACKENDS, RUN_STATUSES } from '../run/run.ts'
import { SWEEP_METHODS, type Sweep, TRIAL_STATUSES } from '../sweep/sweep.ts'
import { runQuestionSchema } from './experiment.ts'
import { sweptSchema } from './learner.ts'
import { count, exactly, finite, id, ms, name, SOME } from './parts.ts'
import { deviceSchema, errorSchema } from './run.ts'
import { z } from './zod.ts'

const value = z.union([finite, name, z.array(z.int().min(1).max(1_000_000)).max(1_000)])

const parameter = z.discriminatedUnion('kind', [
  z.object({
    key: name,
    kind: z.literal('range'),
    min: finite,
    max: finite,
    scale: z.enum(['linear', 'log']),
    integer: z.boolean().optional(),
    steps: count.optional(),
  }),
  z.object({ key: name, kind: z.literal('choice'), values: z.array(value).max(SOME) }),
])

export const sweepSchema = exactly<Sweep>()(
  z.object({
    schema: z.literal(1),
    id,
    experimentId: id,
    question: runQuestionSchema,
    base: sweptSchema,
    seed: finite,
    deviceWish: z.enum(['auto', ...BACKENDS]),
    method: z.enum(SWEEP_METHODS),
    metric: z.object({
      name: z.enum(['validationLoss', ...METRIC_NAMES]),
      goal: z.enum(['minimise', 'maximise']),
    }),
    parameters: z.array(parameter).max(SOME),
    within: z.array(parameter).max(SOME).optional(),
    runCap: count,
    status: z.enum(RUN_STATUSES),
    trials: z
      .array(
        z.object({
          number: count,
          values: z.record(name, value),
          status: z.enum(TRIAL_STATUSES),
          epochsDone: count,
          bestEpoch: count,
          validationLoss: finite.nullable(),
          validationMetric: finite.nullable(),
        }),
      )
      .max(SOME),
    device: deviceSchema.optional(),
    error: errorSchema.optional(),
    createdAt: ms,
    startedAt: ms.optional(),
    finishedAt: ms.optional(),
  }),
)
