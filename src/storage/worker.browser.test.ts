import { deleteDB } from 'idb'
import { expect, it } from 'vitest'
import type { RecordChange } from '@/core/ports.ts'
import { openArrays } from './arrays.ts'
import { openRecords } from './records.ts'
import type { StorageReply, StorageRequest } from './testing.worker.ts'

/** As large as a million rows of five numbers. */
const BYTES = 40_000_000

it('keeps 40 MB written in a worker, for the tab to read and to hear of', async () => {
  const place = `assay-test-${crypto.randomUUID()}`
  const records = openRecords({ name: place })
  const heard: RecordChange[] = []
  records.onChange((change) => heard.push(change))
  const worker = new Worker(new URL('./testing.worker.ts', import.meta.url), { type: 'module' })
  const reply = await new Promise<StorageReply>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = ({ message }) => reject(new Error(message))
    worker.postMessage({ place, path: 'big', bytes: BYTES } satisfies StorageRequest)
  })
  worker.terminate()
  // For people who look at the run; nothing depends on it.
  console.info(
    `OPFS, 40 MB in a worker: written in ${Math.round(reply.writeMs)} ms, read in ${Math.round(reply.readMs)} ms`,
  )
  expect(reply).toMatchObject({ synchronous: true, equal: true })
  const arrays = openArrays(place)
  expect(await arrays.size('big')).toBe(BYTES)
  const [, second] = new Uint32Array(await arrays.read('big', 0, 8))
  expect(second).toBe(2_654_435_761)
  await expect.poll(() => heard).toEqual([{ kind: 'annotation', id: 'big' }])
  records.close()
  await deleteDB(place)
  await (await navigator.storage.getDirectory()).removeEntry(place, { recursive: true })
})
