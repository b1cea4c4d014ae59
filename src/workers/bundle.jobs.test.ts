import { beforeAll, describe, expect, it } from 'vitest'
import { contentHash, sha256Hex } from '@/core/hash.ts'
import { type Run, specHash } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import { type BundleFile, packBundle, unpackBundle } from '@/engine/bundle/pack.ts'
import { type RunBundle, readRunBundle, runBundleFiles } from '@/engine/bundle/runBundle.ts'
import { openPredictionDevice } from '@/engine/neural/device.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { makeRunBundle } from '@/testing/runBundle.ts'
import { makeBundleJobs } from './bundle.jobs.ts'

let bundle: RunBundle
beforeAll(async () => {
  await openPredictionDevice(nodePlatform)
  bundle = await makeRunBundle('multiclass')
})

function openBrowser() {
  const records = openMemoryRecords()
  const arrays = openMemoryArrays()
  return { records, arrays, ...makeBundleJobs({ records, arrays }) }
}

/** A browser in which the run was made. */
async function openHome() {
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

async function share(from = openHome()) {
  const { exportBundle } = await from
  const { bundle: file, fileName } = await exportBundle({ runId: bundle.run.id }, unattended)
  return { file, fileName }
}

const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer())
const asFile = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes])

/** The shared bundle with some of its JSON parts changed and everything sealed again, as a stranger could. */
async function reseal(change: (parts: Map<string, unknown>) => void): Promise<Blob> {
  const { parts } = await unpackBundle(await bytesOf((await share()).file))
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

describe('sharing a run', () => {
  it('carries run, result, question, model and scores to another browser', async () => {
    const { file, fileName } = await share()
    expect(fileName).toBe('Which-penguin-Bob-s-best.assay')
    const away = openBrowser()
    const heard: unknown[] = []
    const output = await away.importBundle({ file }, { ...unattended, report: (event) => heard.push(event) })
    expect(output).toEqual({ experimentId: 'experiment-1', runId: bundle.run.id, added: true })
    expect(heard).toEqual([1, 2, 3].map((done) => ({ done, total: 3 })))
    const { run, result, experiment, pipeline, evaluations, annotation, weights } = bundle
    expect(await away.records.get('run', run.id)).toEqual(run)
    expect(await away.records.get('result', run.id)).toEqual(result)
    expect(await away.records.get('experiment', experiment.id)).toEqual(experiment)
    expect(await away.records.get('pipeline', run.id)).toEqual(pipeline)
    expect(await away.records.all('evaluation')).toEqual(evaluations)
    expect(await away.records.get('annotation', run.id)).toEqual(annotation)
    expect(new Uint8Array(await away.arrays.read(`runs/${run.id}/weights.0`))).toEqual(weights[0])
    expect(await away.records.all('dataset')).toEqual([])
  })

  it('takes no row with it: no cell of an identifier, no answer of a validation row', async () => {
    const { parts } = await unpackBundle(await bytesOf((await share()).file))
    const everything = [...parts].map(([path, bytes]) => path + new TextDecoder().decode(bytes)).join('\n')
    expect(everything).not.toContain('secret-bird')
    expect(everything).not.toContain('validation.actual')
    // The categories that the model knows are part of it.
    expect(everything).toContain('Biscoe')
  })

  it('tells what it is in its README: target, figures with their rows, hashes; and keeps Markdown in names from acting', async () => {
    const { parts } = await unpackBundle(await bytesOf((await share()).file))
    const readme = new TextDecoder().decode(parts.get('README.md'))
    for (const text of [
      '“species”',
      'validation (24 rows)',
      '0.25'.slice(1),
      '72 rows',
      bundle.run.specHash,
      bundle.run.spec.question.datasetId,
    ])
      expect(readme).toContain(text)
    expect(readme).toContain("# Bob's \\*best\\*")
    expect(readme).toContain('> Look\n> \\# here')
  })

  it('has a model.json that names its weights and the run, as tfjs files do', async () => {
    const { parts } = await unpackBundle(await bytesOf((await share()).file))
    const model = JSON.parse(new TextDecoder().decode(parts.get('model.json')))
    expect(model).toMatchObject({
      format: 'layers-model',
      convertedBy: null,
      weightsManifest: [{ paths: ['weights.bin'] }],
      userDefinedMetadata: {
        assay: { run: bundle.run.id, target: 'species', classes: bundle.pipeline.contract.classes },
      },
    })
    const pipeline = JSON.parse(new TextDecoder().decode(parts.get('pipeline.json')))
    expect(pipeline.members[0].model).toEqual({
      kind: 'layers',
      file: 'model.json',
      weightsDigest: sha256Hex(bundle.weights[0]!),
    })
  })

  it('is possible again from where it was imported, with the facts of the dataset', async () => {
    const away = openBrowser()
    await away.importBundle({ file: (await share()).file }, unattended)
    const first = await unpackBundle(await bytesOf((await share()).file))
    const second = await unpackBundle(await bytesOf((await share(Promise.resolve(away as never))).file))
    // Members may come in another order, as a schema gives them.
    const plain = ({ parts }: typeof first) =>
      Object.fromEntries(
        [...parts].map(([path, bytes]) => {
          const text = new TextDecoder().decode(bytes)
          return [path, path.endsWith('.json') ? JSON.parse(text) : text]
        }),
      )
    expect(plain(second)).toEqual(plain(first))
  })

  it('refuses a run that has no model', async () => {
    const home = await openHome()
    await home.records.put('run', { ...bundle.run, status: 'failed' })
    await expect(home.exportBundle({ runId: bundle.run.id }, unattended)).rejects.toMatchObject({
      code: 'storage.missing',
    })
  })
})

describe('importing a run', () => {
  it('that is here changes nothing', async () => {
    const home = await openHome()
    const named = { ...bundle.annotation!, name: 'My own name' }
    await home.records.put('annotation', named)
    const output = await home.importBundle({ file: (await share()).file }, unattended)
    expect(output.added).toBe(false)
    expect(await home.records.get('annotation', bundle.run.id)).toEqual(named)
  })

  it('that lies in the bin, or in an experiment that does, brings it back', async () => {
    const { file } = await share()
    const home = await openHome()
    await home.records.update(
      'annotation',
      bundle.run.id,
      (annotation) => annotation && { ...annotation, deletedAt: 5 },
    )
    await home.records.update('experiment', 'experiment-1', (known) => known && { ...known, deletedAt: 5 })
    expect((await home.importBundle({ file }, unattended)).added).toBe(true)
    expect((await home.records.get('annotation', bundle.run.id))?.deletedAt).toBeUndefined()
    expect((await home.records.get('experiment', 'experiment-1'))?.deletedAt).toBeUndefined()
  })

  it('keeps an experiment of the same id as it is here', async () => {
    const away = openBrowser()
    const mine = { ...bundle.experiment, name: 'Renamed here', runsStarted: 9 }
    await away.records.put('experiment', mine)
    await away.importBundle({ file: (await share()).file }, unattended)
    expect(await away.records.get('experiment', mine.id)).toEqual(mine)
  })

  it('refuses another run with the id of one that is here, and leaves that one alone', async () => {
    const home = await openHome()
    const file = await reseal((parts) => {
      const run = parts.get('run.json') as { spec: Run['spec']; specHash: string }
      const spec = { ...run.spec, seed: 99 }
      parts.set('run.json', { ...run, spec, specHash: specHash(spec) })
    })
    await expect(home.importBundle({ file }, unattended)).rejects.toMatchObject({
      code: 'bundle.damaged',
      message: expect.stringContaining('Another run with the same id'),
    })
    expect(await home.records.get('run', bundle.run.id)).toEqual(bundle.run)
  })

  const patch = (path: string, values: object) => (parts: Map<string, unknown>) =>
    parts.set(path, { ...(parts.get(path) as object), ...values })
  it.each<[string, (parts: Map<string, unknown>) => unknown, RegExp]>([
    ['a run that did not end', patch('run.json', { status: 'running' }), /not finished/],
    ['a failed run', patch('run.json', { status: 'failed' }), /not finished/],
    ['a changed spec', patch('run.json', { specHash: contentHash('other') }), /changed after it was made/],
    ['an id that is a path', patch('run.json', { id: '../../columns' }), /id/],
    ['a result of another run', patch('result.json', { id: 'other' }), /not of one run/],
    ['an experiment of another run', patch('experiment.json', { id: 'other' }), /not of one run/],
    [
      'weights of another model',
      patch('result.json', { weightsDigest: contentHash('other') }),
      /not the one of its run/,
    ],
    ['a broken record', patch('experiment.json', { question: 7 }), /question/],
    ['evaluations that are none', (parts) => parts.set('evaluations.json', { a: 1 }), /no list/],
    [
      'an evaluation of another run',
      (parts) => parts.set('evaluations.json', [{ ...bundle.evaluations[0], id: 'x/validation', runId: 'x' }]),
      /not of one run/,
    ],
    [
      'a layer that asks for all memory',
      (parts) => {
        const model = structuredClone(parts.get('model.json')) as {
          modelTopology: { config: { layers: { config: { units: number } }[] } }
        }
        model.modelTopology.config.layers[0]!.config.units = 1e9
        parts.set('model.json', model)
      },
      /do not fit/,
    ],
    [
      'inputs that the encoding does not give',
      (parts) => {
        const model = structuredClone(parts.get('model.json')) as {
          modelTopology: { config: { layers: { config: { batch_input_shape: unknown } }[] } }
        }
        model.modelTopology.config.layers[0]!.config.batch_input_shape = [null, 1e9]
        parts.set('model.json', model)
      },
      /other inputs/,
    ],
    [
      'a layer nobody knows',
      (parts) => {
        const model = structuredClone(parts.get('model.json')) as {
          modelTopology: { config: { layers: { class_name: string }[] } }
        }
        model.modelTopology.config.layers[0]!.class_name = 'Lambda'
        parts.set('model.json', model)
      },
      /layer that this Assay does not know/,
    ],
  ])('refuses %s, and stores nothing', async (_, change, message) => {
    const away = openBrowser()
    const file = await reseal((parts) => void change(parts))
    await expect(away.importBundle({ file }, unattended)).rejects.toMatchObject({
      name: 'AssayError',
      code: 'bundle.damaged',
      message: expect.stringMatching(message),
    })
    expect(await away.records.all('run')).toEqual([])
    expect(await away.arrays.list(`runs/${bundle.run.id}`)).toEqual([])
  })

  it('refuses a record of a newer Assay', async () => {
    const file = await reseal((parts) =>
      parts.set('result.json', { ...(parts.get('result.json') as object), schema: 2 }),
    )
    await expect(openBrowser().importBundle({ file }, unattended)).rejects.toMatchObject({ code: 'bundle.version' })
  })

  it('leaves no arrays behind when the records cannot be stored', async () => {
    const records = openMemoryRecords()
    const arrays = openMemoryArrays()
    const failing = { ...records, putAll: () => Promise.reject(new Error('full')) }
    const { importBundle } = makeBundleJobs({ records: failing, arrays })
    await expect(importBundle({ file: (await share()).file }, unattended)).rejects.toThrow('full')
    expect(await arrays.list(`runs/${bundle.run.id}`)).toEqual([])
  })

  it('works for every task and for pipelines of several members', async () => {
    for (const task of ['binary', 'regression'] as const) {
      const one = await makeRunBundle(task, { hidden: [] })
      const [member] = one.pipeline.members
      const two: RunBundle = {
        ...one,
        pipeline: {
          ...one.pipeline,
          members: [
            { ...member!, weight: 0.5 },
            { ...member!, weight: 0.5 },
          ],
        },
        weights: [one.weights[0]!, one.weights[0]!],
      }
      for (const given of [one, two]) {
        const read = await readRunBundle(new Map(runBundleFiles(given).map(({ path, bytes }) => [path, bytes])))
        expect(read.pipeline).toEqual(given.pipeline)
        expect(read.weights).toEqual(given.weights)
      }
    }
  })
})
