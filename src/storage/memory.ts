import { AssayError } from '@/core/errors.ts'
import {
  type ArrayParts,
  type Arrays,
  RECORD_KINDS,
  type RecordChange,
  type RecordMap,
  type Records,
} from '@/core/ports.ts'
import { partsOf } from './path.ts'

type Shelf = Map<string, RecordMap[keyof RecordMap]>

/** Where the instances of {@link openMemoryRecords} that should see one another keep their records. */
export interface MemoryShelves {
  readonly shelves: ReadonlyMap<string, Shelf>
  readonly listeners: Map<(change: RecordChange) => void, object>
}

export function createMemoryShelves(): MemoryShelves {
  return { shelves: new Map(RECORD_KINDS.map((kind) => [kind, new Map()])), listeners: new Map() }
}

/** Records in memory that behave as those of IndexedDB: cloned on the way in and out, told to the other instances. */
export function openMemoryRecords({ shelves, listeners }: MemoryShelves = createMemoryShelves()): Records {
  const self = {}
  const shelf = <K extends keyof RecordMap>(kind: K) => shelves.get(kind) as Map<string, RecordMap[K]>
  const tell = (change: RecordChange) => {
    for (const [listener, owner] of listeners) if (owner !== self) queueMicrotask(() => listener({ ...change }))
  }
  const sorted = <T>(map: ReadonlyMap<string, T>) =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
  return {
    all: async (kind) => structuredClone(sorted(shelf(kind))),
    get: async (kind, id) => structuredClone(shelf(kind).get(id)),
    async put(kind, record) {
      shelf(kind).set(record.id, structuredClone(record))
      tell({ kind, id: record.id })
    },
    async putAll(entries) {
      // All are cloned before one is kept, so that one that cannot be leaves nothing behind.
      const clones = entries.map(({ kind, record }) => ({ kind, record: structuredClone(record) }))
      for (const { kind, record } of clones) shelf(kind).set(record.id, record)
      for (const { kind, record } of clones) tell({ kind, id: record.id })
    },
    async update(kind, id, change) {
      const before = structuredClone(shelf(kind).get(id))
      const next = change(before)
      if (next === undefined) return before
      shelf(kind).set(next.id, structuredClone(next))
      tell({ kind, id })
      return next
    },
    async remove(kind, id) {
      shelf(kind).delete(id)
      tell({ kind, id })
    },
    onChange(listener) {
      listeners.set(listener, self)
      return () => listeners.delete(listener)
    },
  }
}

/** Arrays in memory that behave as those of the browser's file system. */
export function openMemoryArrays(): Arrays {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  const inside = (path: string) => [...files.keys()].filter((name) => name.startsWith(`${path}/`))
  return {
    async write(path, parts) {
      partsOf(path)
      files.set(path, joined(parts))
    },
    async writeAll(given) {
      const fresh = new Map<string, Uint8Array<ArrayBuffer>>()
      for await (const { path, parts } of given) {
        partsOf(path)
        fresh.set(path, joined(parts))
      }
      for (const [path, bytes] of fresh) files.set(path, bytes)
    },
    async read(path, start = 0, end) {
      partsOf(path)
      const bytes = files.get(path)
      if (!bytes)
        throw new AssayError('storage.missing', 'A stored file is gone. Load the data or import the run again.', {
          path,
        })
      return bytes.slice(start, end).buffer
    },
    async size(path) {
      partsOf(path)
      return files.get(path)?.byteLength
    },
    async list(folder) {
      return inside(folder)
        .filter((path) => !path.slice(folder.length + 1).includes('/'))
        .sort()
        .map((path) => ({ path, bytes: files.get(path)!.byteLength }))
    },
    async remove(...paths) {
      for (const path of paths) {
        partsOf(path)
        files.delete(path)
        for (const inner of inside(path)) files.delete(inner)
      }
    },
  }
}

function joined(parts: ArrayParts): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(
      ArrayBuffer.isView(part) ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength) : new Uint8Array(part),
      at,
    )
    at += part.byteLength
  }
  return whole
}
