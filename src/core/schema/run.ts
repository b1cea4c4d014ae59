import { CALIBRATIONS } from '../calibration/calibration.ts'
import { type ConformalSpec, SET_KINDS } from '../conformal/conformal.ts'
import { ERROR_CODES } from '../errors.ts'
import { MOST_MEMBERS } from '../learner/learner.ts'
import { FIT_ENDS, NO_ERRORS_REASONS } from '../linear/linear.ts'
import { METRIC_NAMES } from '../metrics/metric.ts'
import {
  type Annotation,
  BACKENDS,
  COLD_REASONS,
  type Evaluation,
  type ResolvedDevice,
  RUN_STATUSES,
  type Run,
  type RunResult,
  type RunSpec,
} from '../run/run.ts'
import { runQuestionSchema } from './experiment.ts'
import { learnerSchema, singleSchema } from './learner.ts'
import {
  count,
  digest,
  exactly,
  finite,
  id,
  loss,
  MANY,
  ms,
  name,
  partial,
  plainObject,
  prose,
  SOME,
  share,
} from './parts.ts'
import { z } from './zod.ts'

export const deviceSchema = exactly<ResolvedDevice>()(
  z.object({
    backend: z.enum(BACKENDS),
    adapter: name,
    software: z.boolean(),
    fallbackReason: prose.optional(),
    measured: z
      .array(z.object({ backend: z.enum(BACKENDS), adapter: name, stepMs: finite.min(0) }))
      .max(BACKENDS.length)
      .optional(),
  }),
)

/** A later Assay may have more codes; a run is not lost for one. Nor for details that only help a developer. */
export const errorSchema = z.object({
  code: z.enum(ERROR_CODES).catch('internal'),
  message: prose,
  details: plainObject.optional().catch(undefined),
})

const conformalSpecSchema = exactly<ConformalSpec>()(
  z.object({ level: z.number().gt(0).lt(1), sets: z.enum(SET_KINDS).optional() }),
)

export const runSpecSchema = exactly<RunSpec>()(
  z.object({
    schema: z.literal(1),
    question: runQuestionSchema,
    learner: learnerSchema,
    seed: finite,
    device: z.enum(['auto', ...BACKENDS]),
    postprocessing: z
      .object({ calibration: z.enum(CALIBRATIONS).optional(), conformal: conformalSpecSchema.optional() })
      .optional(),
    warmStart: z.object({ weightsDigest: digest }).optional(),
  }),
)

export const runSchema = exactly<Run>()(
  z.object({
    schema: z.literal(1),
    id,
    experimentId: id,
    spec: runSpecSchema,
    specHash: digest,
    mark: z.object({ letter: name, colour: z.int().min(1).max(8), dashed: z.boolean() }),
    status: z.enum(RUN_STATUSES),
    device: deviceSchema.optional(),
    error: errorSchema.optional(),
    checkpointEpoch: z.int().min(1).optional(),
    createdAt: ms,
    startedAt: ms.optional(),
    finishedAt: ms.optional(),
  }),
)

/** Standard errors that a result carries. */
const MOST_ERRORS = 100_000

/** Epochs that one run may have; the form allows 10,000. */
const EPOCHS = 1_000_000

export const resultSchema = exactly<RunResult>()(
  z.object({
    schema: z.literal(1),
    id,
    history: z
      .array(
        z.object({
          epoch: count,
          trainLoss: loss,
          validationLoss: loss,
          validationMetric: finite.nullable(),
          elapsedMs: ms,
        }),
      )
      .max(EPOCHS),
    stepsDone: count,
    bestEpoch: count,
    ended: z.enum(['epochs', 'early', 'stopped', 'closed-form', 'converged']),
    rows: z.object({ train: count, validation: count, test: count, unlabelled: count }),
    featureCount: count,
    parameterCount: count,
    timings: z.object({ prepareMs: ms, trainMs: ms, evaluateMs: ms }),
    device: deviceSchema,
    weightsDigest: digest,
    members: z
      .array(
        z.object({
          seed: finite,
          epochs: count,
          bestEpoch: count,
          validationLoss: finite,
        }),
      )
      .max(MOST_MEMBERS)
      .optional(),
    folds: z
      .array(
        z.object({ train: count, validation: count, metrics: partial(METRIC_NAMES, finite), error: prose.optional() }),
      )
      .max(100)
      .optional(),
    auto: z
      .object({
        tried: z
          .array(
            z.object({
              learner: singleSchema,
              loss: finite.nullable(),
              metric: finite.nullable(),
              trainMs: ms,
              weight: finite.min(0),
              error: prose.optional(),
            }),
          )
          .max(SOME),
        folds: count.optional(),
        device: deviceSchema.optional(),
      })
      .optional(),
    solution: z
      .object({
        strength: finite.min(0),
        l1Share: share,
        ended: z.enum(FIT_ENDS),
        errors: z.array(finite.nullable()).max(MOST_ERRORS).optional(),
        noErrors: z.enum(NO_ERRORS_REASONS).optional(),
      })
      .optional(),
    start: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('cold'), reason: z.enum(COLD_REASONS) }),
        z.object({
          kind: z.literal('warm'),
          validationLoss: finite.optional(),
          validationMetric: finite.nullable().optional(),
        }),
      ])
      .optional(),
  }),
)

export const evaluationSchema = exactly<Evaluation>()(
  z.object({
    schema: z.literal(1),
    id: z.string().regex(/^[\w-]{1,128}\/(?:validation|test)$/, 'Expected the id of a run, a slash and a part'),
    runId: id,
    part: z.enum(['validation', 'test']),
    rows: count,
    metrics: partial(METRIC_NAMES, finite),
    confusion: z.array(z.array(count).max(SOME)).max(SOME).optional(),
    digest,
    createdAt: ms,
  }),
)

export const annotationSchema = exactly<Annotation>()(
  z.object({
    schema: z.literal(1),
    id,
    name: name.optional(),
    tags: z.array(name).max(MANY),
    notes: prose,
    deletedAt: ms.optional(),
  }),
)
