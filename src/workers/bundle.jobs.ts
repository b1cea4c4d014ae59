import type { Dataset } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { ImportOutput, ModelJobs, Progress } from '@/core/pipeline/jobs.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import type { RecordEntry } from '@/core/ports.ts'
import { type Annotation, hasModel, type Run, type RunId } from '@/core/run/run.ts'
import { parseRecord } from '@/core/schema/record.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { withoutRows } from '@/engine/bundle/datasetFacts.ts'
import { packBundle, unpackBundle } from '@/engine/bundle/pack.ts'
import { type RunBundle, readRunBundle, runBundleFiles } from '@/engine/bundle/runBundle.ts'
import { type Stores, weightsPath } from './runFiles.ts'

/** A bundle that a tab can hold twice: packed and unpacked. */
const FILE_MAX = 2 ** 30

/** Facts of a dataset whose rows are elsewhere, kept beside an imported run so that it can be shared again. */
const datasetPath = (runId: RunId) => `runs/${runId}/dataset.json`

/** Jobs that carry a run out of this browser and into another. */
export function makeBundleJobs(stores: Stores): Pick<ModelJobs, 'exportBundle' | 'importBundle'> {
  return {
    async exportBundle({ runId }, task) {
      const bundle = await gather(stores, runId, task)
      const { run, experiment, annotation } = bundle
      const title = annotation?.name || LEARNERS[run.spec.learner.kind].label(run.spec.question.task)
      const files = runBundleFiles(bundle)
      throwIfAborted(task)
      const bytes = await packBundle(files, { title: `${title}: ${experiment.name}`, createdAt: new Date() })
      task.report({ done: PHASES, total: PHASES })
      return {
        bundle: new Blob([bytes], { type: 'application/zip' }),
        fileName: `${fileNamePart(experiment.name)}-${fileNamePart(annotation?.name || run.mark.letter)}.assay`,
      }
    },

    async importBundle({ file }, task) {
      if (file.size > FILE_MAX)
        throw new AssayError(
          'bundle.foreign',
          'This file is larger than any bundle. Choose a file saved by “Share” in Assay.',
        )
      const { parts } = await unpackBundle(new Uint8Array(await file.arrayBuffer()), task)
      task.report({ done: 1, total: PHASES })
      const bundle = await readRunBundle(parts)
      task.report({ done: 2, total: PHASES })
      throwIfAborted(task)
      const output = await store(stores, bundle)
      task.report({ done: PHASES, total: PHASES })
      return output
    },
  }
}

const PHASES = 3

async function gather({ records, arrays }: Stores, runId: RunId, task: Task<Progress>): Promise<RunBundle> {
  const run = await records.get('run', runId)
  const experiment = run && (await records.get('experiment', run.experimentId))
  const result = await records.get('result', runId)
  const pipeline = await records.get('pipeline', runId)
  if (!run || !experiment || !result || !pipeline || !hasModel(run))
    throw new AssayError('storage.missing', 'This run has no model to share. Share one that is done.', { runId })
  task.report({ done: 1, total: PHASES })
  const weights = await Promise.all(
    pipeline.members.map(async (_, index) => new Uint8Array(await arrays.read(weightsPath(runId, index)))),
  )
  const bundle: RunBundle = {
    run,
    experiment,
    result,
    pipeline,
    weights,
    evaluations: (await records.all('evaluation')).filter((evaluation) => evaluation.runId === runId),
    annotation: await records.get('annotation', runId),
    dataset:
      (await records.get('dataset', run.spec.question.datasetId)) ?? (await keptDataset({ records, arrays }, runId)),
  }
  task.report({ done: 2, total: PHASES })
  return bundle
}

async function keptDataset({ arrays }: Stores, runId: RunId): Promise<Dataset | undefined> {
  if ((await arrays.size(datasetPath(runId))) === undefined) return undefined
  return parseRecord('dataset', JSON.parse(new TextDecoder().decode(await arrays.read(datasetPath(runId)))))
}

/** Arrays first, then all records at once. What is here already is never overwritten. */
async function store({ records, arrays }: Stores, bundle: RunBundle): Promise<ImportOutput> {
  const { run, result, pipeline, experiment, evaluations, annotation, weights, dataset } = bundle
  const output = { experimentId: run.experimentId, runId: run.id }
  const here = await records.get('run', run.id)
  if (here) {
    if (!isSameRun(here, await records.get('pipeline', run.id), bundle))
      throw new AssayError(
        'bundle.damaged',
        'Another run with the same id is here already, so this bundle was changed after it was saved. Ask for it again.',
        { runId: run.id },
      )
    return { ...output, added: await bringBack({ records, arrays }, bundle) }
  }
  try {
    for (const [index, bytes] of weights.entries()) await arrays.write(weightsPath(run.id, index), [bytes])
    if (dataset)
      await arrays.write(datasetPath(run.id), [new TextEncoder().encode(JSON.stringify(withoutRows(dataset)))])
    const known = await records.get('experiment', experiment.id)
    const entries: RecordEntry[] = [
      ...(known && !known.deletedAt
        ? []
        : [{ kind: 'experiment' as const, record: { ...(known ?? experiment), deletedAt: undefined } }]),
      { kind: 'run', record: run },
      { kind: 'result', record: result },
      { kind: 'pipeline', record: pipeline },
      ...evaluations.map((record) => ({ kind: 'evaluation' as const, record })),
      ...(annotation ? [{ kind: 'annotation' as const, record: withoutDeletion(annotation) }] : []),
    ]
    await records.putAll(entries)
  } catch (cause) {
    await arrays.remove(`runs/${run.id}`)
    throw cause
  }
  return { ...output, added: true }
}

/** Undoes the deletion of a run that is imported while it, or its experiment, lies in the bin. Tells whether it did. */
async function bringBack({ records, arrays }: Stores, { run, experiment, weights }: RunBundle): Promise<boolean> {
  let changed = false
  for (const [index, bytes] of weights.entries()) {
    if ((await arrays.size(weightsPath(run.id, index))) === bytes.byteLength) continue
    await arrays.write(weightsPath(run.id, index), [bytes])
    changed = true
  }
  await records.update('annotation', run.id, (annotation) => {
    if (!annotation?.deletedAt) return undefined
    changed = true
    return withoutDeletion(annotation)
  })
  await records.update('experiment', run.experimentId, (known) => {
    if (known && !known.deletedAt) return undefined
    changed = true
    return { ...(known ?? experiment), deletedAt: undefined }
  })
  return changed
}

function isSameRun(here: Run, pipeline: Pipeline | undefined, bundle: RunBundle): boolean {
  const digests = ({ members }: Pipeline) => members.map(({ model }) => model.weightsDigest).join()
  return here.specHash === bundle.run.specHash && (!pipeline || digests(pipeline) === digests(bundle.pipeline))
}

function withoutDeletion(annotation: Annotation): Annotation {
  return { ...annotation, deletedAt: undefined }
}

/** A name in a file's name: letters and digits of any script, the rest as dashes. */
function fileNamePart(name: string): string {
  return (
    name
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'run'
  )
}
