import { beforeEach, describe, expect, it } from 'vitest'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Learner } from '@/core/learner/learner.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import { seededRandom } from '@/core/random.ts'
import type { TrainingsEvent } from '@/core/run/trainingsEvent.ts'
import { parseRecord } from '@/core/schema/record.ts'
import type { Ageing } from '@/core/staleness/ageing.ts'
import { ageSlope } from '@/core/staleness/loss.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeTrainJobs } from './train.jobs.ts'

const DAY = 86_400_000
const ROWS = 1_600

let records: Records
let arrays: Arrays

beforeEach(() => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
})

const jobs = () => makeTrainJobs({ records, arrays, platform: nodePlatform })

/** Orders by day, in no order; what `a` means for the answer turns over the years where there is a drift. */
async function trainRun(
  drift: number,
  change: Partial<Question> = {},
  learner: Learner = { kind: 'glm', options: {} },
) {
  const random = seededRandom('drift', drift)
  const rows = Array.from({ length: ROWS }, () => {
    const [day, a, b] = [Math.floor(random() * 2_000), random() - 0.5, random() - 0.5]
    const turn = drift * (day / 2_000) * Math.PI
    return { day, a, b, y: Math.cos(turn) * a + Math.sin(turn) * b + 0.2 * (random() - 0.5) > 0 ? 'yes' : 'no' }
  })
  const frame = frameOf(
    numericColumn(
      'when',
      rows.map(({ day }, row) => (row === 5 ? null : day * DAY)),
      'datetime',
    ),
    numericColumn(
      'a',
      rows.map(({ a }) => a),
    ),
    numericColumn(
      'b',
      rows.map(({ b }) => b),
    ),
    codedColumn(
      'y',
      rows.map(({ y }) => y),
    ),
  )
  await storeFrame(records, arrays, 'animals.csv', frame)
  const question = animalQuestion({
    target: 'y',
    task: 'binary',
    classes: ['no', 'yes'],
    metric: 'auc',
    recipe: {
      schema: 1,
      steps: [{ kind: 'drop', id: 'a', on: true, columns: ['when'], reason: 'A time is no feature here.' }],
    },
    ...change,
  })
  await records.put('run', makeRun('r', makeSpec(question, learner)))
  await jobs().train({ runId: 'r' }, unattended)
  await keepEmpty('when')
}

const keepEmpty = (column: string) =>
  records.put('ageing', {
    schema: 1,
    id: 'r',
    status: 'queued',
    column,
    isDate: true,
    periods: [],
    trainings: [],
    createdAt: 0,
  } satisfies Ageing)

describe('the ageing of a model', () => {
  it('finds a planted drift, by trainings on as many rows each, all of them before what they are scored on', async () => {
    await trainRun(1)
    const events: TrainingsEvent[] = []
    const task = { signal: new AbortController().signal, report: (event: TrainingsEvent) => events.push(event) }
    const ageing = await jobs().drawAgeing({ runId: 'r' }, task)
    expect(ageing.status).toBe('done')
    expect(await records.get('ageing', 'r')).toEqual(parseRecord('ageing', structuredClone(ageing)))
    expect(ageing.periods).toHaveLength(8)
    expect(events.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4])
    // Test rows and the row without a time are left out.
    const tests = (await records.get('result', 'r'))!.rows.test
    expect(ageing.periods.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThanOrEqual(ROWS - tests - 1)
    expect(ageing.periods.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThanOrEqual(ROWS - tests)
    expect(new Set(ageing.trainings.map(({ rows }) => rows)).size).toBe(1)
    for (const { origin, to, scores, error } of ageing.trainings) {
      expect(error).toBeUndefined()
      expect(to).toBeLessThan(ageing.periods[origin]!.from)
      expect(scores.map(({ period }) => period)).toEqual(Array.from({ length: 8 - origin }, (_, i) => origin + i))
    }
    const slope = ageSlope(ageing.trainings, 'auc')!
    expect(slope.low).toBeGreaterThan(0.01)
  })

  it('shows none where there is none, with a split by time too', async () => {
    await trainRun(0, { split: { kind: 'time', column: 'when', validation: 0.16, test: 0.2 } })
    const { periods, trainings } = await jobs().drawAgeing({ runId: 'r' }, unattended)
    const { low, high } = ageSlope(trainings, 'auc')!
    expect(low).toBeLessThan(0)
    expect(high).toBeGreaterThan(0)
    // The latest fifth tests, and is not looked at.
    expect(periods.at(-1)!.to / DAY).toBeLessThan(1_650)
  })

  it('keeps what is done when it is stopped, and goes on from there', async () => {
    await trainRun(1)
    const controller = new AbortController()
    const report = ({ done }: TrainingsEvent) => done === 2 && controller.abort()
    const stopped = await jobs().drawAgeing({ runId: 'r' }, { signal: controller.signal, report })
    expect(stopped.status).toBe('stopped')
    expect(stopped.trainings).toHaveLength(2)
    const done = await jobs().drawAgeing({ runId: 'r' }, unattended)
    expect(done.trainings.slice(0, 2)).toEqual(stopped.trainings)
    expect(done.trainings.map(({ origin }) => origin)).toEqual([3, 4, 5, 6, 7])
  })

  it.each<Learner>([
    { kind: 'baseline', options: {} },
    { kind: 'auto', options: { budgetS: 60, tries: 2 } },
  ])('is drawn for $kind', async (learner) => {
    await trainRun(0, {}, learner)
    const { trainings } = await jobs().drawAgeing({ runId: 'r' }, unattended)
    expect(trainings.map(({ error }) => error).filter(Boolean)).toEqual([])
  })

  it('says so where the column has no times, and where the run is gone', async () => {
    await trainRun(0)
    await keepEmpty('y')
    await expect(jobs().drawAgeing({ runId: 'r' }, unattended)).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
    expect((await records.get('ageing', 'r'))!.status).toBe('failed')
    await expect(jobs().drawAgeing({ runId: 'nobody' }, unattended)).rejects.toMatchObject({ code: 'storage.missing' })
  })

  it('begins no training when the time is up, and goes on from there', async () => {
    await trainRun(0)
    const first = await jobs().drawAgeing({ runId: 'r', budgetMs: 0 }, unattended)
    expect([first.status, first.trainings.length]).toEqual(['done', 1])
    const second = await jobs().drawAgeing({ runId: 'r' }, unattended)
    expect(second.trainings).toHaveLength(5)
    expect(second.trainings[0]).toEqual(first.trainings[0])
  })
})
