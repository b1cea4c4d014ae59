import { columnPaths, toNumbers, valueBytes } from '@/core/dataset/columnFile.ts'
import type { StoredColumn, StoredTable } from '@/core/dataset/dataset.ts'
import { type DictionaryReader, openDictionary, readEntries } from '@/core/dataset/dictionaryFile.ts'
import type { RowWindow } from '@/core/dataset/jobs.ts'
import { AssayError } from '@/core/errors.ts'
import type { Arrays } from '@/core/ports.ts'
import { damaged, gone } from './damage.ts'
import { createLruCache, type LruCache } from './lru.ts'
import { isItsDictionary, proveRows } from './proof.ts'

/** Bytes of dictionaries kept open for the grid; one larger than a quarter of it is read entry by entry instead. */
const DICTIONARY_BUDGET = 64_000_000

/** Bytes of values kept open for rows that lie anywhere. */
const VALUES_BUDGET = 256_000_000

const caches = new WeakMap<Arrays, LruCache<Promise<DictionaryReader | undefined>>>()

/**
 * Rows [start, start + count) of the given columns, cut to the rows there are. Reads only the bytes it needs, and once each
 * chunk that it comes to, whose checksum it proves; of a dictionary too large to be held only that entries lie within it.
 */
export async function readWindow(
  arrays: Arrays,
  dataset: StoredTable,
  start: number,
  count: number,
  chosen: readonly StoredColumn[] = dataset.columns,
): Promise<RowWindow> {
  const from = Math.min(Math.max(0, Math.floor(start)), dataset.rows)
  const length = Math.min(Math.max(0, Math.floor(count)), dataset.rows - from)
  const columns = await Promise.all(chosen.map((meta) => readSlice(arrays, dataset, meta, from, length)))
  return { start: from, length, columns }
}

const openValues = new WeakMap<Arrays, LruCache<Promise<ArrayBuffer>>>()

/** The rows of those numbers, wherever they lie: the values of the columns are read whole, and kept while there is room. */
export async function readRows(
  arrays: Arrays,
  dataset: StoredTable,
  rows: Uint32Array,
  chosen: readonly StoredColumn[],
): Promise<RowWindow['columns']> {
  const cache = openValues.get(arrays) ?? createLruCache(VALUES_BUDGET)
  openValues.set(arrays, cache)
  return Promise.all(
    chosen.map(async (meta) => {
      const end = dataset.rows * valueBytes(meta)
      const opening = cache.get(meta.digest) ?? arrays.read(columnPaths(meta.digest).values, 0, end)
      cache.set(meta.digest, opening, end)
      try {
        const bytes = await opening
        if (bytes.byteLength !== end) throw damaged(dataset, meta)
        await proveRows(arrays, dataset, meta, 0, dataset.rows, bytes)
        if (meta.kind === 'coded')
          return await textsOf(arrays, dataset, meta, takeValues(new Int32Array(bytes), rows, Int32Array))
        return takeValues(toNumbers(bytes, meta), rows, Float64Array)
      } catch (cause) {
        cache.delete(meta.digest)
        if (cause instanceof AssayError && cause.code === 'storage.missing') throw gone(dataset, meta)
        throw cause
      }
    }),
  )
}

function takeValues<A extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(
  values: ArrayLike<number>,
  rows: Uint32Array,
  make: new (length: number) => A,
): A {
  const taken = new make(rows.length)
  rows.forEach((row, i) => {
    taken[i] = values[row]!
  })
  return taken
}

async function textsOf(arrays: Arrays, dataset: StoredTable, meta: StoredColumn, codes: Int32Array) {
  const words = await wordsOf(arrays, dataset, meta, codes)
  return Array.from(codes, (code) => (code < 0 ? null : words(code)))
}

async function readSlice(arrays: Arrays, dataset: StoredTable, meta: StoredColumn, start: number, length: number) {
  const width = valueBytes(meta)
  try {
    const bytes = await arrays.read(columnPaths(meta.digest).values, start * width, (start + length) * width)
    if (bytes.byteLength !== length * width) throw damaged(dataset, meta)
    await proveRows(arrays, dataset, meta, start, start + length)
    if (meta.kind === 'numeric') return Float64Array.from(toNumbers(bytes, meta))
    return await textsOf(arrays, dataset, meta, new Int32Array(bytes))
  } catch (cause) {
    if (cause instanceof AssayError && cause.code === 'storage.missing') throw gone(dataset, meta)
    throw cause
  }
}

async function wordsOf(
  arrays: Arrays,
  dataset: StoredTable,
  meta: StoredColumn,
  codes: Int32Array,
): Promise<(code: number) => string> {
  const path = columnPaths(meta.digest).dictionary
  const cache = caches.get(arrays) ?? createLruCache(DICTIONARY_BUDGET)
  caches.set(arrays, cache)
  const held = cache.get(meta.digest)
  const bytes = held ? 0 : await arrays.size(path)
  if (bytes === undefined) throw gone(dataset, meta)
  if (bytes > DICTIONARY_BUDGET / 4) {
    const entries = await readEntries(arrays, path, codes)
    return (code) => entries.get(code) ?? fail()
  }
  const open = async () => {
    const text = await arrays.read(path)
    return (await isItsDictionary(arrays, dataset, meta, text)) ? openDictionary(text) : undefined
  }
  const opening = held ?? open()
  if (!held) cache.set(meta.digest, opening, bytes)
  const reader = await opening.catch((cause) => {
    cache.delete(meta.digest)
    throw cause
  })
  if (!reader) {
    cache.delete(meta.digest)
    throw damaged(dataset, meta)
  }
  return (code) => reader.entry(code) ?? fail()

  function fail(): never {
    throw damaged(dataset, meta)
  }
}
