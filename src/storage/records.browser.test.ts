import { deleteDB, openDB } from 'idb'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { annotation, describeRecords } from './behaviour/records.ts'
import { openRecords, type RecordsOptions } from './records.ts'

const opened: { name: string; close(): void }[] = []
const freshName = () => `assay-test-${crypto.randomUUID()}`

function open(name: string, options: RecordsOptions = {}) {
  const records = openRecords({ ...options, name })
  opened.push({ name, close: records.close })
  return records
}

afterEach(async () => {
  vi.restoreAllMocks()
  for (const { close } of opened) close()
  for (const name of new Set(opened.splice(0).map(({ name }) => name))) await deleteDB(name)
})

describeRecords('IndexedDB', () => {
  const name = freshName()
  return () => open(name)
})

describe('the connection of records', () => {
  it('lets a newer tab upgrade, says so once, and works no more', async () => {
    const name = freshName()
    const onSuperseded = vi.fn()
    const records = open(name, { onSuperseded })
    await records.put('annotation', annotation('a'))
    const blocked = vi.fn()
    const newer = await openDB(name, 99, { blocked })
    expect(blocked).not.toHaveBeenCalled()
    expect(onSuperseded).toHaveBeenCalledOnce()
    await expect(records.get('annotation', 'a')).rejects.toMatchObject({
      code: 'storage.unavailable',
      message: expect.stringContaining('Reload this tab'),
    })
    newer.close()
  })

  it('refuses a database that a newer Assay wrote', async () => {
    const name = freshName()
    ;(await openDB(name, 99)).close()
    await expect(open(name).all('run')).rejects.toMatchObject({
      code: 'storage.unavailable',
      message: expect.stringContaining('newer Assay'),
    })
  })

  it('says that an older tab blocks the upgrade, and works once that tab is closed', async () => {
    const name = freshName()
    // A tab of version 1 that does not let go, and this one as version 2.
    const request = indexedDB.open(name, 1)
    const older = await new Promise<IDBDatabase>((resolve) => {
      request.onupgradeneeded = () => request.result.createObjectStore('run', { keyPath: 'id' })
      request.onsuccess = () => resolve(request.result)
    })
    older.onversionchange = () => {}
    const realOpen = IDBFactory.prototype.open
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, database, version) {
      return realOpen.call(this, database, (version ?? 1) + 1)
    })
    const records = open(name)
    await expect(records.all('run')).rejects.toMatchObject({
      code: 'storage.unavailable',
      message: expect.stringContaining('Close the other tabs'),
    })
    older.close()
    expect(await records.all('run')).toEqual([])
  })

  it('opens again after the site’s data were cleared, and after the browser ended the connection', async () => {
    const name = freshName()
    const records = open(name)
    await records.put('annotation', annotation('a'))
    await deleteDB(name)
    expect(await records.all('annotation')).toEqual([])
    await records.put('annotation', annotation('b'))

    const transaction = IDBDatabase.prototype.transaction
    let calls = 0
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given) {
      // What a connection does that the browser closed without a word.
      if (calls++ === 0) this.close()
      return transaction.apply(this, given)
    })
    expect(await records.all('annotation')).toEqual([annotation('b')])
    expect(calls).toBe(2)
  })

  it('names a full disk and a missing IndexedDB by their codes', async () => {
    const records = open(freshName())
    await records.put('annotation', annotation('a'))
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await expect(records.put('annotation', annotation('b'))).rejects.toMatchObject({ code: 'storage.full' })
    await expect(records.update('annotation', 'b', () => annotation('b'))).rejects.toMatchObject({
      code: 'storage.full',
    })
    vi.restoreAllMocks()
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('private', 'SecurityError')
    })
    await expect(open(freshName()).all('run')).rejects.toMatchObject({ code: 'storage.unavailable' })
  })
})
