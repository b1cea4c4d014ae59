import { COLUMN_TYPES } from '../../dataset/column.ts'
import { MANY } from '../parts.ts'
import { z } from '../zod.ts'
import { base, columns } from './common.ts'

const type = z.enum(COLUMN_TYPES)

export const columnSteps = [
  z.object({ ...base, kind: z.literal('drop'), columns }),
  z.object({ ...base, kind: z.literal('rename'), columns, to: columns }),
  z.object({ ...base, kind: z.literal('cast'), columns, type }),
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
] as const
