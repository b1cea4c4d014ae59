import { describe, expect, it } from 'vitest'
import type { LearningCurve } from '@/core/learningCurve/learningCurve.ts'
import { makeEnded } from '@/testing/endedRun.ts'
import { createMemoryShelves, type FakeJob, fakeLocks, fakePorts } from '@/testing/fakePorts.ts'
import { animalQuestion, makeSpec } from '@/testing/runSpec.ts'
import { createStore } from './store.ts'

/** A browser in which a run has ended; each tab has a train worker of its own. */
async function openBrowser() {
  const [shelves, locks] = [createMemoryShelves(), fakeLocks()]
  const openTab = async (drawCurve: FakeJob) => {
    const ports = fakePorts({ shelves, locks, jobs: { 'train.drawCurve': drawCurve } })
    const store = createStore(ports)
    await store.getState().openShelves()
    return { store, records: ports.records, curve: () => ports.records.get('learningCurve', 'r') }
  }
  const { records } = fakePorts({ shelves })
  const { run, result } = makeEnded('r', makeSpec(animalQuestion()), 0.8)
  await records.put('run', run)
  await records.put('result', result!)
  return { openTab }
}

const curveOf = (status: LearningCurve['status']): LearningCurve => ({
  schema: 1,
  id: 'r',
  status,
  trainRows: 10,
  validationRows: 5,
  trainings: [],
  createdAt: 0,
})

describe('drawing a learning curve', () => {
  it('leaves the record of a tab that draws it as that tab has it', async () => {
    const { openTab } = await openBrowser()
    let end = () => {}
    const ended = new Promise<void>((resolve) => (end = resolve))
    let told = () => {}
    const begun = new Promise<void>((resolve) => (told = resolve))
    const first = await openTab(async () => {
      await first.records.put('learningCurve', curveOf('running'))
      told()
      await ended
      await first.records.put('learningCurve', curveOf('done'))
    })
    const second = await openTab(() => Promise.reject(new Error('drawn twice')))
    const drawing = first.store.getState().drawCurve('r')
    await begun
    await second.store.getState().drawCurve('r')
    expect((await first.curve())?.status).toBe('running')
    expect(second.store.getState().drawing).toEqual({})
    end()
    await drawing
    expect((await first.curve())?.status).toBe('done')
    expect(first.store.getState().drawing).toEqual({})
  })

  it('can be begun anew after its record could not be kept', async () => {
    const { openTab } = await openBrowser()
    const { store, records, curve } = await openTab(() => records.put('learningCurve', curveOf('done')))
    const { changeRecord } = store.getState()
    store.setState({ changeRecord: () => Promise.reject(new Error('The disk is full.')) })
    await expect(store.getState().drawCurve('r')).rejects.toThrow('full')
    expect(store.getState().drawing).toEqual({})
    store.setState({ changeRecord })
    await store.getState().drawCurve('r')
    expect((await curve())?.status).toBe('done')
  })
})
