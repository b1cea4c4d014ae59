import { DATE_PARTS } from '../../recipe/kinds/time.ts'
import { finite, MANY } from '../parts.ts'
import { z } from '../zod.ts'
import { base, columns } from './common.ts'

const parts = z.array(z.enum(DATE_PARTS)).max(DATE_PARTS.length)

export const timeSteps = [z.object({ ...base, kind: z.literal('dateParts'), columns, parts })] as const

export const timeFitted = [
  z
    .object({ kind: z.literal('dateParts'), columns, parts, origins: z.array(finite).max(MANY) })
    .refine((step) => step.origins.length === step.columns.length, 'Expected one origin for each column'),
] as const
