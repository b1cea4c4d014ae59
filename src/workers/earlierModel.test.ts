import { beforeEach, describe, expect, it } from 'vitest'
import type { Learner } from '@/core/learner/learner.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import type { RunSpec } from '@/core/run/run.ts'
import { withWarmStart } from '@/core/run/warmStart.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec, quickNetwork } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeTrainJobs } from './train.jobs.ts'
import { makeVersionJobs } from './versions.ts'

const learner = { ...quickNetwork, options: { ...quickNetwork.options, epochs: 3 } } as Learner
let records: Records
let arrays: Arrays

beforeEach(async () => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
  await storeFrame(records, arrays, 'animals.csv', animals(300))
})

async function train(id: string, spec: RunSpec) {
  await records.put('run', makeRun(id, spec))
  return makeTrainJobs({ records, arrays, platform: nodePlatform }).train({ runId: id }, unattended)
}

const spec = makeSpec(animalQuestion(), learner)

describe('a run that starts from the model of another', () => {
  it('finds it by its weights, whatever its run is called, and comes to the same bits', async () => {
    const { weightsDigest } = await train('first', spec)
    const warm = withWarmStart(spec, weightsDigest)
    const one = await train('one', warm)
    expect(one.start).toMatchObject({ kind: 'warm' })
    await records.remove('run', 'first')
    await expect(train('lost', warm)).rejects.toMatchObject({ code: 'storage.missing' })
    expect(await records.get('run', 'lost')).toMatchObject({ status: 'failed', error: { code: 'storage.missing' } })
    await train('again', spec)
    expect((await train('other', warm)).weightsDigest).toBe(one.weightsDigest)
  })

  it('takes none that was trained on rows dealt otherwise', async () => {
    const { weightsDigest } = await train('first', { ...spec, seed: 4 })
    await expect(train('warm', withWarmStart(spec, weightsDigest))).rejects.toMatchObject({ code: 'spec.invalid' })
  })

  it('takes that of an earlier version, since no edit moves a row across a split', async () => {
    const { weightsDigest } = await train('first', spec)
    const dataset = (await records.get('dataset', 'animals.csv'))!
    const edited = await makeVersionJobs({ records, arrays }).edit(
      { datasetId: dataset.id, edits: [{ kind: 'dropRows', rows: [1, 2, 3] }], byPlace: true },
      unattended,
    )
    expect(edited.rows).toBe(297)
    const next = { ...spec, question: { ...spec.question, datasetId: edited.id } }
    const { start } = await train('warm', withWarmStart(next, weightsDigest))
    expect(start).toMatchObject({ kind: 'warm' })
  })
})
