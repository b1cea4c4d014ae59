import { type LabelCheck, SUSPECTS_KEPT } from '../labels/labelCheck.ts'
import { LEARNER_KINDS, type SingleLearner } from '../learner/learner.ts'
import { RUN_STATUSES } from '../run/run.ts'
import { cell, count, exactly, finite, id, ms, SOME, share } from './parts.ts'
import { errorSchema } from './run.ts'
import { z } from './zod.ts'

type SingleKind = SingleLearner['kind']
const kinds = LEARNER_KINDS.filter((kind): kind is SingleKind => kind !== 'auto')

const matrix = z.array(z.array(count).max(SOME)).max(SOME)
const ofRow = { row: count, part: z.enum(['train', 'validation']) }
const found = { rows: count, unchecked: count, total: count }

const labels = z.object({
  ...ofRow,
  label: count,
  suggested: count,
  probability: share,
  suggestedProbability: share,
})
const numbers = z.object({ ...ofRow, actual: finite, predicted: finite, score: finite })

const way = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('relabel'), value: cell.optional() }),
  z.object({ kind: z.literal('drop') }),
  z.object({ kind: z.literal('weigh'), weight: finite.min(0) }),
])

export const labelCheckSchema = exactly<LabelCheck>()(
  z.object({
    schema: z.literal(1),
    id,
    status: z.enum(RUN_STATUSES),
    folds: count,
    reached: z.object({ done: count, total: count }).optional(),
    learner: z.enum(kinds).optional(),
    found: z
      .discriminatedUnion('kind', [
        z.object({
          kind: z.literal('classes'),
          ...found,
          joint: matrix,
          counts: matrix,
          suspects: z.array(labels).max(SUSPECTS_KEPT),
        }),
        z.object({
          kind: z.literal('numbers'),
          ...found,
          centre: finite,
          scale: finite.min(0),
          suspects: z.array(numbers).max(SUSPECTS_KEPT),
        }),
      ])
      .optional(),
    repairs: z
      .array(
        z.object({
          id,
          way,
          rows: count,
          datasetId: id,
          experimentId: id,
          runId: id,
          isNewVersion: z.boolean(),
          isNewQuestion: z.boolean(),
          createdAt: ms,
          isKept: z.boolean().optional(),
        }),
      )
      .max(SOME),
    error: errorSchema.optional(),
    createdAt: ms,
    finishedAt: ms.optional(),
  }),
)
