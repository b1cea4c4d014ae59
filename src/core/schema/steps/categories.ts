import { FREQUENCY_MEASURES, SMOOTHINGS, UNKNOWN_PLACES } from '../../recipe/kinds/categories.ts'
import { cell, count, finite, MANY, name } from '../parts.ts'
import { z } from '../zod.ts'
import { base, columns } from './common.ts'

/** Different values of a column with as many rows as a dataset may have. */
const VALUES = 10_000_000
const cells = z.array(cell).max(VALUES)
const numbers = z.array(finite).max(VALUES)
const perColumn = z.array(z.object({ column: name, values: cells })).max(MANY)
const as = z.enum(FREQUENCY_MEASURES)
const unknown = z.enum(UNKNOWN_PLACES)
const buckets = count.max(100_000)

export const categorySteps = [
  z.object({ ...base, kind: z.literal('groupRare'), columns, minShare: finite, other: cell }),
  z.object({ ...base, kind: z.literal('oneHot'), columns, most: finite, other: z.boolean(), missing: z.boolean() }),
  z.object({ ...base, kind: z.literal('ordinal'), columns, order: z.exactOptional(cells), unknown }),
  z.object({ ...base, kind: z.literal('frequency'), columns, as }),
  z.object({
    ...base,
    kind: z.literal('targetEncode'),
    columns,
    smoothing: z.enum(SMOOTHINGS),
    weight: finite,
    folds: finite,
  }),
  z.object({ ...base, kind: z.literal('hash'), columns, buckets, signed: z.boolean() }),
] as const

export const categoryFitted = [
  z.object({
    kind: z.literal('groupRare'),
    other: cell,
    keep: z.array(z.object({ column: name, values: z.array(cell).max(MANY) })).max(MANY),
  }),
  z.object({ kind: z.literal('oneHot'), other: z.boolean(), missing: z.boolean(), keep: perColumn }),
  z.object({ kind: z.literal('ordinal'), unknown, orders: perColumn }),
  z.object({
    kind: z.literal('frequency'),
    as,
    tables: z.array(z.object({ column: name, values: cells, amounts: numbers })).max(MANY),
  }),
  z.object({
    kind: z.literal('targetEncode'),
    tables: z
      .array(
        z.object({
          column: name,
          values: cells,
          outputs: z.array(z.object({ name, prior: finite, missing: finite, means: numbers })).max(MANY),
        }),
      )
      .max(MANY),
  }),
  z.object({ kind: z.literal('hash'), columns, buckets, signed: z.boolean() }),
] as const
