import { describe, expect, it } from 'vitest'
import { fakePorts } from '@/testing/fakePorts.ts'
import { scoredKey } from './scoredKey.ts'
import { createStore } from './store.ts'

describe('the key of what a run said', () => {
  it('is another where predictions or the threshold are, of any of the runs', async () => {
    const ports = fakePorts()
    const store = createStore(ports)
    const keyNow = () => scoredKey(store.getState(), ['a', undefined, 'b'], 'test')
    const contract = { inputs: [], target: 'kind', task: 'binary', classes: ['no', 'yes'] } as const
    const keys = [keyNow()]
    for (const id of ['a', 'b'])
      for (const [digest, threshold] of [
        ['d', 0.5],
        ['d', 0.3],
        ['e', 0.3],
      ] as const) {
        await store.getState().putRecord('pipeline', { schema: 1, id, contract, members: [], threshold })
        const about = { schema: 1, runId: id, part: 'test', rows: 1, metrics: {}, createdAt: 0 } as const
        await store.getState().putRecord('evaluation', { ...about, id: `${id}/test`, digest })
        keys.push(keyNow())
      }
    expect(new Set(keys).size).toBe(7)
    // What is of another part changes nothing.
    const about = { schema: 1, runId: 'a', part: 'validation', rows: 1, metrics: {}, createdAt: 0 } as const
    await store.getState().putRecord('evaluation', { ...about, id: 'a/validation', digest: 'f' })
    expect(keyNow()).toBe(keys.at(-1))
  })
})
