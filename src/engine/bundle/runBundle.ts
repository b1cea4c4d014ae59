import { BUNDLE_PATHS } from '@/core/bundle/bundle.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import type { Experiment } from '@/core/experiment/experiment.ts'
import { sha256Of } from '@/core/hash.ts'
import type { LayersModelSpec, ModelSpec, Pipeline } from '@/core/pipeline/pipeline.ts'
import { pipelineSql } from '@/core/pipeline/sql.ts'
import type { RecordKind, RecordMap } from '@/core/ports.ts'
import { type Annotation, type Evaluation, hasModel, type Run, type RunResult, specHash } from '@/core/run/run.ts'
import { parseRecord } from '@/core/schema/record.ts'
import { withoutRows } from './datasetFacts.ts'
import { findModelProblem } from './modelProblem.ts'
import type { BundleFile } from './pack.ts'
import { writeReadme } from './readme.ts'
import predictScript from './script/predict.ts?script'
import { broken } from './zip.ts'

/** Everything that makes a run understandable and usable elsewhere. Never a row of its data. */
export interface RunBundle {
  readonly run: Run
  readonly result: RunResult
  readonly experiment: Experiment
  readonly pipeline: Pipeline
  /** Float32 little-endian, one file a member. */
  readonly weights: readonly Uint8Array<ArrayBuffer>[]
  readonly evaluations: readonly Evaluation[]
  readonly annotation?: Annotation | undefined
  /** Name, columns and summaries. */
  readonly dataset?: Dataset | undefined
}

/** model.json and weights.bin, which every tfjs tool knows (only layers have a model.json); further members carry their number. */
function memberPaths(index: number): { readonly model: string; readonly weights: string } {
  if (index === 0) return { model: BUNDLE_PATHS.model, weights: BUNDLE_PATHS.weights }
  return { model: `model.${index}.json`, weights: `weights.${index}.bin` }
}

/** A run as the files of its bundle. Topologies stand in model.json alone; pipeline.json points at them. */
export function runBundleFiles(bundle: RunBundle): readonly BundleFile[] {
  const { pipeline, run, result, experiment, evaluations, annotation, dataset } = bundle
  const members = pipeline.members.map(({ model, ...member }, index) => ({
    ...member,
    model: withoutTopology(model, memberPaths(index)),
  }))
  return [
    text(BUNDLE_PATHS.readme, writeReadme(bundle)),
    ...pipeline.members.flatMap(({ model }, index) => {
      const paths = memberPaths(index)
      return [
        ...(model.kind === 'layers' ? [json(paths.model, layersModelFile(bundle, model, paths.weights))] : []),
        { path: paths.weights, bytes: bundle.weights[index]! },
      ]
    }),
    text(BUNDLE_PATHS.script, predictScript),
    ...sqlFile(pipeline),
    json(BUNDLE_PATHS.pipeline, { ...pipeline, members }),
    json(BUNDLE_PATHS.run, run),
    json(BUNDLE_PATHS.result, result),
    json(BUNDLE_PATHS.experiment, { ...experiment, deletedAt: undefined }),
    json(BUNDLE_PATHS.evaluations, evaluations),
    ...(annotation ? [json(BUNDLE_PATHS.annotation, { ...annotation, deletedAt: undefined })] : []),
    ...(dataset ? [json(BUNDLE_PATHS.dataset, withoutRows(dataset))] : []),
  ]
}

/** What pipeline.json says of a model: where it is, and all of it that is not there. */
function withoutTopology(model: ModelSpec, paths: ReturnType<typeof memberPaths>) {
  if (model.kind !== 'layers') return { ...model, file: paths.weights }
  const { modelTopology: _, weightSpecs: __, ...rest } = model
  return { ...rest, file: paths.model }
}

/** The preparation for a database, where every step of it has SQL. */
function sqlFile(pipeline: Pipeline): BundleFile[] {
  const made = pipelineSql(pipeline)
  return 'sql' in made ? [text(BUNDLE_PATHS.sql, made.sql)] : []
}

/** A tfjs LayersModel file, as `tf.loadLayersModel` opens it. */
function layersModelFile({ run, pipeline }: RunBundle, model: LayersModelSpec, weightsPath: string) {
  const { classes, target, task } = pipeline.contract
  return {
    format: 'layers-model',
    generatedBy: 'Assay',
    convertedBy: null,
    modelTopology: model.modelTopology,
    weightsManifest: [{ paths: [weightsPath], weights: model.weightSpecs }],
    userDefinedMetadata: { assay: { run: run.id, specHash: run.specHash, task, target, classes } },
  }
}

/**
 * The run in an unpacked bundle from anybody: every record checked by its schema, all of them of one run, the model one
 * that can be run, the weights those that it names. Throws `bundle.damaged`, `bundle.version`, `bundle.foreign`.
 */
export async function readRunBundle(parts: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): Promise<RunBundle> {
  if (!parts.has(BUNDLE_PATHS.run))
    throw new AssayError('bundle.foreign', 'This bundle holds no run. Choose one that was saved from a run’s page.')
  const need = (path: string) => {
    const bytes = parts.get(path)
    if (!bytes) throw broken(`“${path}” is missing`)
    return bytes
  }
  const record = <K extends RecordKind>(kind: K, path: string) => readRecord(kind, path, readJson(path, need(path)))
  const optional = <K extends RecordKind>(kind: K, path: string) => (parts.has(path) ? record(kind, path) : undefined)

  const pipeline = readRecord('pipeline', BUNDLE_PATHS.pipeline, joinModels(need))
  const evaluations = readJson(BUNDLE_PATHS.evaluations, need(BUNDLE_PATHS.evaluations))
  if (!Array.isArray(evaluations)) throw broken(`“${BUNDLE_PATHS.evaluations}” is no list`)
  const bundle: RunBundle = {
    run: record('run', BUNDLE_PATHS.run),
    result: record('result', BUNDLE_PATHS.result),
    experiment: record('experiment', BUNDLE_PATHS.experiment),
    pipeline,
    weights: pipeline.members.map((_, index) => need(memberPaths(index).weights)),
    evaluations: evaluations.map((value) => readRecord('evaluation', BUNDLE_PATHS.evaluations, value)),
    annotation: optional('annotation', BUNDLE_PATHS.annotation),
    dataset: optional('dataset', BUNDLE_PATHS.dataset),
  }
  await requireOneRun(bundle)
  return bundle
}

/** Puts each member's topology and weights' shapes, which stand in its model.json, back into the pipeline. */
function joinModels(need: (path: string) => Uint8Array): unknown {
  const pipeline = readJson(BUNDLE_PATHS.pipeline, need(BUNDLE_PATHS.pipeline)) as { members?: unknown } | null
  if (!Array.isArray(pipeline?.members)) return pipeline
  const members = pipeline.members.map((member: { model?: { kind?: unknown } } | null, index) => {
    if (member?.model?.kind !== 'layers') return member
    const path = memberPaths(index).model
    const file = readJson(path, need(path)) as {
      modelTopology?: unknown
      weightsManifest?: [{ weights?: unknown }]
    } | null
    return {
      ...member,
      model: {
        ...member.model,
        modelTopology: file?.modelTopology,
        weightSpecs: file?.weightsManifest?.[0]?.weights,
      },
    }
  })
  return { ...pipeline, members }
}

/** Records that are each right, and yet not of one finished run, are refused too. */
async function requireOneRun({ run, result, pipeline, experiment, evaluations, annotation, weights }: RunBundle) {
  const { question } = run.spec
  if (!hasModel(run)) throw broken('its run has no model, since it was not finished')
  if (specHash(run.spec) !== run.specHash) throw broken('its run was changed after it was made')
  const ids = [result.id, pipeline.id, ...evaluations.map(({ runId }) => runId), annotation?.id ?? run.id]
  if (ids.some((id) => id !== run.id) || run.experimentId !== experiment.id)
    throw broken('its parts are not of one run')
  if (new Set(evaluations.map(({ id }) => id)).size < evaluations.length) throw broken('it has an evaluation twice')
  const { contract, members } = pipeline
  if (
    contract.target !== question.target ||
    contract.task !== question.task ||
    contract.classes.join('\u001f') !== question.classes.join('\u001f')
  )
    throw broken('its model answers another question than its run')
  if (members.length === 1 && members[0]!.model.weightsDigest !== result.weightsDigest)
    throw broken('its model is not the one of its run')
  for (const [index, member] of members.entries()) {
    const bytes = weights[index]!
    const problem = findModelProblem(contract, member, bytes)
    if (problem) throw broken(`its model cannot be run: ${problem}`)
    if ((await sha256Of(bytes)) !== member.model.weightsDigest) throw broken('its weights are not those of its model')
  }
}

function readRecord<K extends RecordKind>(kind: K, path: string, value: unknown): RecordMap[K] {
  try {
    return parseRecord(kind, value)
  } catch (cause) {
    if (!(cause instanceof AssayError)) throw cause
    const code = cause.code === 'record.version' ? 'bundle.version' : 'bundle.damaged'
    throw new AssayError(code, cause.message, { ...cause.details, part: path }, { cause })
  }
}

function readJson(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw broken(`“${path}” cannot be read`, cause)
  }
}

function text(path: string, content: string): BundleFile {
  return { path, bytes: new TextEncoder().encode(content) }
}

function json(path: string, value: unknown): BundleFile {
  return text(path, `${JSON.stringify(value, null, 2)}\n`)
}
