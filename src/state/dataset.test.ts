import { describe, expect, it } from 'vitest'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { openDoubts } from '@/core/dataset/doubt.ts'
import type { LoadInput } from '@/core/dataset/jobs.ts'
import { makeDataset } from '@/testing/dataset.ts'
import { fakePorts } from '@/testing/fakePorts.ts'
import { liveDatasets, liveVersions, newestVersions, replacementOf } from './dataset.ts'
import { createStore } from './store.ts'

const first = makeDataset('a.csv', [])
const second: Dataset = { ...first, id: 'second', version: 1 }

async function storeWith(...datasets: Dataset[]) {
  const ports = fakePorts({
    jobs: {
      'load.load': async () => first,
      'load.compare': async ({ files }: { files: readonly { fileName: string }[] }) => {
        if (files.some(({ fileName }) => fileName === 'broken')) throw new Error('cannot be read')
        return files.some(({ fileName }) => fileName === 'other.csv')
          ? { areAlike: false, difference: 'It is another.' }
          : { areAlike: true }
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

it('knows the newest version of each table', async () => {
  const other = { ...first, id: 'other', lineage: 'other', createdAt: first.createdAt - 1 }
  const store = await storeWith(first, second, other)
  expect(newestVersions(store.getState()).map(({ id }) => id)).toEqual([second.id, other.id])
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
  const compare = (...names: string[]) => store.getState().compareFiles(names.map((name) => new File([''], name)))
  expect(await compare('a.csv', 'b.csv')).toEqual({ areAlike: true })
  expect(await compare('a.csv', 'other.csv')).toEqual({ areAlike: false, difference: 'It is another.' })
  expect(await compare('a.csv', 'broken')).toEqual({ areAlike: false })
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

describe('reading a file again', () => {
  const file = new File(['a;b\n'], 'a.csv')
  const dialect = { ...first.source.dialect!, delimiter: ';' }
  const again = (change: Partial<Dataset>): Dataset => ({ ...first, source: { ...first.source, dialect }, ...change })

  async function storeThatReads(read: Dataset, before: Dataset = first) {
    const inputs: LoadInput[] = []
    const ports = fakePorts({
      jobs: {
        'load.load': async (input: LoadInput) => {
          inputs.push(input)
          await ports.records.put('dataset', read)
          return read
        },
      },
    })
    await ports.records.put('dataset', before)
    const store = createStore(ports)
    await store.getState().openShelves()
    return { store, inputs }
  }

  it('goes on to a file that tests, which is read as the first one was', async () => {
    const fixed = { missing: ['', '-200'] }
    const asked = { ...first, source: { ...first.source, fixed }, settled: ['missing 9'] }
    const { store, inputs } = await storeThatReads(second, asked)
    expect(await store.getState().loadTestFiles(first.id, [file])).toEqual(second)
    expect(inputs).toMatchObject([{ files: [{ file }], options: fixed, typesWherePresent: {}, settled: ['missing 9'] }])
    expect(inputs[0]).not.toHaveProperty('name')
    expect(await store.getState().loadTestFiles('gone', [file])).toBeUndefined()
  })

  it('needs the file, and keeps it at hand', async () => {
    const { store, inputs } = await storeThatReads(again({}))
    expect(store.getState().filesOf(first.id)).toBeUndefined()
    expect(await store.getState().reread(first.id, {})).toBeUndefined()
    expect(inputs).toEqual([])
    await store.getState().reread(first.id, { delimiter: ';' }, [file])
    expect(inputs).toMatchObject([{ files: [{ file }], name: 'a', options: { delimiter: ';' } }])
    expect(store.getState().filesOf(first.id)).toEqual([file])
  })

  it('with the same content says otherwise how it was read, and an undo says it as before', async () => {
    const doubts: Dataset['doubts'] = [{ kind: 'missing', token: '-9', cells: 3, columns: ['a'] }]
    const { store } = await storeThatReads(again({}), { ...first, doubts })
    await store.getState().reread(first.id, { delimiter: ';' }, [file])
    const record = () => store.getState().shelves.dataset[first.id]
    expect(record()?.source.dialect?.delimiter).toBe(';')
    expect(record()).not.toHaveProperty('doubts')
    await store.getState().undo()
    expect(record()?.source.dialect?.delimiter).toBe(',')
    expect(record()?.doubts).toEqual(doubts)
    await store.getState().redo()
    expect(record()?.source.dialect?.delimiter).toBe(';')
  })

  it('with other content takes the place of the first reading, undoably, with what was settled', async () => {
    const { store, inputs } = await storeThatReads(again({ id: 'other', lineage: 'other' }), {
      ...first,
      settled: ['missing -9'],
    })
    await store.getState().reread(first.id, { delimiter: ';' }, [file])
    expect(inputs[0]?.settled).toEqual(['missing -9'])
    expect(liveDatasets(store.getState()).map(({ id }) => id)).toEqual(['other'])
    await store.getState().undo()
    expect(liveDatasets(store.getState()).map(({ id }) => id)).toEqual([first.id])
  })
})

it('does not ask again what was settled, until that is undone', async () => {
  const doubt = { kind: 'missing', token: '-9', cells: 3, columns: ['a'] } as const
  const store = await storeWith({ ...first, doubts: [doubt] })
  const open = () => openDoubts(store.getState().shelves.dataset[first.id]!)
  expect(open()).toEqual([doubt])
  await store.getState().settleDoubt(first.id, doubt, '-9 is a number')
  expect(open()).toEqual([])
  expect(store.getState().lastDeed?.deed.label).toBe('-9 is a number')
  await store.getState().undo()
  expect(open()).toEqual([doubt])
})
