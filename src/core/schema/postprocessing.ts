import type { Calibration } from '../calibration/calibration.ts'
import type { Conformal } from '../conformal/conformal.ts'
import { count, exactly, finite, MANY, SOME, share } from './parts.ts'
import { z } from './zod.ts'

/** Whether no number is less than the one before, or, strictly, greater. */
const isRising = (numbers: readonly number[], isStrict: boolean) =>
  numbers.every((value, i) => i === 0 || (isStrict ? value > numbers[i - 1]! : value >= numbers[i - 1]!))

const curveSchema = z
  .object({ x: z.array(finite).min(1).max(MANY), y: z.array(share).min(1).max(MANY) })
  .refine(
    ({ x, y }) => x.length === y.length && isRising(x, true) && isRising(y, false),
    'Expected as many values as knots, both rising',
  )

export const calibrationSchema = exactly<Calibration>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('isotonic'), curves: z.array(curveSchema).min(1).max(SOME) }),
    z.object({
      kind: z.literal('platt'),
      lines: z
        .array(z.object({ slope: finite, intercept: finite }))
        .min(1)
        .max(SOME),
    }),
    z.object({ kind: z.literal('temperature'), temperature: finite.positive() }),
  ]),
)

export const conformalSchema = exactly<Conformal>()(
  z.object({
    kind: z.enum(['residual', 'lac', 'aps']),
    level: z.number().gt(0).lt(1),
    bound: finite.min(0).nullable(),
    rows: count,
  }),
)
