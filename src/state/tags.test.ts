import { expect, it } from 'vitest'
import { makeDataset } from '@/testing/dataset.ts'
import { fakePorts } from '@/testing/fakePorts.ts'
import { createStore } from './store.ts'

/** A table and its next version, of which rows 0 and 2 were dropped. */
async function open() {
  const ports = fakePorts({ jobs: { 'read.rowKeys': async () => Uint32Array.of(1, 3, 4) } })
  const first = makeDataset('animals.csv', [])
  await ports.records.put('dataset', first)
  await ports.records.put('dataset', {
    ...first,
    id: 'v1',
    version: 1,
    parent: first.id,
    rowIds: { digest: 'a'.repeat(64) },
  })
  const store = createStore(ports)
  await store.getState().openShelves()
  return {
    ports,
    now: () => store.getState(),
    first,
    tags: () => store.getState().shelves.rowTags[first.lineage]?.tags,
  }
}

it('tags stay with rows in every version, are stored, and can be undone', async () => {
  const { ports, now, first, tags } = await open()
  await now().tagRows(first.id, [3, 0], ' odd ')
  await now().tagRows('v1', [1, 2], 'wrong label')
  const both = [
    { tag: 'odd', keys: [0] },
    { tag: 'wrong label', keys: [3, 4] },
  ]
  expect(tags()).toEqual(both)
  expect((await ports.records.get('rowTags', first.lineage))?.tags).toEqual(both)
  await now().tagRows('v1', [1], '')
  expect(tags()).toEqual([both[0], { tag: 'wrong label', keys: [4] }])
  expect(now().past.map(({ label }) => label)).toEqual([
    'Tagged 2 rows “odd”',
    'Tagged 2 rows “wrong label”',
    'Took the tags of 1 row away',
  ])
  await now().undo()
  expect(tags()).toEqual(both)
  await now().undo()
  expect(tags()).toEqual([{ tag: 'odd', keys: [0, 3] }])
})
