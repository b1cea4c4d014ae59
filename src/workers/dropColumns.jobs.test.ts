import { beforeEach, describe, expect, it } from 'vitest'
import type { DropColumns } from '@/core/explain/dropColumns.ts'
import { columnsLeft, judgeDrops } from '@/core/explain/dropColumns.ts'
import type { DropEvent } from '@/core/explain/dropJobs.ts'
import type { Learner } from '@/core/learner/learner.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import { parseRecord } from '@/core/schema/record.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeTrainJobs } from './train.jobs.ts'

const COLUMNS = ['skin', 'size', 'weight', 'legs']
const glm: Learner = { kind: 'glm', options: {} }
let records: Records
let arrays: Arrays

beforeEach(async () => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
  await storeFrame(records, arrays, 'animals.csv', animals(400))
  await records.put('run', makeRun('r', makeSpec(animalQuestion({ metric: 'logLoss' }), glm)))
  await jobs().train({ runId: 'r' }, unattended)
})

const jobs = () => makeTrainJobs({ records, arrays, platform: nodePlatform })

async function begin(columns: readonly string[] = COLUMNS): Promise<void> {
  const found: DropColumns = {
    schema: 1,
    id: 'r',
    status: 'queued',
    metric: 'logLoss',
    columns,
    done: [],
    createdAt: 0,
  }
  await records.put('dropColumns', found)
}

describe('training without a column', () => {
  it('leaves each out once, and finds those that are missed', async () => {
    await begin()
    const events: DropEvent[] = []
    const task = { signal: new AbortController().signal, report: (event: DropEvent) => events.push(event) }
    const found = await jobs().dropColumns({ runId: 'r', budgetMs: 60_000 }, task)
    expect(found).toMatchObject({ status: 'done', columns: COLUMNS })
    expect(await records.get('dropColumns', 'r')).toEqual(parseRecord('dropColumns', structuredClone(found)))
    expect(events.map(({ done, total, column }) => [done, total, column])).toEqual(COLUMNS.map((c, i) => [i, 4, c]))
    const [skin, , , legs] = judgeDrops(found.done)
    // The kind hangs on skin and size; legs are dealt by chance.
    expect(skin!.verdict).toMatchObject({ verdict: 'worse', metric: 'logLoss', test: 'paired bootstrap' })
    expect(skin!.comparison!.difference).toBeGreaterThan(0.1)
    expect(legs!.verdict!.verdict).toBe('no evidence')
  })

  it('is the difference to the run that never had the column', async () => {
    const without = animalQuestion({ metric: 'logLoss', roles: { skin: 'later' } })
    await records.put('run', makeRun('other', makeSpec(without, glm)))
    await jobs().train({ runId: 'other' }, unattended)
    const loss = async (id: string) => (await records.get('evaluation', `${id}/validation`))!.metrics.logLoss!
    await begin(['skin'])
    const { done } = await jobs().dropColumns({ runId: 'r', budgetMs: 60_000 }, unattended)
    expect(done[0]!.comparison!.difference).toBeCloseTo((await loss('other')) - (await loss('r')), 12)
  })

  it('ends when the budget is spent, and goes on where it was', async () => {
    await begin()
    const first = await jobs().dropColumns({ runId: 'r', budgetMs: 0 }, unattended)
    expect(first.status).toBe('done')
    expect(columnsLeft(first)).toEqual(['size', 'weight', 'legs'])
    const second = await jobs().dropColumns({ runId: 'r', budgetMs: 60_000 }, unattended)
    expect(second.done.map(({ column }) => column)).toEqual(COLUMNS)
    expect(second.done[0]).toEqual(first.done[0])
  })

  it('keeps what is done when it is stopped', async () => {
    await begin()
    const controller = new AbortController()
    const report = ({ done }: DropEvent) => done === 2 && controller.abort()
    const found = await jobs().dropColumns({ runId: 'r', budgetMs: 60_000 }, { signal: controller.signal, report })
    expect(found.status).toBe('stopped')
    expect(found.done.map(({ column }) => column)).toEqual(['skin', 'size'])
  })

  it('says why what cannot be trained is not, and goes on with the next', async () => {
    const steps = [
      { kind: 'drop' as const, id: 'a', on: true, columns: ['note', 'legs', 'size', 'weight'], reason: '' },
    ]
    await records.put(
      'run',
      makeRun('r', makeSpec(animalQuestion({ metric: 'logLoss', recipe: { schema: 1, steps } }), glm)),
    )
    await jobs().train({ runId: 'r' }, unattended)
    await begin(['skin', 'legs'])
    const { done, status } = await jobs().dropColumns({ runId: 'r', budgetMs: 60_000 }, unattended)
    expect(status).toBe('done')
    expect(done[0]).toMatchObject({ column: 'skin', error: expect.stringMatching(/column/) })
    expect(done[0]!.comparison).toBeUndefined()
    expect(done[1]!.comparison).toMatchObject({ difference: 0, p: 1 })
  })
})
