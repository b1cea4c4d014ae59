import { beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeModelJobs, type OwnModelJobs } from './model.jobs.ts'
import { makeTrainJobs } from './train.jobs.ts'

let model: OwnModelJobs
let stores: Parameters<typeof makeTrainJobs>[0]
let rows: number

beforeAll(async () => {
  const [records, arrays] = [openMemoryRecords(), openMemoryArrays()]
  stores = { records, arrays, platform: nodePlatform }
  await storeFrame(records, arrays, 'animals.csv', animals(600))
  await records.put('run', makeRun('a', makeSpec(animalQuestion(), { kind: 'baseline', options: {} })))
  await makeTrainJobs(stores).train({ runId: 'a' }, unattended)
  model = makeModelJobs(stores)
  rows = (await records.get('evaluation', 'a/validation'))!.rows
})

const asked = { runId: 'a', part: 'validation', column: 'skin' } as const

describe('reportFairness', () => {
  it('looks at a class of several by group of a column', async () => {
    const progress: number[] = []
    const task = { ...unattended, report: ({ done }: { done: number }) => progress.push(done) }
    const { report: found } = await model.reportFairness({ ...asked, positive: 'reptile', reference: 'scales' }, task)
    const report = found!
    expect(report.groups.map(({ name }) => name)).toEqual(expect.arrayContaining(['scales', 'fur', 'feathers']))
    expect(report.groups.reduce((sum, group) => sum + group.rows, 0) + report.leftOut).toBe(rows)
    expect(report.groups[report.reference]!.name).toBe('scales')
    // Whatever has scales is a reptile, and nothing else is; but for rows whose skin is missing.
    const baseRates = report.groups.map(({ name, measures }) => [name, measures[0]!.value])
    expect(Object.fromEntries(baseRates)).toMatchObject({ scales: 1, fur: 0, feathers: 0 })
    expect(progress.at(-1)).toBe(2_000)
  })

  it('draws blocks of neighbouring times where the split goes by time', async () => {
    const question = animalQuestion({ split: { kind: 'time', column: 'size', validation: 0.2, test: 0.2 } })
    await stores.records.put('run', makeRun('timed', makeSpec(question, { kind: 'baseline', options: {} })))
    await makeTrainJobs(stores).train({ runId: 'timed' }, unattended)
    const { report } = await model.reportFairness({ ...asked, runId: 'timed' }, unattended)
    expect(report!.isClustered).toBe(true)
    const { report: alone } = await model.reportFairness(asked, unattended)
    expect(alone!.isClustered).toBe(false)
  })

  it('refuses a column that is not there or makes no groups, and a part that is not scored', async () => {
    for (const column of ['nowhere', 'note'])
      await expect(model.reportFairness({ ...asked, column }, unattended)).rejects.toMatchObject({
        code: 'dataset.unknownColumn',
      })
    await expect(model.reportFairness({ ...asked, part: 'test' }, unattended)).rejects.toMatchObject({
      code: 'storage.missing',
    })
  })
})
