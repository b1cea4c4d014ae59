import { describe, expect, it } from 'vitest'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { makeDataset } from '@/testing/dataset.ts'
import { fakePorts } from '@/testing/fakePorts.ts'
import { liveVersions, replacementOf } from './dataset.ts'
import { createStore } from './store.ts'

const first = makeDataset('a.csv', [])
const second: Dataset = { ...first, id: 'second', version: 1 }

async function storeWith(...datasets: Dataset[]) {
  const ports = fakePorts({
    jobs: {
      'load.load': async () => first,
      'load.compare': async ({ files }: { files: readonly { fileName: string }[] }) => {
        if (files.some(({ fileName }) => fileName === 'broken')) throw new Error('cannot be read')
        return files.some(({ fileName }) => fileName === 'other.csv') ? { why: 'it is another' } : {}
      },
      'load.relabel': async () => {
        await ports.records.put('dataset', second)
        return second
      },
      'load.retype': async ({ type }: { type: string }) => {
        const dataset = type === 'text' ? first : second
        await ports.records.put('dataset', dataset)
        return { dataset, lost: 3 }
      },
    },
  })
  for (const dataset of datasets) await ports.records.put('dataset', dataset)
  const store = createStore(ports)
  await store.getState().openShelves()
  return store
}

describe('another type for a column', () => {
  it('makes a version that an undo takes away, and says how many cells were lost', async () => {
    const store = await storeWith(first)
    await store.getState().retypeColumn(first.id, 'x', 'number')
    expect(store.getState().lastDeed?.deed.label).toContain('3 cells')
    expect(liveVersions(store.getState(), first.id).map(({ version }) => version)).toEqual([1, 0])
    await store.getState().undo()
    expect(liveVersions(store.getState(), first.id)).toEqual([first])
  })

  it('leads back to an earlier version, which an undo leaves alone', async () => {
    const store = await storeWith(first, second)
    await store.getState().retypeColumn(second.id, 'x', 'text')
    await store.getState().undo()
    expect(liveVersions(store.getState(), first.id)).toHaveLength(2)
  })
})

it('makes a version of other labels that an undo takes away', async () => {
  const store = await storeWith(first)
  expect((await store.getState().relabelColumn(first.id, 'x', { 'a.': 'a' }))?.id).toBe(second.id)
  expect(liveVersions(store.getState(), first.id)).toHaveLength(2)
  await store.getState().undo()
  expect(liveVersions(store.getState(), first.id)).toEqual([first])
})

it('knows whether files are of one shape; what cannot be read is of none', async () => {
  const store = await storeWith()
  const areAlike = (...names: string[]) => store.getState().areOfOneShape(names.map((name) => new File([''], name)))
  expect(await areAlike('a.csv', 'b.csv')).toBe(true)
  expect(await areAlike('a.csv', 'other.csv')).toBe(false)
  expect(await areAlike('a.csv', 'broken')).toBe(false)
})

it('shows nothing of how a packed file begins', async () => {
  const store = await storeWith({ ...first, source: { ...first.source, packed: 'gzip' } })
  await store.getState().loadFiles([new File(['a,b\n'], 'a.csv.gz')])
  expect(await store.getState().fileBeginning(first.id)).toBeUndefined()
})

describe('what stands in for removed data', () => {
  const removed: Dataset = { ...second, deletedAt: 1 }
  it('is the newest version that is left', async () => {
    const store = await storeWith(first, removed)
    expect(replacementOf(store.getState(), removed)?.id).toBe(first.id)
  })
  it('is another reading of the file, where no version is left', async () => {
    const again: Dataset = { ...first, id: 'again', lineage: 'again' }
    const store = await storeWith({ ...first, deletedAt: 1 }, again)
    expect(replacementOf(store.getState(), first)?.id).toBe('again')
  })
  it('is nothing, where nothing is left', async () => {
    const store = await storeWith(removed)
    expect(replacementOf(store.getState(), removed)).toBeUndefined()
  })
})

it('shows how a file begins while the file is at hand', async () => {
  const store = await storeWith()
  await store.getState().loadFiles([new File(['a,b\n'], 'a.csv')])
  const beginning = await store.getState().fileBeginning(first.id)
  expect(new TextDecoder().decode(beginning?.bytes)).toBe('a,b\n')
  expect(beginning?.isWhole).toBe(true)
  expect(await store.getState().fileBeginning('other')).toBeUndefined()
})
