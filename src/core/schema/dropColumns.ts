import type { ComparisonTest } from '../compare/comparison.ts'
import type { DropColumns } from '../explain/dropColumns.ts'
import { METRIC_NAMES } from '../metrics/metric.ts'
import { RUN_STATUSES } from '../run/run.ts'
import { exactly, finite, id, MANY, ms, name, prose } from './parts.ts'
import { errorSchema } from './run.ts'
import { z } from './zod.ts'

const TESTS = [
  'McNemar, exact',
  'McNemar',
  'DeLong',
  'paired bootstrap',
  'paired cluster bootstrap',
  'paired block bootstrap',
  'corrected resampled t',
  'anytime-valid t',
] as const satisfies readonly ComparisonTest[]

export const dropColumnsSchema = exactly<DropColumns>()(
  z.object({
    schema: z.literal(1),
    id,
    status: z.enum(RUN_STATUSES),
    metric: z.enum(METRIC_NAMES),
    columns: z.array(name).max(MANY),
    done: z
      .array(
        z.object({
          column: name,
          comparison: z
            .object({
              metric: z.enum(METRIC_NAMES),
              difference: finite,
              low: finite,
              high: finite,
              p: finite,
              test: z.enum(TESTS),
            })
            .optional(),
          trainMs: ms,
          error: prose.optional(),
        }),
      )
      .max(MANY),
    error: errorSchema.optional(),
    createdAt: ms,
    finishedAt: ms.optional(),
  }),
)
