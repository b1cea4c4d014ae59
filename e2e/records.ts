import type { Page } from '@playwright/test'
import type { RecordKind, RecordMap } from '../src/core/ports.ts'

/**
 * Every stored record of a kind, straight from the browser's database: what is kept, not what is shown.
 * A page that has only just begun has no database yet, and so keeps none.
 */
export function storedRecords<K extends RecordKind>(page: Page, kind: K): Promise<RecordMap[K][]> {
  return page.evaluate(async (shelf) => {
    const [found] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith('assay'))
    if (!found) return []
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(found.name!)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const records = await new Promise<unknown[]>((resolve, reject) => {
      const request = database.transaction(shelf).objectStore(shelf).getAll()
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    database.close()
    return records
  }, kind) as Promise<RecordMap[K][]>
}

/** Puts records into the browser's database behind the page's back, as if another tab had made them. */
export function addStored<K extends RecordKind>(page: Page, kind: K, records: readonly RecordMap[K][]) {
  return page.evaluate(
    async ({ kind, records }) => {
      const [found] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith('assay'))
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(found!.name!)
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
      await new Promise<void>((resolve, reject) => {
        const transaction = database.transaction(kind, 'readwrite')
        transaction.oncomplete = () => resolve()
        transaction.onerror = () => reject(transaction.error)
        for (const record of records) transaction.objectStore(kind).put(record)
      })
      database.close()
    },
    { kind, records: records as unknown as object[] },
  )
}

/** Changes a stored record behind the page's back, as an older or another version of the page might have left it. */
export async function changeStored<K extends RecordKind>(
  page: Page,
  kind: K,
  id: string,
  change: Partial<RecordMap[K]>,
) {
  const stored = (await storedRecords(page, kind)).find((record) => record.id === id)
  await addStored(page, kind, [{ ...stored!, ...change }])
}
