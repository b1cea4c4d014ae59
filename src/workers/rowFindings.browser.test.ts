import { afterAll, expect, it } from 'vitest'
import type { LoadJobs, ReadJobs } from '@/core/dataset/jobs.ts'
import type { RowFindingsEvent } from '@/core/rows/jobs.ts'
import { openClient } from './client.ts'

const loader = openClient<LoadJobs>(() => new Worker(new URL('./load.worker.ts', import.meta.url), { type: 'module' }))
const reader = openClient<ReadJobs>(() => new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module' }))

afterAll(() => {
  loader.close()
  reader.close()
})

const lines = (rows: number) => Array.from({ length: rows }, (_, i) => `${Math.sin(i * i)},${Math.cos(i * 7)},${i % 3}`)
const load = (text: string, name: string) =>
  loader.call('load', { files: [{ file: new File([text], name), fileName: name }], sourceKind: 'file' })

it('the read worker finds odd rows', async () => {
  const dataset = await load(`a,b,c\n${[...lines(500), '9,9,1', lines(1)[0]].join('\n')}\n`, 'odd.csv')
  const found = await reader.call('rowFindings', { datasetId: dataset.id })
  const rowsOf = (kind: string) => found.findings.find((finding) => finding.kind === kind)?.rows.map(({ row }) => row)
  expect(rowsOf('duplicates')).toEqual([501])
  expect(rowsOf('outliers')).toContain(500)
})

it('hears a stop while it compares, and answers others meanwhile', async () => {
  const dataset = await load(`a,b,c\n${lines(60_000).join('\n')}\n`, 'many.csv')
  const controller = new AbortController()
  const events: RowFindingsEvent[] = []
  let rows: Promise<unknown> | undefined
  let ended = false
  const call = reader.call(
    'rowFindings',
    { datasetId: dataset.id },
    {
      signal: controller.signal,
      onEvent: (event) => {
        events.push(event)
        if (event.phase === 'comparing')
          rows ??= reader.call('window', { datasetId: dataset.id, start: 0, count: 1 }).then((window) => {
            expect(ended).toBe(false)
            controller.abort()
            return window
          })
      },
    },
  )
  await expect(call).rejects.toMatchObject({ code: 'aborted' })
  ended = true
  expect(await rows).toMatchObject({ length: 1 })
  expect(events.at(-1)!.done).toBeLessThan(60_000)
})
