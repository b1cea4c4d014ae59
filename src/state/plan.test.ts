import { expect, it } from 'vitest'
import { newStep } from '@/core/recipe/edit.ts'
import { fakePorts } from '@/testing/fakePorts.ts'
import { createStore } from './store.ts'

const step = { ...newStep('log', [{ name: 'fare', type: 'number' }]), id: 'found-1' }
const other = { ...step, id: 'found-2' }

it('a planned step is kept by lineage, once, and both ways can be undone', async () => {
  const store = createStore(fakePorts())
  const { planStep, unplanStep, undo, redo } = store.getState()
  const kept = () => (store.getState().planned['d'] ?? []).map(({ id }) => id)
  await planStep('d', step, 'Planned')
  await planStep('d', other, 'Planned another')
  expect(kept()).toEqual(['found-1', 'found-2'])
  await unplanStep('d', 'found-1', 'Took back')
  expect(kept()).toEqual(['found-2'])
  await undo()
  expect(kept()).toEqual(['found-1', 'found-2'])
  await undo()
  expect(kept()).toEqual(['found-1'])
  await redo()
  expect(kept()).toEqual(['found-1', 'found-2'])
  expect(store.getState().planned['other']).toBeUndefined()
  const { past } = store.getState()
  await unplanStep('d', 'nothing', 'Took back')
  expect(store.getState().past).toBe(past)
})

it('what a profile found is kept by dataset', () => {
  const store = createStore(fakePorts())
  store.getState().keepFindings('d', [])
  expect(store.getState().found).toEqual({ d: [] })
})
