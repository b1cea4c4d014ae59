import { beforeAll, describe, expect, it } from 'vitest'
import type { Explained } from '@/core/explain/jobs.ts'
import type { Learner, LearnerKind } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { Progress } from '@/core/pipeline/jobs.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeModelJobs, type OwnModelJobs } from './model.jobs.ts'
import { readPart } from './runFiles.ts'
import { makeTrainJobs } from './train.jobs.ts'

const KINDS: readonly LearnerKind[] = ['glm', 'boosting', 'neighbours']
const learnerOf = (kind: LearnerKind) => ({ kind, options: LEARNERS[kind].defaults(240) }) as Learner
const arrays = openMemoryArrays()
const records = openMemoryRecords()
let model: OwnModelJobs

beforeAll(async () => {
  const stores = { records, arrays, platform: nodePlatform }
  await storeFrame(records, arrays, 'animals.csv', animals(400))
  const train = makeTrainJobs(stores)
  for (const kind of KINDS) {
    const learner = learnerOf(kind)
    await records.put('run', makeRun(kind, makeSpec(animalQuestion(), learner)))
    await train.train({ runId: kind }, unattended)
  }
  const weight = animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' })
  await records.put('run', makeRun('weight', makeSpec(weight, learnerOf('glm'))))
  await train.train({ runId: 'weight' }, unattended)
  model = makeModelJobs(stores)
})

function explain(runId: string, output = 0, more: { only?: readonly number[] } = {}): Promise<Explained> {
  const asked = { runId, part: 'validation', output, most: 6, ...more } as const
  return model.explain(asked, unattended)
}

describe('explaining a model', () => {
  it('names the method, the background and the cells', async () => {
    const trees = await explain('boosting')
    expect(trees).toMatchObject({ method: 'trees', background: { of: 'training' } })
    expect(trees.columns).toEqual(['size', 'skin', 'legs', 'weight'])
    expect(trees.cells).toHaveLength(6)
    const neighbours = await explain('neighbours')
    expect(neighbours).toMatchObject({ method: 'permutation', background: { rows: 30, of: 'part' } })
  })

  it('explains the rows that are asked for', async () => {
    const all = await explain('glm')
    const last = all.rows.at(-1)!
    const one = await explain('glm', 0, { only: [last] })
    expect([...one.rows]).toEqual([last])
    const width = all.columns.length
    expect([...one.values]).toEqual([...all.values.subarray(5 * width)])
    await expect(explain('glm', 0, { only: [-5] })).rejects.toMatchObject({ code: 'spec.invalid' })
  })

  it('finds the columns that matter', async () => {
    const { columns, loss, rows, of } = await model.importance({ runId: 'boosting', part: 'validation' }, unattended)
    expect({ loss, rows: rows === of }).toEqual({ loss: 'log loss', rows: true })
    const rise = new Map(columns.map((each) => [each.column, each]))
    expect(rise.get('skin')!.low).toBeGreaterThan(0)
    expect(rise.get('legs')!.rise).toBeLessThan(rise.get('size')!.rise)
  })

  it('permutes what one column became as one', async () => {
    const { members } = (await records.get('pipeline', 'glm'))!
    const { encoding } = members[0]!
    // Sizes, legs and weights, and a column for each skin.
    expect(encoding.kind === 'dense' && encoding.width).toBeGreaterThan(4)
    const { columns } = await model.importance({ runId: 'glm', part: 'validation' }, unattended)
    expect(columns.map(({ column }) => column).sort()).toEqual(['legs', 'size', 'skin', 'weight'])
  })

  it('draws how the answer follows a column', async () => {
    const asked = { runId: 'weight', part: 'validation' } as const
    const { dependence, effects } = await model.dependence({ ...asked, column: 'size' }, unattended)
    const [first, last] = [dependence.points[0]!, dependence.points.at(-1)!]
    // Weight is three times the size, of which the penalty takes a little.
    const slope = (last.mean - first.mean) / (last.value - first.value)
    expect(slope).toBeGreaterThan(2.7)
    expect(slope).toBeLessThan(3.05)
    const [from, to] = [effects!.points[0]!, effects!.points.at(-1)!]
    // A line has the same slope everywhere, whichever way it is asked.
    expect((to.effect - from.effect) / (to.value - from.value)).toBeCloseTo(slope, 4)
    const skins = await model.dependence({ ...asked, column: 'skin' }, unattended)
    expect(skins.effects).toBeUndefined()
    expect(skins.dependence.points.map(({ text }) => text).sort()).toEqual(['feathers', 'fur', 'scales'])
  })

  it('counts answers of the model while it asks for both curves', async () => {
    const told: Progress[] = []
    const task = { ...unattended, report: (progress: Progress) => told.push(progress) }
    const { rows } = await model.dependence({ runId: 'weight', part: 'validation', column: 'size' }, task)
    expect(told[0]).toEqual({ done: rows, total: 22 * rows })
    expect(told.at(-1)).toEqual({ done: 22 * rows, total: 22 * rows })
    expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).toSorted((a, b) => a - b))
  })

  it('says how far it came where the time is up', async () => {
    const asked = { runId: 'boosting', part: 'validation', budgetMs: 0 } as const
    const importance = await model.importance(asked, unattended)
    expect(importance.reached).toEqual({ done: 1, total: 20 })
    expect(importance.columns).toHaveLength(1)
    const sized = await model.dependence({ ...asked, column: 'size' }, unattended)
    expect(sized.reached).toEqual({ done: 1, total: 20 })
    expect(sized.dependence.points).toHaveLength(1)
    // A row of every bin, so that the curve goes over the whole range.
    expect(sized.effects!.points).toHaveLength(sized.effectsReached!.done + 1)
    expect(sized.effectsReached!.done).toBeLessThan(sized.effectsReached!.total)
    const explained = await model.explain({ ...asked, most: 30 }, unattended)
    expect(explained.reached).toEqual({ done: 1, total: 30 })
    const slices = await model.findWeakSlices({ ...asked, error: 'loss' }, unattended)
    expect(slices.reached!.done).toBe(0)
  })

  it('goes through rows in such an order that any first ones reach over all', async () => {
    const { rows, of } = await model.explain({ runId: 'glm', part: 'validation', most: 40 }, unattended)
    const all = await readPart(arrays, 'glm', 'validation')
    const places = Array.from(rows, (row) => all.rows.indexOf(row) / of)
    expect(new Set(places).size).toBe(40)
    for (const count of [5, 10, 20]) {
      const first = [0, ...places.slice(0, count).sort((a, b) => a - b), 1]
      const widest = Math.max(...first.slice(1).map((place, i) => place - first[i]!))
      expect(widest).toBeLessThan(3 / count)
    }
  })
})
