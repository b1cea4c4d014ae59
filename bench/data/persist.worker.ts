import type { Table } from '@/core/dataset/column.ts'
import { describeTable } from '@/core/dataset/describeColumn.ts'
import { unattended } from '@/core/task.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { openArrays } from '@/storage/arrays.ts'
import { storeDescribed } from '@/storage/tables.ts'

/** Synchronous handles, which TypeScript's DOM library lists for no worker. */
interface SyncHandle {
  write(bytes: ArrayBufferView, options: { at: number }): number
  flush(): void
  close(): void
}

const RAW = 'bench-raw'
const OURS = 'bench-ours'
let table: Table | undefined

/**
 * Stores the table as a load does, in a folder of its own, then removes it. Before a load says that its table can be used it
 * makes the checksums, since they name the dataset; what is done behind that is the storing. `sumsMs` is the former, `ms` the latter.
 */
async function storeOurs(): Promise<{ ms: number; bytes: number; sumsMs: number }> {
  const arrays = openArrays(OURS)
  // Opens the folder.
  await arrays.list('columns')
  const start = performance.now()
  const described = await describeTable(table!, unattended)
  const sumsMs = performance.now() - start
  await storeDescribed(arrays, described, unattended)
  const ms = performance.now() - start - sumsMs
  const bytes = (await arrays.list('columns')).reduce((sum, file) => sum + file.bytes, 0)
  await (await navigator.storage.getDirectory()).removeEntry(OURS, { recursive: true })
  return { ms, bytes, sumsMs }
}

/** Writes as many bytes of the same chunks to one file, with nothing checked or described. */
async function storeRaw(bytes: number): Promise<{ ms: number; bytes: number }> {
  const chunks: readonly ArrayBufferView[] = table!.columns.flatMap(({ data }) => [...data.chunks])
  const root = await navigator.storage.getDirectory()
  const start = performance.now()
  const file = (await root.getFileHandle(RAW, { create: true })) as FileSystemFileHandle & {
    createSyncAccessHandle(): Promise<SyncHandle>
  }
  const handle = await file.createSyncAccessHandle()
  let at = 0
  for (let i = 0; at < bytes; i = (i + 1) % chunks.length) {
    const chunk = chunks[i]!
    const part = new Uint8Array(chunk.buffer, chunk.byteOffset, Math.min(chunk.byteLength, bytes - at))
    at += handle.write(part, { at })
  }
  handle.flush()
  handle.close()
  const ms = performance.now() - start
  await root.removeEntry(RAW)
  return { ms, bytes: at }
}

export type PersistMessage = { readonly file: File } | { readonly ours: true } | { readonly raw: number }

self.onmessage = async ({ data }: MessageEvent<PersistMessage>) => {
  try {
    if ('file' in data) {
      ;({ table } = await readCsv(data.file, {}, unattended))
      self.postMessage({ ms: 0, bytes: 0 })
    } else self.postMessage('ours' in data ? await storeOurs() : await storeRaw(data.raw))
  } catch (cause) {
    self.postMessage({ error: String(cause instanceof Error ? cause.stack : cause) })
  }
}
