import { share } from '../parts.ts'
import { z } from '../zod.ts'
import { base, columns } from './common.ts'

export const rowSteps = [z.object({ ...base, kind: z.literal('sample'), columns, share })] as const
