import {
  BIN_METHODS,
  BIN_OUTPUTS,
  CLIP_METHODS,
  POLYNOMIAL_TERMS,
  POWER_METHODS,
  SCALE_METHODS,
  SCALE_OUTPUTS,
} from '../../recipe/kinds/numbers.ts'
import { finite, MANY, name, SOME, share } from '../parts.ts'
import { z } from '../zod.ts'
import { base, columns } from './common.ts'

const numbers = z.array(finite).max(SOME)
const binOutput = z.enum(BIN_OUTPUTS)
const powerMethod = z.enum(POWER_METHODS)
const scaleOutput = z.enum(SCALE_OUTPUTS)

export const numberSteps = [
  z.object({ ...base, kind: z.literal('log'), columns }),
  z.object({
    ...base,
    kind: z.literal('scale'),
    columns,
    method: z.enum(SCALE_METHODS),
    output: z.exactOptional(scaleOutput),
  }),
  z.object({ ...base, kind: z.literal('power'), columns, method: powerMethod, standardise: z.boolean() }),
  z.object({
    ...base,
    kind: z.literal('clip'),
    columns,
    by: z.enum(CLIP_METHODS),
    low: z.exactOptional(finite),
    high: z.exactOptional(finite),
    lowShare: share,
    highShare: share,
  }),
  z.object({
    ...base,
    kind: z.literal('bin'),
    columns,
    method: z.enum(BIN_METHODS),
    bins: finite,
    edges: z.exactOptional(numbers),
    output: binOutput,
  }),
  z.object({ ...base, kind: z.literal('polynomial'), columns, degree: finite, terms: z.enum(POLYNOMIAL_TERMS) }),
] as const

export const numberFitted = [
  z.object({ kind: z.literal('log'), columns }),
  z.object({
    kind: z.literal('scale'),
    scales: z
      .array(
        z.discriminatedUnion('by', [
          z.object({ by: z.literal('line'), column: name, centre: finite, spread: finite }),
          z.object({
            by: z.literal('rank'),
            column: name,
            output: scaleOutput,
            at: numbers,
            low: numbers,
            value: numbers,
            high: numbers,
          }),
        ]),
      )
      .max(MANY),
  }),
  z.object({
    kind: z.literal('power'),
    method: powerMethod,
    powers: z.array(z.object({ column: name, lambda: finite, centre: finite, spread: finite })).max(MANY),
  }),
  z.object({
    kind: z.literal('clip'),
    ends: z.array(z.object({ column: name, low: finite.nullable(), high: finite.nullable() })).max(MANY),
  }),
  z.object({
    kind: z.literal('bin'),
    output: binOutput,
    bins: z.array(z.object({ column: name, edges: numbers })).max(MANY),
  }),
  z.object({ kind: z.literal('polynomial'), products: z.array(z.array(name).min(1).max(3)).max(SOME) }),
] as const
