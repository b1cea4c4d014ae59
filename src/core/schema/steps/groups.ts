import { MEASURES } from '../../recipe/kinds/groups.ts'
import { cell, finite, MANY } from '../parts.ts'
import { z } from '../zod.ts'
import { base, columns } from './common.ts'

export const measures = z.array(z.enum(MEASURES)).max(MEASURES.length)
export const key = z.union([cell, finite]).nullable()
/** Rows or groups that a fitted step keeps. */
export const KEPT = 1_000_000

const values = z.array(finite.nullable()).max(MANY)
const aggregate = { kind: z.literal('aggregate'), columns, by: columns, measures }

export const groupSteps = [z.object({ ...base, ...aggregate })] as const

export const groupFitted = [
  z.object({
    ...aggregate,
    groups: z.array(z.object({ keys: z.array(key).max(MANY), values })).max(KEPT),
    overall: values,
  }),
] as const
