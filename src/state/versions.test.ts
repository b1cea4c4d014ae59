import { describe, expect, it } from 'vitest'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Edit } from '@/core/dataset/edit.ts'
import type { EditInput } from '@/core/dataset/jobs.ts'
import { AssayError } from '@/core/errors.ts'
import { makeDataset } from '@/testing/dataset.ts'
import { fakePorts } from '@/testing/fakePorts.ts'
import { liveVersions, replacementOf } from './dataset.ts'
import { createStore } from './store.ts'

const first = makeDataset('a.csv', [])
const edited: Dataset = { ...first, id: 'edited', version: 1, parent: first.id }

async function storeThatMakes(made: Dataset | AssayError) {
  const inputs: EditInput[] = []
  const ports = fakePorts({
    jobs: {
      'load.edit': async (input: EditInput) => {
        inputs.push(input)
        if (made instanceof AssayError) throw made
        await ports.records.put('dataset', made)
        return made
      },
      'read.rowKeys': async () => Uint32Array.of(5, 2),
    },
  })
  await ports.records.put('dataset', first)
  const store = createStore(ports)
  await store.getState().openShelves()
  return { store, inputs, versions: () => liveVersions(store.getState(), first.id).map(({ version }) => version) }
}

const drop: Edit = { kind: 'dropRows', rows: [3] }

describe('editing rows', () => {
  it('makes a version that an undo takes away and a redo brings back', async () => {
    const { store, inputs, versions } = await storeThatMakes(edited)
    expect((await store.getState().editRows(first.id, [drop], 'Dropped 1 row'))?.id).toBe(edited.id)
    expect(inputs).toEqual([{ datasetId: first.id, edits: [drop] }])
    expect(store.getState().lastDeed?.deed.label).toBe('Dropped 1 row')
    expect(versions()).toEqual([1, 0])
    await store.getState().undo()
    expect(versions()).toEqual([0])
    await store.getState().redo()
    expect(versions()).toEqual([1, 0])
  })

  it('that changes nothing is nothing to undo', async () => {
    const { store } = await storeThatMakes(first)
    expect((await store.getState().editRows(first.id, [drop], 'Dropped 1 row'))?.id).toBe(first.id)
    expect(store.getState().past).toEqual([])
  })

  it('may name rows by their places', async () => {
    const { store, inputs } = await storeThatMakes(edited)
    await store.getState().editRows(first.id, [drop], 'Dropped 1 row', { byPlace: true })
    expect(inputs[0]?.byPlace).toBe(true)
  })

  it('reaches all rows that a view shows', async () => {
    const { store, inputs } = await storeThatMakes(edited)
    const view = { conditions: [], search: 'x', sort: [] }
    await store.getState().editView(first.id, view, ['n'], { kind: 'setWeights', weight: 2 }, '2 rows count 2')
    expect(inputs).toEqual([
      { datasetId: first.id, edits: [{ kind: 'setWeights', weight: 2, rows: Uint32Array.of(5, 2) }] },
    ])
  })

  it('that is refused says why in its job', async () => {
    const { store, versions } = await storeThatMakes(new AssayError('edit.invalid', 'Leave at least one.'))
    expect(await store.getState().editRows(first.id, [drop], 'Dropped 1 row')).toBeUndefined()
    expect(Object.values(store.getState().jobs)).toMatchObject([{ kind: 'edit', error: { code: 'edit.invalid' } }])
    expect(versions()).toEqual([0])
  })
})

it('an edited version that was removed gives way to the one that it was made of', async () => {
  const { store } = await storeThatMakes(edited)
  const other: Dataset = { ...first, id: 'other', version: 2 }
  await store.getState().putRecord('dataset', other)
  expect(replacementOf(store.getState(), { ...edited, deletedAt: 1 })?.id).toBe(first.id)
})
