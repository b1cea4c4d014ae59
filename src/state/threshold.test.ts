import { describe, expect, it } from 'vitest'
import type { Evaluation } from '@/core/run/run.ts'
import { fakePorts } from '@/testing/fakePorts.ts'
import { animalQuestion, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { createStore } from './store.ts'

const evaluation = (f1: number): Evaluation => ({
  schema: 1,
  id: 'a/validation',
  runId: 'a',
  part: 'validation',
  rows: 10,
  metrics: { f1 },
  digest: 'd',
  createdAt: 0,
})

/** A page with a run whose F1 is its threshold, so that what is shown tells which one was set. */
async function openPage(fails = false) {
  const set: number[] = []
  const ports = fakePorts({
    jobs: {
      'model.setThreshold': async ({ threshold }: { threshold: number }) => {
        if (fails) throw new Error('predictions are gone')
        set.push(threshold)
        const old = (await ports.records.get('pipeline', 'a'))!
        await ports.records.putAll([
          { kind: 'pipeline', record: { ...old, threshold } },
          { kind: 'evaluation', record: evaluation(threshold) },
        ])
        return [evaluation(threshold)]
      },
    },
  })
  const contract = { inputs: [], target: 'kind', task: 'binary', classes: ['no', 'yes'] } as const
  await ports.records.put('run', makeRun('a', makeSpec(animalQuestion())))
  await ports.records.put('pipeline', { schema: 1, id: 'a', contract, members: [], threshold: 0.5 })
  await ports.records.put('evaluation', evaluation(0.5))
  const store = createStore(ports)
  await store.getState().openShelves()
  const shown = () => {
    const { shelves } = store.getState()
    return [shelves.pipeline['a']!.threshold, shelves.evaluation['a/validation']!.metrics.f1]
  }
  return { store, set, shown }
}

describe('moving a threshold', () => {
  it('shows the run with its scores anew, and can be undone and done again', async () => {
    const { store, set, shown } = await openPage()
    await store.getState().moveThreshold('a', 0.3)
    expect(shown()).toEqual([0.3, 0.3])
    expect(store.getState().lastDeed?.deed.label).toBe('Moved the threshold of run A from .5 to .3')
    await store.getState().undo()
    expect(shown()).toEqual([0.5, 0.5])
    await store.getState().redo()
    expect(shown()).toEqual([0.3, 0.3])
    expect(set).toEqual([0.3, 0.5, 0.3])
  })

  it('to where it is does nothing', async () => {
    const { store, set } = await openPage()
    await store.getState().moveThreshold('a', 0.5)
    await store.getState().moveThreshold('nobody', 0.5)
    expect([set, store.getState().past]).toEqual([[], []])
  })

  it('that fails is no deed', async () => {
    const { store, shown } = await openPage(true)
    await expect(store.getState().moveThreshold('a', 0.3)).rejects.toThrow('gone')
    expect([shown(), store.getState().past]).toEqual([[0.5, 0.5], []])
  })
})
