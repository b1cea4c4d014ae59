import { METRIC_NAMES } from '../metrics/metric.ts'
import { RUN_STATUSES } from '../run/run.ts'
import type { Ageing } from '../staleness/ageing.ts'
import { count, exactly, finite, id, ms, name, partial, prose, SOME } from './parts.ts'
import { errorSchema } from './run.ts'
import { z } from './zod.ts'

export const ageingSchema = exactly<Ageing>()(
  z.object({
    schema: z.literal(1),
    id,
    status: z.enum(RUN_STATUSES),
    column: name,
    isDate: z.boolean(),
    periods: z.array(z.object({ from: finite, to: finite, rows: count })).max(SOME),
    trainings: z
      .array(
        z.object({
          origin: count,
          rows: count,
          from: finite,
          to: finite,
          scores: z.array(z.object({ period: count, metrics: partial(METRIC_NAMES, finite) })).max(SOME),
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
