import { afterAll, describe, expect, it } from 'vitest'
import type { ReadQuestion, ReadReply } from './readInParts.test.worker.ts'

const worker = new Worker(new URL('./readInParts.test.worker.ts', import.meta.url), { type: 'module' })
afterAll(() => worker.terminate())

const rows = Array.from(
  { length: 60_000 },
  (_, i) => `${i},${i / 7},"${['red', 'two\nlines', 'n/a'][i % 3]}",u${i % 999}`,
)
const file = new File([`id,x,colour,user\n${rows.join('\n')}\n`], 'parts.csv')

function read(question: Omit<ReadQuestion, 'file'>): Promise<ReadReply> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = ({ message }) => reject(new Error(message))
    worker.postMessage({ ...question, file })
  })
}

describe('reading in parts, in a browser', () => {
  it('gives the same columns with one thread and with several', async () => {
    const { digests } = await read({ count: 1, helper: 'reads' })
    expect(digests).toHaveLength(4)
    const inParts = await read({ count: 3, helper: 'reads' })
    expect(inParts.digests).toEqual(digests)
    expect(inParts.helped).toBeGreaterThan(1)
  })

  it('outlives a thread that dies over its part', async () => {
    const { digests } = await read({ count: 1, helper: 'reads' })
    expect(await read({ count: 2, helper: 'dies' })).toEqual({ digests, helped: 0 })
  })

  it('hears a stop while it waits for a thread that says nothing', async () => {
    expect(await read({ count: 2, helper: 'is silent', stopAfterMs: 50 })).toEqual({ error: 'aborted', helped: 0 })
  })
})
