import { cell, share } from '../parts.ts'
import { z } from '../zod.ts'
import { base, columns } from './common.ts'

export const rowSteps = [
  z.object({ ...base, kind: z.literal('sample'), columns, share }),
  z.object({ ...base, kind: z.literal('filterRows'), columns, expression: cell }),
  z.object({ ...base, kind: z.literal('deduplicate'), columns }),
  z.object({ ...base, kind: z.literal('balance'), columns, method: z.enum(['under', 'over', 'weights']) }),
] as const
