import { openArrays } from './arrays.ts'
import { openRecords } from './records.ts'

/** What the tests ask of storage in a worker, where files are written by synchronous handles. */
export interface StorageRequest {
  /** Of the arrays, and of the database. */
  readonly place: string
  readonly path: string
  readonly bytes: number
}

export interface StorageReply {
  readonly synchronous: boolean
  readonly writeMs: number
  readonly readMs: number
  /** Whether what was read is what was written. */
  readonly equal: boolean
}

/** Writes `bytes` bytes of a pattern and reads them back, then stores a record whose id is the path. */
self.onmessage = async ({ data: { place, path, bytes } }: MessageEvent<StorageRequest>) => {
  const arrays = openArrays(place)
  const given = Uint32Array.from({ length: bytes / 4 }, (_, i) => Math.imul(i, 2_654_435_761))
  await arrays.list('columns')
  const start = performance.now()
  await arrays.write(path, [given.subarray(0, 10), given.subarray(10)])
  const written = performance.now()
  const read = new Uint32Array(await arrays.read(path))
  const end = performance.now()
  const records = openRecords({ name: place })
  await records.put('annotation', { schema: 1, id: path, tags: [], notes: '' })
  records.close()
  const reply: StorageReply = {
    synchronous: 'createSyncAccessHandle' in FileSystemFileHandle.prototype,
    writeMs: written - start,
    readMs: end - written,
    equal: read.length === given.length && read.every((value, i) => value === given[i]),
  }
  self.postMessage(reply)
}
