import { COLUMN_TYPES } from '../../dataset/column.ts'
import { cell, MANY, name } from '../parts.ts'
import { z } from '../zod.ts'
import { base, columns } from './common.ts'

const type = z.enum(COLUMN_TYPES)

export const columnSteps = [
  z.object({ ...base, kind: z.literal('drop'), columns }),
  z.object({
    ...base,
    kind: z.literal('rename'),
    columns,
    to: columns,
    byRule: z.exactOptional(z.boolean()),
    find: z.exactOptional(name),
    put: z.exactOptional(name),
    prefix: z.exactOptional(name),
    suffix: z.exactOptional(name),
  }),
  z.object({ ...base, kind: z.literal('cast'), columns, type }),
  z.object({ ...base, kind: z.literal('derive'), columns, name, expression: cell }),
] as const

export const columnFitted = [
  z.object({ kind: z.literal('drop'), columns }),
  z.object({ kind: z.literal('rename'), columns, to: columns }),
  z.object({
    kind: z.literal('cast'),
    columns,
    type,
    orders: z.array(z.enum(['dmy', 'mdy']).nullable()).max(MANY),
  }),
  z.object({ kind: z.literal('derive'), name, expression: cell }),
] as const
