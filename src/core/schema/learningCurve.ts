import type { LearningCurve } from '../learningCurve/learningCurve.ts'
import { METRIC_NAMES } from '../metrics/metric.ts'
import { RUN_STATUSES } from '../run/run.ts'
import { count, exactly, finite, id, ms, partial, prose, SOME, share } from './parts.ts'
import { errorSchema } from './run.ts'
import { z } from './zod.ts'

const metrics = partial(METRIC_NAMES, finite)

export const learningCurveSchema = exactly<LearningCurve>()(
  z.object({
    schema: z.literal(1),
    id,
    status: z.enum(RUN_STATUSES),
    trainRows: count,
    validationRows: count,
    trainings: z
      .array(
        z.object({
          share,
          draw: count,
          rows: count,
          train: metrics,
          validation: metrics,
          trainMs: ms,
          error: prose.optional(),
        }),
      )
      .max(SOME),
    error: errorSchema.optional(),
    createdAt: ms,
    finishedAt: ms.optional(),
  }),
)
