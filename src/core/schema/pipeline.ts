import { calibratorsOf } from '../calibration/calibration.ts'
import { denseWidth } from '../encoding/dense.ts'
import { CATEGORY_MAX, DIMS_MAX, EMBEDDED_MAX, type Encoding, ONE_HOT_MAX } from '../encoding/encoding.ts'
import type { Contract, ModelSpec, Pipeline, PipelineMember } from '../pipeline/pipeline.ts'
import { columnType } from './dataset.ts'
import { classes, task } from './experiment.ts'
import { cell, count, digest, exactly, finite, id, MANY, name, plainObject, SOME, share } from './parts.ts'
import { calibrationSchema, conformalSchema } from './postprocessing.ts'
import { fittedRecipeSchema } from './recipe.ts'
import { z } from './zod.ts'

/** Features of a matrix, at most: what 10,000 full one-hot columns have. */
const WIDTH_MAX = 10_000 * (ONE_HOT_MAX + 2)

const denseSchema = z
  .object({
    kind: z.literal('dense'),
    columns: z
      .array(
        z.discriminatedUnion('kind', [
          z.object({
            kind: z.literal('scaled'),
            name,
            mean: finite,
            scale: finite.positive(),
            indicator: z.boolean(),
          }),
          z.object({
            kind: z.literal('oneHot'),
            name,
            values: z.array(cell).max(ONE_HOT_MAX),
            missing: z.boolean(),
            other: z.boolean(),
          }),
          z.object({
            kind: z.literal('embedded'),
            name,
            values: z.array(cell).max(EMBEDDED_MAX),
            missing: z.boolean(),
            other: z.boolean(),
            dims: count.min(1).max(DIMS_MAX),
          }),
        ]),
      )
      .max(MANY),
    width: count.max(WIDTH_MAX),
  })
  // A false width would place every row's numbers wrongly.
  .refine(
    ({ columns, width }) => columns.reduce((sum, column) => sum + denseWidth(column), 0) === width,
    'Expected the width that the columns make together',
  )
  .refine(
    ({ columns }) => columns.every(({ kind }, i) => kind === 'embedded' || columns[i - 1]?.kind !== 'embedded'),
    'Expected embedded columns after all others',
  )

const nativeSchema = z.object({
  kind: z.literal('native'),
  columns: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('number'), name }),
        z.object({ kind: z.literal('category'), name, values: z.array(cell).max(CATEGORY_MAX) }),
      ]),
    )
    .max(MANY),
})

const contractSchema = exactly<Contract>()(
  z.object({
    inputs: z
      .array(
        z.object({
          name,
          type: columnType,
          values: z.array(cell).max(SOME).optional(),
          distinct: count.optional(),
          min: finite.optional(),
          max: finite.optional(),
          typical: z.union([finite, cell]).nullable(),
        }),
      )
      .max(MANY),
    target: name,
    task,
    classes,
    quantile: finite.gt(0).lt(1).optional(),
  }),
)

/** Numbers in one weight, at most: 4 GB of them could not be opened by a tab anyway. */
const WEIGHT_NUMBERS = 2 ** 30

const layersSchema = z.object({
  kind: z.literal('layers'),
  modelTopology: plainObject,
  weightSpecs: z
    .array(
      z.object({
        name,
        shape: z
          .array(count)
          .max(8)
          .refine((shape) => shape.reduce((a, b) => a * b, 1) <= WEIGHT_NUMBERS, 'Expected a weight that fits a tab'),
        dtype: z.literal('float32'),
      }),
    )
    .max(SOME),
  weightsDigest: digest,
  inverseLink: z.literal('exp').optional(),
})

const neighboursSchema = z.object({ kind: z.literal('neighbours'), weightsDigest: digest })

const treesSchema = z.object({ kind: z.literal('trees'), weightsDigest: digest })

const encodingSchema = exactly<Encoding>()(z.discriminatedUnion('kind', [denseSchema, nativeSchema]))

const modelSchema = exactly<ModelSpec>()(z.discriminatedUnion('kind', [layersSchema, neighboursSchema, treesSchema]))

/** Checked part by part, so that what is wrong is named by its place; then whether encoding and model go together. */
const memberSchema = z
  .object({
    recipe: fittedRecipeSchema,
    encoding: encodingSchema,
    model: modelSchema,
    weight: finite.min(0),
  })
  .refine(
    ({ encoding, model }) => (encoding.kind === 'native') === (model.kind === 'trees'),
    'Expected an encoding that feeds the model',
  ) as unknown as z.ZodType<PipelineMember>

export const pipelineSchema = exactly<Pipeline>()(
  z
    .object({
      schema: z.literal(1),
      id,
      contract: contractSchema.refine(
        ({ task: kind, classes: { length } }) =>
          kind === 'regression' ? length === 0 : kind === 'binary' ? length === 2 : length >= 2,
        'Expected two classes for binary, several for multiclass, none for regression',
      ),
      members: z.array(memberSchema).min(1).max(1_000),
      calibration: calibrationSchema.optional(),
      threshold: share,
      conformal: conformalSchema.optional(),
    })
    .refine(isCalibratedFor, { path: ['calibration'], message: 'Expected a calibration for each class' })
    .refine(
      ({ contract, conformal }) => !conformal || (conformal.kind === 'residual') === (contract.task === 'regression'),
      { path: ['conformal'], message: 'Expected intervals for numbers and sets for classes' },
    ),
)

function isCalibratedFor({ contract, calibration }: Pick<Pipeline, 'contract' | 'calibration'>): boolean {
  if (!calibration) return true
  if (contract.task === 'regression') return false
  if (calibration.kind === 'temperature') return true
  const each = calibration.kind === 'isotonic' ? calibration.curves : calibration.lines
  return each.length === calibratorsOf(contract.classes.length)
}
