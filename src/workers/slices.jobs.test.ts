import { beforeAll, describe, expect, it } from 'vitest'
import { confirmSlices } from '@/core/slices/confirm.ts'
import { unattended } from '@/core/task.ts'
import { runAtOnce } from '@/core/work.ts'
import { assignRows } from '@/engine/prepare.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeModelJobs, type OwnModelJobs } from './model.jobs.ts'
import { readPart } from './runFiles.ts'
import { makeTrainJobs } from './train.jobs.ts'

const frame = animals(600)
const question = animalQuestion()
let model: OwnModelJobs
let stores: Parameters<typeof makeTrainJobs>[0]
let rows: number

beforeAll(async () => {
  const [records, arrays] = [openMemoryRecords(), openMemoryArrays()]
  stores = { records, arrays, platform: nodePlatform }
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

  it('tells which rows that train are of a kind', async () => {
    const conditions = [
      { column: 'skin', word: 'is', text: 'fur' },
      { column: 'size', word: 'more', value: 5 },
    ] as const
    const found = await model.trainingRowsLike({ runId: 'a', conditions }, unattended)
    const { split } = assignRows(question, makeSpec(question, { kind: 'baseline', options: {} }).seed, { frame })
    const [size, skin] = ['size', 'skin'].map((name) => frame.columns.find((each) => each.name === name)!.vector)
    if (size?.kind !== 'numeric' || skin?.kind !== 'coded') throw new Error('other columns than expected')
    const expected = split.train.filter((row) => skin.dictionary[skin.codes[row]!] === 'fur' && size.values[row]! > 5)
    expect(expected.length).toBeGreaterThan(5)
    expect([...found]).toEqual([...expected])
  })

  it('weighs blocks of neighbouring times of a split by time, as one each', async () => {
    const asked = animalQuestion({ split: { kind: 'time', column: 'size', validation: 0.2, test: 0.2 } })
    await stores.records.put('run', makeRun('timed', makeSpec(asked, { kind: 'baseline', options: {} })))
    await makeTrainJobs(stores).train({ runId: 'timed' }, unattended)
    const conditions = [{ column: 'skin', word: 'is', text: 'fur' }] as const
    const of = { runId: 'timed', part: 'validation', error: 'wrong' } as const
    const check = await model.checkSlice({ ...of, conditions }, unattended)
    // By hand: rows in the order of their sizes, some of which are one time.
    const part = await readPart(stores.arrays, 'timed', 'validation')
    const vectorOf = (name: string) => frame.columns.find((each) => each.name === name)!.vector
    const [size, skin] = [vectorOf('size'), vectorOf('skin')]
    if (size.kind !== 'numeric' || skin.kind !== 'coded') throw new Error('other columns than expected')
    const sizes = size.values.map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value))
    const times = [...new Set(Array.from(part.rows, (row) => sizes[row]!))].sort((a, b) => a - b)
    const length = Math.ceil(Math.cbrt(times.length))
    const groups = Int32Array.from(part.rows, (row) => Math.floor(times.indexOf(sizes[row]!) / length))
    const width = part.scores.length / part.rows.length
    const errors = part.actual.map((label, i) => {
      const own = [...part.scores.slice(i * width, (i + 1) * width)]
      return Number(own.indexOf(Math.max(...own)) !== label)
    })
    const slice = Uint32Array.from(part.rows.keys()).filter(
      (i) => skin.dictionary[skin.codes[part.rows[i]!]!] === 'fur',
    )
    const [expected] = runAtOnce(confirmSlices(errors, [slice], { seed: 1, groups }))
    const [alone] = runAtOnce(confirmSlices(errors, [slice], { seed: 1 }))
    expect(check?.rows).toBe(slice.length)
    expect(check?.low).toBeCloseTo(expected!.low, 12)
    expect(check?.low).not.toBeCloseTo(alone!.low, 3)
    const found = await model.findWeakSlices(of, unattended)
    expect(found.rows + found.checkedRows).toBe(part.rows.length)
  })

  it('refuses a part that is not scored, and columns that are not there', async () => {
    const asked = { runId: 'a', part: 'test', error: 'wrong' } as const
    await expect(model.findWeakSlices(asked, unattended)).rejects.toMatchObject({ code: 'storage.missing' })
    const other = { ...asked, part: 'validation', conditions: [{ column: 'nowhere', word: 'missing' }] } as const
    await expect(model.checkSlice(other, unattended)).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
  })
})
