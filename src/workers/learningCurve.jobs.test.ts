import { beforeEach, describe, expect, it } from 'vitest'
import type { Learner } from '@/core/learner/learner.ts'
import type { LearningCurve } from '@/core/learningCurve/learningCurve.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import type { Postprocessing } from '@/core/run/postprocessing.ts'
import type { TrainingsEvent } from '@/core/run/trainingsEvent.ts'
import { parseRecord } from '@/core/schema/record.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeTrainJobs } from './train.jobs.ts'

let records: Records
let arrays: Arrays

beforeEach(async () => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
  await storeFrame(records, arrays, 'animals.csv', animals(300))
})

const jobs = () => makeTrainJobs({ records, arrays, platform: nodePlatform })
const glm: Learner = { kind: 'glm', options: {} }

async function trainRun(
  learner: Learner = glm,
  change: Parameters<typeof animalQuestion>[0] = {},
  postprocessing?: Postprocessing,
) {
  const spec = { ...makeSpec(animalQuestion(change), learner), ...(postprocessing && { postprocessing }) }
  await records.put('run', makeRun('r', spec))
  const result = await jobs().train({ runId: 'r' }, unattended)
  const curve: LearningCurve = {
    schema: 1,
    id: 'r',
    status: 'queued',
    trainRows: 0,
    validationRows: 0,
    trainings: [],
    createdAt: 0,
  }
  await records.put('learningCurve', curve)
  return result
}

describe('a learning curve', () => {
  it('has every size several times, the largest of which is the run itself', async () => {
    const { rows } = await trainRun()
    const events: TrainingsEvent[] = []
    const task = { signal: new AbortController().signal, report: (event: TrainingsEvent) => events.push(event) }
    const curve = await jobs().drawCurve({ runId: 'r' }, task)
    expect(curve).toMatchObject({ status: 'done', trainRows: rows.train, validationRows: rows.validation })
    expect(await records.get('learningCurve', 'r')).toEqual(parseRecord('learningCurve', structuredClone(curve)))
    expect(curve.trainings).toHaveLength(15)
    expect(events.map(({ done }) => done)).toEqual(Array.from({ length: 15 }, (_, i) => i))
    for (const { share, rows: some } of curve.trainings) expect(some).toBe(Math.round(share * rows.train))
    const whole = curve.trainings.find(({ share }) => share === 1)!
    expect(whole.validation).toEqual((await records.get('evaluation', 'r/validation'))!.metrics)
    const small = curve.trainings.filter(({ share }) => share === 0.1)
    // Other rows train each time, and fewer of them say less.
    expect(new Set(small.map(({ validation }) => validation.logLoss)).size).toBe(5)
    expect(Math.min(...small.map(({ validation }) => validation.logLoss!))).toBeGreaterThan(whole.validation.logLoss!)
  })

  it('keeps what is done when it is stopped, and goes on from there', async () => {
    await trainRun()
    const controller = new AbortController()
    const report = ({ done }: TrainingsEvent) => done === 3 && controller.abort()
    const stopped = await jobs().drawCurve({ runId: 'r' }, { signal: controller.signal, report })
    expect(stopped.status).toBe('stopped')
    expect(stopped.trainings).toHaveLength(3)
    const done = await jobs().drawCurve({ runId: 'r' }, unattended)
    expect(done.trainings.slice(0, 3)).toEqual(stopped.trainings)
    expect(done.trainings.slice(0, 5).map(({ share }) => share)).toEqual([0.1, 0.2, 0.4, 0.7, 1])
    expect(done.status).toBe('done')
  })

  it.each<Learner>([
    { kind: 'baseline', options: {} },
    { kind: 'neighbours', options: { k: 3 } },
    { kind: 'auto', options: { budgetS: 60, tries: 2 } },
  ])('is drawn for $kind, by a metric of numbers too', async (learner) => {
    await trainRun(learner, { target: 'weight', task: 'regression', classes: [], metric: 'rmse' })
    const { trainings } = await jobs().drawCurve({ runId: 'r' }, unattended)
    const whole = trainings.find(({ share }) => share === 1)!
    expect(whole.error).toBeUndefined()
    expect(whole.train.rmse).toBeGreaterThanOrEqual(0)
    expect(whole.validation).toEqual((await records.get('evaluation', 'r/validation'))!.metrics)
  })

  it.each(['platt', 'isotonic'] as const)('of a run that %s calibrates is calibrated as it is', async (calibration) => {
    const legs = { target: 'legs', task: 'binary', classes: ['2', '4'], metric: 'logLoss' } as const
    await trainRun({ kind: 'neighbours', options: { k: 3 } }, legs, { calibration, conformal: { level: 0.9 } })
    const { trainings } = await jobs().drawCurve({ runId: 'r' }, unattended)
    const whole = trainings.find(({ share }) => share === 1)!
    expect(whole.validation).toEqual((await records.get('evaluation', 'r/validation'))!.metrics)
    expect(trainings.every(({ error }) => error === undefined)).toBe(true)
  })

  it('has one threshold, wherever that of the run is moved while it is drawn', async () => {
    const legs = { target: 'legs', task: 'binary', classes: ['2', '4'], metric: 'accuracy' } as const
    await trainRun({ kind: 'neighbours', options: { k: 3 } }, legs)
    const before = (await records.get('evaluation', 'r/validation'))!.metrics
    const controller = new AbortController()
    const report = ({ done }: TrainingsEvent) => done === 3 && controller.abort()
    await jobs().drawCurve({ runId: 'r' }, { signal: controller.signal, report })
    await records.update('pipeline', 'r', (pipeline) => pipeline && { ...pipeline, threshold: 0.99 })
    const { trainings } = await jobs().drawCurve({ runId: 'r' }, unattended)
    expect(trainings.find(({ share }) => share === 1)!.validation).toEqual(before)
  })

  it('keeps groups whole', async () => {
    await trainRun(glm, { split: { kind: 'group', column: 'skin', validation: 0.2, test: 0.2 } })
    const { trainings } = await jobs().drawCurve({ runId: 'r' }, unattended)
    expect(trainings[0]!.rows).toBeGreaterThan(Math.round(0.1 * trainings.at(-1)!.rows))
  })

  it('says so where the run is gone', async () => {
    await expect(jobs().drawCurve({ runId: 'nobody' }, unattended)).rejects.toMatchObject({ code: 'storage.missing' })
  })
})
