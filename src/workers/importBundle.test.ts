import { beforeAll, describe, expect, it } from 'vitest'
import { contentHash } from '@/core/hash.ts'
import { type Run, specHash } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import { type RunBundle, readRunBundle, runBundleFiles } from '@/engine/bundle/runBundle.ts'
import { openPredictionDevice } from '@/engine/neural/device.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { makeRunBundle } from '@/testing/runBundle.ts'
import { openBrowser, openHome, reseal, share } from '@/testing/sharedRun.ts'
import { makeBundleJobs } from './bundle.jobs.ts'

let bundle: RunBundle
beforeAll(async () => {
  await openPredictionDevice(nodePlatform)
  bundle = await makeRunBundle('multiclass')
})

describe('importing a run', () => {
  it('that is here changes nothing', async () => {
    const home = await openHome(bundle)
    const named = { ...bundle.annotation!, name: 'My own name' }
    await home.records.put('annotation', named)
    const output = await home.importBundle({ file: (await share(bundle)).file }, unattended)
    expect(output.added).toBe(false)
    expect(await home.records.get('annotation', bundle.run.id)).toEqual(named)
  })

  it('that lies in the bin, or in an experiment that does, brings it back', async () => {
    const { file } = await share(bundle)
    const home = await openHome(bundle)
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
    await away.importBundle({ file: (await share(bundle)).file }, unattended)
    expect(await away.records.get('experiment', mine.id)).toEqual(mine)
  })

  it('refuses another run with the id of one that is here, and leaves that one alone', async () => {
    const home = await openHome(bundle)
    const file = await reseal(bundle, (parts) => {
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
    const file = await reseal(bundle, (parts) => void change(parts))
    await expect(away.importBundle({ file }, unattended)).rejects.toMatchObject({
      name: 'AssayError',
      code: 'bundle.damaged',
      message: expect.stringMatching(message),
    })
    expect(await away.records.all('run')).toEqual([])
    expect(await away.arrays.list(`runs/${bundle.run.id}`)).toEqual([])
  })

  it('refuses a record of a newer Assay', async () => {
    const file = await reseal(bundle, (parts) =>
      parts.set('result.json', { ...(parts.get('result.json') as object), schema: 2 }),
    )
    await expect(openBrowser().importBundle({ file }, unattended)).rejects.toMatchObject({ code: 'bundle.version' })
  })

  it('leaves no arrays behind when the records cannot be stored', async () => {
    const records = openMemoryRecords()
    const arrays = openMemoryArrays()
    const failing = { ...records, putAll: () => Promise.reject(new Error('full')) }
    const { importBundle } = makeBundleJobs({ records: failing, arrays })
    await expect(importBundle({ file: (await share(bundle)).file }, unattended)).rejects.toThrow('full')
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
