import { cell, finite, MANY, name } from '../parts.ts'
import { z } from '../zod.ts'
import { base, columns } from './common.ts'

export const missingSteps = [
  z.object({
    ...base,
    kind: z.literal('impute'),
    columns,
    method: z.enum(['mean', 'median', 'mode', 'constant']),
    constant: z.exactOptional(cell),
    indicator: z.boolean(),
  }),
] as const

export const missingFitted = [
  z.object({
    kind: z.literal('impute'),
    fills: z.array(z.object({ column: name, value: z.union([finite, cell]), indicator: z.boolean() })).max(MANY),
  }),
] as const
