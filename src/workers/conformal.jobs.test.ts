import { beforeAll, describe, expect, it } from 'vitest'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Records } from '@/core/ports.ts'
import type { Postprocessing } from '@/core/run/postprocessing.ts'
import type { RunResult } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeModelJobs, type OwnModelJobs } from './model.jobs.ts'
import { makeTrainJobs } from './train.jobs.ts'

let records: Records
let model: OwnModelJobs
const results: Record<string, RunResult> = {}

beforeAll(async () => {
  records = openMemoryRecords()
  const stores = { records, arrays: openMemoryArrays(), platform: nodePlatform }
  await storeFrame(records, stores.arrays, 'animals.csv', animals(300))
  const jobs = makeTrainJobs(stores)
  const weight = animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' })
  const asked: readonly (readonly [string, Question, Postprocessing | undefined])[] = [
    ['plain', animalQuestion(), undefined],
    ['sets', animalQuestion(), { calibration: 'temperature', conformal: { level: 0.8 } }],
    ['intervals', weight, { conformal: { level: 0.9 } }],
  ]
  for (const [id, question, postprocessing] of asked) {
    const spec = makeSpec(question, { kind: 'glm', options: { strength: 0.01 } })
    await records.put('run', makeRun(id, { ...spec, postprocessing }))
    results[id] = await jobs.train({ runId: id }, unattended)
  }
  model = makeModelJobs(stores)
})

describe('intervals and sets', () => {
  it('leave the model and the scores of validation rows as training left them', async () => {
    expect(results['sets']!.weightsDigest).toBe(results['plain']!.weightsDigest)
    const before = await records.get('evaluation', 'sets/validation')
    expect(before?.digest).not.toBe((await records.get('evaluation', 'plain/validation'))?.digest)
    await records.remove('evaluation', 'sets/validation')
    const again = await model.evaluate({ runId: 'sets', part: 'validation' }, unattended)
    expect({ ...again, createdAt: 0 }).toEqual({ ...before, createdAt: 0 })
  })

  it('come with each row', async () => {
    const rows = [{ size: '3', skin: 'scales', legs: '4' }]
    const [number] = (await model.predictRows({ runId: 'intervals', rows }, unattended)).rows
    const { low, high } = number!.interval!
    expect((low + high) / 2).toBeCloseTo(number!.prediction as number, 4)
    const [label] = (await model.predictRows({ runId: 'sets', rows }, unattended)).rows
    expect(label!.set).toContain(label!.prediction)
  })

  it('are counted on the test rows that were opened', async () => {
    await expect(model.coverage({ runId: 'sets' }, unattended)).rejects.toMatchObject({ code: 'storage.missing' })
    for (const runId of ['sets', 'intervals']) {
      await model.evaluate({ runId, part: 'test' }, unattended)
      const report = (await model.coverage({ runId }, unattended))!
      expect(report.all.rows).toBe(results[runId]!.rows.test)
      expect(report.all.interval.high).toBeGreaterThan(0.8)
      const byClass = report.slices.filter(({ slice }) => slice.by === 'class')
      expect(byClass).toHaveLength(runId === 'sets' ? 3 : 0)
    }
    expect(await model.coverage({ runId: 'plain' }, unattended)).toBeUndefined()
  })
})
