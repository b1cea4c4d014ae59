import type { BundleManifest } from '../bundle/bundle.ts'
import { AssayError, type ErrorCode } from '../errors.ts'
import type { RecordKind, RecordMap } from '../ports.ts'
import type { RunSpec } from '../run/run.ts'
import { ageingSchema } from './ageing.ts'
import { manifestSchema } from './bundle.ts'
import { datasetSchema } from './dataset.ts'
import { dropColumnsSchema } from './dropColumns.ts'
import { experimentSchema } from './experiment.ts'
import { labelCheckSchema } from './labelCheck.ts'
import { learningCurveSchema } from './learningCurve.ts'
import { pipelineSchema } from './pipeline.ts'
import { rowTagsSchema } from './rowTags.ts'
import { annotationSchema, evaluationSchema, resultSchema, runSchema, runSpecSchema } from './run.ts'
import { sweepSchema } from './sweep.ts'
import type { z } from './zod.ts'

/** The version of a record that this Assay writes, by the name of its shelf; it reads this one and all before. */
const RECORD_VERSION = 1

const SCHEMAS: { readonly [K in RecordKind]: z.ZodType<RecordMap[K]> } = {
  dataset: datasetSchema,
  experiment: experimentSchema,
  run: runSchema,
  result: resultSchema,
  evaluation: evaluationSchema,
  pipeline: pipelineSchema,
  annotation: annotationSchema,
  sweep: sweepSchema,
  learningCurve: learningCurveSchema,
  labelCheck: labelCheckSchema,
  ageing: ageingSchema,
  dropColumns: dropColumnsSchema,
  rowTags: rowTagsSchema,
}

const NOUNS: Readonly<Record<RecordKind, string>> = {
  dataset: 'dataset',
  experiment: 'experiment',
  run: 'run',
  result: "run's result",
  evaluation: 'evaluation',
  pipeline: 'model',
  annotation: "run's notes",
  sweep: 'sweep',
  learningCurve: 'learning curve',
  labelCheck: 'check of labels',
  ageing: 'ageing of a model',
  dropColumns: 'record of columns left out',
  rowTags: 'record of tagged rows',
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** A path for a person, cut where a stranger's keys make it long. */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.map(String).join('.')
  return text.length > 200 ? `${text.slice(0, 200)}…` : text || 'the whole'
}

function parse<T>(
  schema: z.ZodType<T>,
  value: unknown,
  noun: string,
  codes: { readonly invalid: ErrorCode; readonly version: ErrorCode },
): T {
  const version = isObject(value) ? value['schema'] : undefined
  if (typeof version === 'number' && version > RECORD_VERSION)
    throw new AssayError(
      codes.version,
      `This ${noun} was made by a newer Assay (format ${version}; this one reads up to ${RECORD_VERSION}). Reload the page to get the newest Assay, then try again.`,
      { version, supported: RECORD_VERSION },
    )
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = pathText(issue?.path ?? [])
  throw new AssayError(
    codes.invalid,
    `This ${noun} cannot be read: ${path} is wrong (${issue?.message ?? 'unknown'}). It is damaged, or was not written by Assay.`,
    { path, problem: issue?.message },
  )
}

const RECORD_CODES = { invalid: 'record.invalid', version: 'record.version' } as const

/**
 * A record of unknown origin (storage, a bundle) as its type; members that no version knows are dropped. The way to read
 * every record that this very code did not just make.
 * @throws record.invalid with the path of what is wrong; record.version when a newer Assay wrote it
 */
export function parseRecord<K extends RecordKind>(kind: K, value: unknown): RecordMap[K] {
  return parse<RecordMap[K]>(SCHEMAS[kind], value, NOUNS[kind], RECORD_CODES)
}

/** A RunSpec of unknown origin. @throws record.invalid, record.version */
export function parseRunSpec(value: unknown): RunSpec {
  return parse(runSpecSchema, value, "run's spec", RECORD_CODES)
}

/**
 * A bundle's manifest. Its paths are relative and cannot lead outside.
 * @throws bundle.foreign when it is no manifest of ours; bundle.version when newer; bundle.damaged otherwise
 */
export function parseManifest(value: unknown): BundleManifest {
  if (!isObject(value) || value['format'] !== 'assay-bundle')
    throw new AssayError(
      'bundle.foreign',
      'This file is not an Assay bundle. Choose a file that was saved by “Share” in Assay.',
    )
  return parse(manifestSchema, value, 'bundle', { invalid: 'bundle.damaged', version: 'bundle.version' })
}
