import { z } from '../zod.ts'
import { base, columns } from './common.ts'

export const numberSteps = [z.object({ ...base, kind: z.literal('log'), columns })] as const

export const numberFitted = [z.object({ kind: z.literal('log'), columns })] as const
