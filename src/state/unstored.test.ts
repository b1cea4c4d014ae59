import { expect, it, vi } from 'vitest'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { LoadEvent } from '@/core/dataset/jobs.ts'
import { AssayError } from '@/core/errors.ts'
import type { CallOptions } from '@/core/ports.ts'
import { makeColumn, makeDataset } from '@/testing/dataset.ts'
import { type FakeJob, fakePorts } from '@/testing/fakePorts.ts'
import { createStore } from './store.ts'
import { withUnstored } from './unstored.ts'

const dataset: Dataset = makeDataset('a.csv', [makeColumn('x', 'integer', [1, 2])])
const file = new File(['x\n1\n2\n'], 'a.csv')
const window = { datasetId: dataset.id, start: 0, count: 2 }

/** A page whose load worker has read the file and waits with storing it. */
function reading() {
  let end: (outcome: 'stored' | 'full') => void = () => {}
  const storing = new Promise<'stored' | 'full'>((resolve) => {
    end = resolve
  })
  const asked: string[] = []
  const load: FakeJob = async (_, options) => {
    const { onEvent } = options as unknown as CallOptions<LoadEvent>
    onEvent?.({ phase: 'ready', dataset })
    if ((await storing) === 'full') throw new AssayError('storage.full', 'There is no room left.')
    await ports.records.put('dataset', dataset)
    return dataset
  }
  const ports = fakePorts({
    jobs: {
      'load.load': load,
      'load.window': async () => asked.push('load'),
      'read.window': async () => asked.push('read'),
    },
  })
  const store = createStore(ports)
  return { store, asked, end, jobs: withUnstored(ports.jobs, store.getState), ports }
}

it('shows data before it is stored, with rows from the worker that read it', async () => {
  const { store, asked, end, jobs } = reading()
  expect(await store.getState().loadFiles([file])).toBe(dataset)
  expect(store.getState().shelves.dataset[dataset.id]).toBe(dataset)
  await jobs.read.call('window', window)
  expect(asked).toEqual(['load'])
  end('stored')
  await store.getState().untilStored(dataset.id)
  await jobs.read.call('window', window)
  expect(asked).toEqual(['load', 'read'])
  expect(Object.values(store.getState().jobs)).toEqual([])
})

it('lets a change of the data wait until there is a record to change', async () => {
  const { store, end, ports } = reading()
  await store.getState().loadFiles([file])
  const renamed = store.getState().renameDataset(dataset.id, 'mine')
  end('stored')
  await renamed
  expect(await ports.records.get('dataset', dataset.id)).toMatchObject({ name: 'mine' })
})

it('takes data away that could not be stored, and says why', async () => {
  const { store, end } = reading()
  await store.getState().loadFiles([file])
  end('full')
  await vi.waitFor(() => expect(store.getState().shelves.dataset).toEqual({}))
  expect(Object.values(store.getState().jobs)).toMatchObject([
    { kind: 'load', status: 'failed', error: { code: 'storage.full' } },
  ])
})
