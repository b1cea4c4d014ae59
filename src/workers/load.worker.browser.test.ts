import { afterAll, describe, expect, it } from 'vitest'
import type { LoadEvent, LoadJobs, ReadJobs } from '@/core/dataset/jobs.ts'
import { openArrays } from '@/storage/arrays.ts'
import { openRecords } from '@/storage/records.ts'
import { openClient } from './client.ts'

const loader = openClient<LoadJobs>(() => new Worker(new URL('./load.worker.ts', import.meta.url), { type: 'module' }))
const reader = openClient<ReadJobs>(() => new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module' }))
const records = openRecords()
const arrays = openArrays()

afterAll(() => {
  loader.close()
  reader.close()
  records.close()
})

const csv = (rows: number, seed: string) =>
  `n,kind,seed\n${Array.from({ length: rows }, (_, i) => `${i / 4},${['a', 'b', ''][i % 3]},${seed}`).join('\n')}\n`
const file = (text: string, name: string) =>
  ({ files: [{ file: new File([text], name), fileName: name }], sourceKind: 'file' }) as const

describe('the load and read workers', () => {
  it('store a file that the other one shows', async () => {
    const dataset = await loader.call('load', file(csv(70_000, 'shown'), 'shown.csv'))
    expect(dataset).toMatchObject({ name: 'shown', rows: 70_000 })
    const window = await reader.call('window', { datasetId: dataset.id, start: 65_535, count: 3 })
    expect(window.columns).toEqual([
      new Float64Array([65_535 / 4, 65_536 / 4, 65_537 / 4]),
      ['a', 'b', null],
      ['shown', 'shown', 'shown'],
    ])
    const { dataset: next, lost } = await loader.call('retype', { datasetId: dataset.id, column: 'n', type: 'integer' })
    expect(next.version).toBe(1)
    expect(lost).toBe(52_500)
  })

  it('hear a stop while reading, and leave no record and no file', async () => {
    const before = await arrays.list('columns')
    const controller = new AbortController()
    const events: LoadEvent[] = []
    const call = loader.call('load', file(csv(400_000, 'stopped'), 'stopped.csv'), {
      signal: controller.signal,
      onEvent: (event) => {
        events.push(event)
        controller.abort()
      },
    })
    await expect(call).rejects.toMatchObject({ code: 'aborted' })
    expect(events[0]).toMatchObject({ phase: 'reading' })
    // The worker may still be at it when the call is over; the next call comes after.
    await loader.call('sweep', { runIds: [] })
    expect((await records.all('dataset')).some(({ name }) => name === 'stopped')).toBe(false)
    expect((await arrays.list('columns')).length).toBeLessThanOrEqual(before.length)
  })

  it('bring the code of an error over', async () => {
    await expect(loader.call('load', file('a,b\n', 'no rows.csv'))).rejects.toMatchObject({ code: 'csv.noRows' })
  })
})
