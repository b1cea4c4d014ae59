import { unattended } from '@/core/task.ts'
import { type BundleFile, packBundle, unpackBundle } from '@/engine/bundle/pack.ts'
import type { RunBundle } from '@/engine/bundle/runBundle.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { makeBundleJobs } from '@/workers/bundle.jobs.ts'

export function openBrowser() {
  const records = openMemoryRecords()
  const arrays = openMemoryArrays()
  return { records, arrays, ...makeBundleJobs({ records, arrays }) }
}

/** A browser in which the run was made. */
export async function openHome(bundle: RunBundle) {
  const home = openBrowser()
  const { run, result, experiment, pipeline, evaluations, annotation, dataset, weights } = bundle
  await home.records.putAll([
    { kind: 'run', record: run },
    { kind: 'result', record: result },
    { kind: 'experiment', record: experiment },
    { kind: 'pipeline', record: pipeline },
    { kind: 'evaluation', record: evaluations[0]! },
    { kind: 'annotation', record: annotation! },
    { kind: 'dataset', record: dataset! },
  ])
  await home.arrays.write(`runs/${run.id}/weights.0`, [weights[0]!])
  await home.arrays.write(`runs/${run.id}/validation.actual`, [new Float64Array([41_234.5])])
  return home
}

export async function share(bundle: RunBundle, from = openHome(bundle)) {
  const { exportBundle } = await from
  const { bundle: file, fileName } = await exportBundle({ runId: bundle.run.id }, unattended)
  return { file, fileName }
}

export const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer())
const asFile = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes])

/** The shared bundle with some of its JSON parts changed and everything sealed again, as a stranger could. */
export async function reseal(bundle: RunBundle, change: (parts: Map<string, unknown>) => void): Promise<Blob> {
  const { parts } = await unpackBundle(await bytesOf((await share(bundle)).file))
  const values = new Map<string, unknown>()
  for (const [path, bytes] of parts)
    if (path.endsWith('.json')) values.set(path, JSON.parse(new TextDecoder().decode(bytes)))
  change(values)
  const files: BundleFile[] = [...parts].map(([path, bytes]) => ({
    path,
    bytes: values.has(path) ? new TextEncoder().encode(JSON.stringify(values.get(path))) : bytes,
  }))
  return asFile(await packBundle(files, { title: 'Resealed', createdAt: new Date() }))
}
