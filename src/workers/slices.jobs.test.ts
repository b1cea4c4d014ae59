import { beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeModelJobs, type OwnModelJobs } from './model.jobs.ts'
import { makeTrainJobs } from './train.jobs.ts'

const frame = animals(600)
const question = animalQuestion()
let model: OwnModelJobs
let rows: number

beforeAll(async () => {
  const [records, arrays] = [openMemoryRecords(), openMemoryArrays()]
  const stores = { records, arrays, platform: nodePlatform }
  await storeFrame(records, arrays, 'animals.csv', frame)
  // A baseline is wrong on every row of the other classes, whatever kind of row that is.
  await records.put('run', makeRun('a', makeSpec(question, { kind: 'baseline', options: {} })))
  await makeTrainJobs(stores).train({ runId: 'a' }, unattended)
  model = makeModelJobs(stores)
  rows = (await records.get('evaluation', 'a/validation'))!.rows
})

describe('slices of a run', () => {
  it('looks for them in halves of the scored rows, by columns that are not the target', async () => {
    const found = await model.findWeakSlices({ runId: 'a', part: 'validation', error: 'wrong' }, unattended)
    expect(found.rows + found.checkedRows).toBe(rows)
    expect(found.columns).not.toContain(question.target)
    expect(found.columns.length).toBeGreaterThan(0)
  })

  it('tells how a slice that a person names does', async () => {
    const { columns } = await model.findWeakSlices({ runId: 'a', part: 'validation', error: 'wrong' }, unattended)
    const numeric = frame.columns.find(({ name, vector }) => vector.kind === 'numeric' && columns.includes(name))!
    const conditions = [{ column: numeric.name, word: 'missing' }] as const
    const none = await model.checkSlice({ runId: 'a', part: 'validation', error: 'wrong', conditions: [] }, unattended)
    expect(none).toBeUndefined()
    const present = [{ column: numeric.name, word: 'present' }] as const
    const [with_, without] = await Promise.all(
      [present, conditions].map((asked) =>
        model.checkSlice({ runId: 'a', part: 'validation', error: 'wrong', conditions: asked }, unattended),
      ),
    )
    expect((with_?.rows ?? rows) + (without?.rows ?? 0)).toBe(rows)
  })

  it('refuses a part that is not scored, and columns that are not there', async () => {
    const asked = { runId: 'a', part: 'test', error: 'wrong' } as const
    await expect(model.findWeakSlices(asked, unattended)).rejects.toMatchObject({ code: 'storage.missing' })
    const other = { ...asked, part: 'validation', conditions: [{ column: 'nowhere', word: 'missing' }] } as const
    await expect(model.checkSlice(other, unattended)).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
  })
})
