import { beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '@/core/hash.ts'
import { unattended } from '@/core/task.ts'
import { unpackBundle } from '@/engine/bundle/pack.ts'
import type { RunBundle } from '@/engine/bundle/runBundle.ts'
import { openPredictionDevice } from '@/engine/neural/device.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { makeRunBundle } from '@/testing/runBundle.ts'
import { bytesOf, openBrowser, openHome, share } from '@/testing/sharedRun.ts'

let bundle: RunBundle
beforeAll(async () => {
  await openPredictionDevice(nodePlatform)
  bundle = await makeRunBundle('multiclass')
})

describe('sharing a run', () => {
  it('carries run, result, question, model and scores to another browser', async () => {
    const { file, fileName } = await share(bundle)
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
    const { parts } = await unpackBundle(await bytesOf((await share(bundle)).file))
    const everything = [...parts].map(([path, bytes]) => path + new TextDecoder().decode(bytes)).join('\n')
    expect(everything).not.toContain('secret-bird')
    expect(everything).not.toContain('validation.actual')
    // The categories that the model knows are part of it.
    expect(everything).toContain('Biscoe')
  })

  it('tells what it is in its README: target, figures with their rows, hashes; and keeps Markdown in names from acting', async () => {
    const { parts } = await unpackBundle(await bytesOf((await share(bundle)).file))
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
    const { parts } = await unpackBundle(await bytesOf((await share(bundle)).file))
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
    await away.importBundle({ file: (await share(bundle)).file }, unattended)
    const first = await unpackBundle(await bytesOf((await share(bundle)).file))
    const second = await unpackBundle(await bytesOf((await share(bundle, Promise.resolve(away as never))).file))
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
    const home = await openHome(bundle)
    await home.records.put('run', { ...bundle.run, status: 'failed' })
    await expect(home.exportBundle({ runId: bundle.run.id }, unattended)).rejects.toMatchObject({
      code: 'storage.missing',
    })
  })
})
