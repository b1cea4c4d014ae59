import { beforeAll, describe, expect, it } from 'vitest'
import type { Learner, LearnerKind } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { unattended } from '@/core/task.ts'
import type { Goal, Limit } from '@/core/whatIf/goal.ts'
import type { Counterfactual } from '@/core/whatIf/jobs.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec, quickNetwork } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeModelJobs, type OwnModelJobs } from './model.jobs.ts'
import { readPart } from './runFiles.ts'
import { makeTrainJobs } from './train.jobs.ts'

const KINDS: readonly LearnerKind[] = ['glm', 'boosting', 'neighbours', 'network']
const learnerOf = (kind: LearnerKind) =>
  kind === 'network' ? quickNetwork : ({ kind, options: LEARNERS[kind].defaults(240) } as Learner)
const arrays = openMemoryArrays()
const records = openMemoryRecords()
let model: OwnModelJobs

const BIRD = { size: '4', skin: 'feathers', legs: '2', weight: '12' }

beforeAll(async () => {
  const stores = { records, arrays, platform: nodePlatform }
  await storeFrame(records, arrays, 'animals.csv', animals(400))
  const train = makeTrainJobs(stores)
  for (const kind of KINDS) {
    await records.put('run', makeRun(kind, makeSpec(animalQuestion(), learnerOf(kind))))
    await train.train({ runId: kind }, unattended)
  }
  const weight = animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' })
  await records.put('run', makeRun('weight', makeSpec(weight, learnerOf('glm'))))
  await train.train({ runId: 'weight' }, unattended)
  model = makeModelJobs(stores)
})

const change = (runId: string, cells: Record<string, string>, goal: Goal, limits: readonly Limit[] = []) =>
  model.counterfactuals({ runId, cells, goal, limits, budgetMs: 60_000 }, unattended)

describe('filling in a row', () => {
  it('gives a row of the part as text, by its number or its share of the part', async () => {
    const { rows, actual } = await readPart(arrays, 'glm', 'validation')
    const found = await model.partRow({ runId: 'glm', part: 'validation', at: { row: rows[5]! } }, unattended)
    const [size, skin] = animals(400).columns.map(({ vector }) => vector)
    expect(found.cells['size'] ?? 'NaN').toBe(String(size?.kind === 'numeric' && size.values[rows[5]!]))
    expect(found.cells['skin']).toBe((skin?.kind === 'coded' && skin.dictionary[skin.codes[rows[5]!]!]) || null)
    expect(Object.keys(found.cells).sort()).toEqual(['legs', 'size', 'skin', 'weight'])
    expect(found.actual).toBe(['bird', 'mammal', 'reptile'][actual[5]!])
    expect(found.of).toBe(rows.length)
    const last = await model.partRow({ runId: 'glm', part: 'validation', at: { share: 0.9999 } }, unattended)
    expect(last.row).toBe(rows.at(-1))
  })

  it('names another where a number is of no row of the part', async () => {
    const { rows } = await readPart(arrays, 'glm', 'validation')
    const sorted = [...rows].sort((a, b) => a - b)
    const gap = Array.from({ length: 400 }, (_, row) => row).find((row) => row > sorted[0]! && !rows.includes(row))!
    const next = sorted.find((row) => row > gap)!
    await expect(
      model.partRow({ runId: 'glm', part: 'validation', at: { row: gap } }, unattended),
    ).rejects.toMatchObject({ code: 'spec.invalid', details: { row: gap, next } })
    await expect(model.partRow({ runId: 'glm', part: 'test', at: { row: 0 } }, unattended)).rejects.toMatchObject({
      code: 'storage.missing',
    })
  })
})

describe('explaining typed cells', () => {
  it.each(KINDS)('is what the same row of the part is explained by, of %s', async (runId) => {
    const { rows } = await readPart(arrays, runId, 'validation')
    const skins = new Set<string | null>()
    for (const row of rows.subarray(0, 8)) {
      const asked = { runId, part: 'validation', output: 1, most: 1, only: [row] } as const
      const stored = await model.explain(asked, unattended)
      const { cells } = await model.partRow({ runId, part: 'validation', at: { row } }, unattended)
      const typed = await model.explainCells({ runId, rows: [cells, BIRD], output: 1 }, unattended)
      const width = stored.columns.length
      expect(typed).toMatchObject({ method: stored.method, background: stored.background, columns: stored.columns })
      expect(typed.expected).toBeCloseTo(stored.expected, 6)
      for (let i = 0; i < width; i++) expect(typed.values[i]).toBeCloseTo(stored.values[i]!, 6)
      expect(typed.answers).toHaveLength(2)
      skins.add(cells['skin'] ?? null)
    }
    // What is typed has texts by codes of its own, in the order in which they come.
    expect(skins.size).toBeGreaterThan(2)
  })
})

describe('sensitivity', () => {
  it('is a line of the coefficient for a linear model, whatever else the row holds', async () => {
    const cells = { size: '4', skin: 'fur', legs: '2' }
    const { points, isNumeric } = await model.sensitivity({ runId: 'weight', cells, column: 'size' }, unattended)
    expect(isNumeric).toBe(true)
    expect(points.some(({ value }) => value === 4)).toBe(true)
    const [first, middle, last] = [points[0]!, points[30]!, points.at(-1)!]
    const slope = (last.answer - first.answer) / (last.value - first.value)
    expect((middle.answer - first.answer) / (middle.value - first.value)).toBeCloseTo(slope, 3)
    expect(slope).toBeGreaterThan(2.7)
    const skins = await model.sensitivity({ runId: 'weight', cells, column: 'skin' }, unattended)
    expect(skins.points.map(({ text }) => text).sort()).toEqual(['feathers', 'fur', 'scales'])
    const now = await model.predictRows({ runId: 'weight', rows: [cells] }, unattended)
    expect(skins.points.find(({ text }) => text === 'fur')!.answer).toBeCloseTo(Number(now.rows[0]!.prediction), 5)
  })
})

describe('counterfactuals', () => {
  it.each(KINDS)('of %s really get the answer, as anyone who types them sees', async (runId) => {
    const { found, isReached, isCut } = await change(runId, BIRD, { kind: 'class', name: 'reptile' })
    expect({ isReached, isCut }).toEqual({ isReached: false, isCut: false })
    expect(found.length).toBeGreaterThan(0)
    for (const { changes, said } of found) {
      const cells = { ...BIRD, ...Object.fromEntries(changes.map(({ column, to }) => [column, to])) }
      const { rows } = await model.predictRows({ runId, rows: [cells] }, unattended)
      expect(rows[0]!.prediction).toBe('reptile')
      expect(said).toEqual(rows[0])
      for (const { column, from, to } of changes) {
        expect(from).toBe(BIRD[column as 'size'])
        expect(to).not.toBe(from)
      }
    }
  })

  it('are told as they are found, so that a search that is stopped has them', async () => {
    const told: (readonly Counterfactual[])[] = []
    const goal = { kind: 'class', name: 'reptile' } as const
    const { found } = await model.counterfactuals(
      { runId: 'boosting', cells: BIRD, goal, limits: [], budgetMs: 60_000 },
      { ...unattended, report: (event) => event.found && told.push(event.found) },
    )
    expect(told[0]).toHaveLength(1)
    expect(told.at(-1)).toEqual(found)
    for (const { said } of told.flat()) expect(said.prediction).toBe('reptile')
  })

  it('keep what is fixed, and say so plainly where nothing is within the limits', async () => {
    const fixed = ['skin', 'size', 'legs', 'weight'].map((column) => ({ column, isFixed: true }))
    expect(await change('glm', BIRD, { kind: 'class', name: 'reptile' }, fixed)).toMatchObject({ found: [] })
    const { found } = await change('boosting', BIRD, { kind: 'class', name: 'mammal' }, [
      { column: 'skin', isFixed: true },
      { column: 'size', direction: 'up' },
    ])
    for (const { changes } of found) {
      expect(changes.map(({ column }) => column)).not.toContain('skin')
      for (const { column, to } of changes) if (column === 'size') expect(Number(to)).toBeGreaterThan(4)
    }
    expect(await change('glm', BIRD, { kind: 'class', name: 'bird' })).toMatchObject({ isReached: true, found: [] })
  })

  it('of a number reach it by little more', async () => {
    const cells = { size: '4', skin: 'fur', legs: '2' }
    const limits = ['skin', 'legs'].map((column) => ({ column, isFixed: true }))
    const { found } = await change('weight', cells, { kind: 'atLeast', value: 20 }, limits)
    expect(found).toHaveLength(1)
    expect(found[0]!.changes.map(({ column }) => column)).toEqual(['size'])
    expect(Number(found[0]!.said.prediction)).toBeGreaterThanOrEqual(20)
    expect(Number(found[0]!.said.prediction)).toBeLessThan(20.05)
  })
})

describe('nearest training rows', () => {
  it('are training rows, nearest first, the row itself at 0', async () => {
    const parts = await Promise.all([readPart(arrays, 'glm', 'validation')])
    const near = await model.nearRows({ runId: 'glm', cells: BIRD, k: 5 }, unattended)
    expect(near.rows).toHaveLength(5)
    for (const { row } of near.rows) for (const { rows } of parts) expect(rows.includes(row)).toBe(false)
    const distances = near.rows.map(({ distance }) => distance)
    expect(distances).toEqual([...distances].sort((a, b) => a - b))
    expect(near.labels!.reduce((sum, { rows }) => sum + rows, 0)).toBe(50)
    const counts = near.labels!.map(({ rows }) => rows)
    expect(counts).toEqual([...counts].sort((a, b) => b - a))
    expect(near.labels!.map(({ name }) => name)).toContain('bird')
    const { cells, row } = near.rows[0]!
    const again = await model.nearRows({ runId: 'glm', cells, k: 5 }, unattended)
    expect(again.rows[0]).toMatchObject({ row, distance: 0 })
    expect(again.rows[0]!.distance).toBeLessThanOrEqual(again.usual.distance)
  })

  it('are far from what no training row is like', async () => {
    const near = await model.nearRows(
      { runId: 'weight', cells: { size: '60', skin: 'stone', legs: '9' }, k: 5 },
      unattended,
    )
    expect(near.rows[0]!.distance).toBeGreaterThan(near.usual.distance)
    expect(near.answers!.max).toBeGreaterThanOrEqual(near.answers!.mean)
  })
})
