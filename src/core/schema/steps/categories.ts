import { cell, finite, MANY, name } from '../parts.ts'
import { z } from '../zod.ts'
import { base, columns } from './common.ts'

export const categorySteps = [
  z.object({ ...base, kind: z.literal('groupRare'), columns, minShare: finite, other: cell }),
] as const

export const categoryFitted = [
  z.object({
    kind: z.literal('groupRare'),
    other: cell,
    keep: z.array(z.object({ column: name, values: z.array(cell).max(MANY) })).max(MANY),
  }),
] as const
