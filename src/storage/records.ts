import { type IDBPDatabase, openDB } from 'idb'
import { AssayError } from '@/core/errors.ts'
import type { RecordChange, RecordMap, Records } from '@/core/ports.ts'
import { isNamed, storageUnavailable, toStorageError } from './storageError.ts'

type Upgrade = (database: IDBPDatabase) => void

/** The shelves of the first version. */
const FIRST_KINDS = ['dataset', 'experiment', 'run', 'result', 'evaluation', 'pipeline', 'annotation'] as const

/** What each version of the database added, first to last. A released entry never changes; add one and the version follows. */
const UPGRADES: readonly Upgrade[] = [
  (database) => {
    for (const kind of FIRST_KINDS) database.createObjectStore(kind, { keyPath: 'id' })
  },
  // Nothing here: from now on columns may lie in packs (packs.ts), where an older Assay would not find them.
  () => {},
  (database) => {
    database.createObjectStore('sweep', { keyPath: 'id' })
  },
  (database) => {
    database.createObjectStore('learningCurve', { keyPath: 'id' })
  },
  (database) => {
    database.createObjectStore('labelCheck', { keyPath: 'id' })
  },
  (database) => {
    database.createObjectStore('ageing', { keyPath: 'id' })
  },
  (database) => {
    database.createObjectStore('dropColumns', { keyPath: 'id' })
  },
  (database) => {
    database.createObjectStore('rowTags', { keyPath: 'id' })
  },
]

const SUPERSEDED =
  'A newer Assay was opened in another tab, so this one no longer reads or writes. Reload this tab to go on.'

const BLOCKED =
  'Another tab holds an older Assay open and does not let go. Close the other tabs of Assay, then reload this one.'

export interface RecordsOptions {
  /** Name of the database, and of the channel by which its changes are told. */
  readonly name?: string
  /** Called once when a newer Assay in another tab took the database over; every later call fails. */
  readonly onSuperseded?: (() => void) | undefined
}

/**
 * Records in IndexedDB: one object store a kind, keyed by `id`. Opened at the first call, opened again when the browser
 * ended the connection. Changes are told on a BroadcastChannel after they are committed; every other instance in tabs
 * and workers hears them, the one that made them does not. Throws `storage.*`.
 */
export function openRecords({ name = 'assay', onSuperseded }: RecordsOptions = {}): Records & { close(): void } {
  const channel = new BroadcastChannel(`${name}:records`)
  let opened: Promise<IDBPDatabase> | undefined
  let superseded = false

  async function open(): Promise<IDBPDatabase> {
    if (superseded) throw new AssayError('storage.unavailable', SUPERSEDED)
    if (typeof indexedDB === 'undefined') throw storageUnavailable()
    return new Promise((resolve, reject) => {
      let late = false
      openDB(name, UPGRADES.length, {
        upgrade(database, oldVersion) {
          for (const upgrade of UPGRADES.slice(oldVersion)) upgrade(database)
        },
        blocking(_current, wanted, event) {
          // Another tab upgrades (or clears) the database and waits until all let go of it.
          ;(event.target as IDBDatabase).close()
          opened = undefined
          if (wanted === null) return
          superseded = true
          onSuperseded?.()
        },
        terminated() {
          opened = undefined
        },
        blocked() {
          late = true
          reject(new AssayError('storage.unavailable', BLOCKED))
        },
      }).then((database) => (late ? database.close() : resolve(database)), reject)
    })
  }

  function connect(): Promise<IDBPDatabase> {
    if (opened) return opened
    const opening = open()
    opened = opening
    opening.catch(() => {
      if (opened === opening) opened = undefined
    })
    return opening
  }

  /** Runs `work` on the connection; once more on a fresh one where the browser had ended it without a word. */
  async function withDatabase<T>(doing: string, work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
    try {
      try {
        return await work(await connect())
      } catch (cause) {
        if (!isNamed(cause, 'InvalidStateError') || superseded) throw cause
        opened = undefined
        return await work(await connect())
      }
    } catch (cause) {
      if (superseded) throw new AssayError('storage.unavailable', SUPERSEDED, undefined, { cause })
      throw toStorageError(cause, doing)
    }
  }

  const tell = (change: RecordChange) => channel.postMessage(change)

  return {
    all: (kind) => withDatabase(`reading every ${kind}`, (database) => database.getAll(kind)),
    get: (kind, id) => withDatabase(`reading a ${kind}`, (database) => database.get(kind, id)),
    async put(kind, record) {
      await withDatabase(`storing a ${kind}`, (database) => database.put(kind, record))
      tell({ kind, id: record.id })
    },
    async putAll(entries) {
      if (entries.length === 0) return
      const kinds = [...new Set(entries.map(({ kind }) => kind))]
      await withDatabase('storing records', async (database) => {
        const transaction = database.transaction(kinds, 'readwrite')
        await settle(transaction, async () => {
          await Promise.all(entries.map(async ({ kind, record }) => transaction.objectStore(kind).put(record)))
        })
      })
      for (const { kind, record } of entries) tell({ kind, id: record.id })
    },
    async update(kind, id, change) {
      let changed = false
      const after = await withDatabase(`changing a ${kind}`, async (database) => {
        const transaction = database.transaction(kind, 'readwrite')
        return settle(transaction, async () => {
          // Nothing else is awaited in here, or the browser would end the transaction.
          const before: RecordMap[typeof kind] | undefined = await transaction.store.get(id)
          const next = change(before)
          changed = next !== undefined
          if (next !== undefined) await transaction.store.put(next)
          return next ?? before
        })
      })
      if (changed) tell({ kind, id })
      return after
    },
    async remove(kind, id) {
      await withDatabase(`removing a ${kind}`, (database) => database.delete(kind, id))
      tell({ kind, id })
    },
    onChange(listener) {
      const hear = ({ data }: MessageEvent<RecordChange>) => listener(data)
      channel.addEventListener('message', hear)
      return () => channel.removeEventListener('message', hear)
    },
    close() {
      channel.close()
      void opened?.then(
        (database) => database.close(),
        () => {},
      )
      opened = undefined
    },
  }
}

/** Runs `work`, then waits for the commit; what `work` throws undoes the whole transaction and is thrown on as it is. */
async function settle<T>(transaction: { done: Promise<void>; abort(): void }, work: () => Promise<T>): Promise<T> {
  // The failed commit is reported by the throw below; this only keeps it from counting as unhandled until then.
  transaction.done.catch(() => {})
  let result: T
  try {
    result = await work()
  } catch (cause) {
    try {
      transaction.abort()
    } catch {
      // It had ended already.
    }
    throw cause
  }
  await transaction.done
  return result
}
