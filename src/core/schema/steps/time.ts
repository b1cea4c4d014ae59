import { DATE_PARTS } from '../../recipe/kinds/time.ts'
import { count, finite, MANY, name, SOME } from '../parts.ts'
import { z } from '../zod.ts'
import { base, columns } from './common.ts'
import { KEPT, key, measures } from './groups.ts'

const parts = z.array(z.enum(DATE_PARTS)).max(DATE_PARTS.length)

const backward = { columns, by: name, group: z.exactOptional(name) }
const lag = { kind: z.literal('lag'), ...backward, steps: z.array(count).max(SOME) }
const rolling = { kind: z.literal('rolling'), ...backward, window: count, measures }

export const timeSteps = [
  z.object({ ...base, kind: z.literal('dateParts'), columns, parts }),
  z.object({ ...base, ...lag }),
  z.object({ ...base, ...rolling }),
] as const

const past = z
  .array(
    z.object({
      key,
      times: z.array(finite).max(KEPT),
      values: z.array(z.array(finite.nullable()).max(KEPT)).max(MANY),
    }),
  )
  .max(KEPT)

export const timeFitted = [
  z
    .object({ kind: z.literal('dateParts'), columns, parts, origins: z.array(finite).max(MANY) })
    .refine((step) => step.origins.length === step.columns.length, 'Expected one origin for each column'),
  z.object({ ...lag, past }),
  z.object({ ...rolling, past }),
] as const
