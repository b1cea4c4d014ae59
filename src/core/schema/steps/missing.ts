import { cell, count, finite, MANY, name } from '../parts.ts'
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
  z.object({
    ...base,
    kind: z.literal('imputeKnn'),
    columns,
    neighbours: finite,
    indicator: z.boolean(),
    donors: finite,
  }),
] as const

export const missingFitted = [
  z.object({
    kind: z.literal('impute'),
    fills: z.array(z.object({ column: name, value: z.union([finite, cell]), indicator: z.boolean() })).max(MANY),
  }),
  z
    .object({
      kind: z.literal('imputeKnn'),
      columns,
      neighbours: count.min(1),
      indicator: z.boolean(),
      means: z.array(finite).max(MANY),
      donors: z.array(z.array(finite.nullable()).max(MANY)).max(MANY),
    })
    .refine(
      ({ columns, means, donors }) =>
        columns.length === means.length &&
        columns.length === donors.length &&
        donors.every((own) => own.length === donors[0]?.length),
      'Expected a mean and as many cells for each column',
    ),
] as const
