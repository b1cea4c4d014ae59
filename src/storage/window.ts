import type { ColumnMeta, Dataset } from '@/core/dataset/dataset.ts'
import type { RowWindow } from '@/core/dataset/jobs.ts'
import { AssayError } from '@/core/errors.ts'
import type { Arrays } from '@/core/ports.ts'
import { columnPaths, toNumbers, valueBytes } from './columnFile.ts'
import { damaged, gone } from './damage.ts'
import { type DictionaryReader, openDictionary, readEntries } from './dictionaryFile.ts'
import { createLruCache, type LruCache } from './lru.ts'

/** Bytes of dictionaries kept open for the grid; one larger than a quarter of it is read entry by entry instead. */
const DICTIONARY_BUDGET = 64_000_000

const caches = new WeakMap<Arrays, LruCache<Promise<DictionaryReader | undefined>>>()

/**
 * Rows [start, start + count) of the given columns, cut to the rows there are. Reads only the bytes it needs and proves
 * sizes, not checksums: those are proved where a table is opened to compute with.
 */
export async function readWindow(
  arrays: Arrays,
  dataset: Dataset,
  start: number,
  count: number,
  chosen: readonly ColumnMeta[] = dataset.columns,
): Promise<RowWindow> {
  const from = Math.min(Math.max(0, Math.floor(start)), dataset.rows)
  const length = Math.min(Math.max(0, Math.floor(count)), dataset.rows - from)
  const columns = await Promise.all(chosen.map((meta) => readSlice(arrays, dataset, meta, from, length)))
  return { start: from, length, columns }
}

async function readSlice(arrays: Arrays, dataset: Dataset, meta: ColumnMeta, start: number, length: number) {
  const width = valueBytes(meta)
  try {
    const bytes = await arrays.read(columnPaths(meta.digest).values, start * width, (start + length) * width)
    if (bytes.byteLength !== length * width) throw damaged(dataset, meta)
    if (meta.kind === 'numeric') return Float64Array.from(toNumbers(bytes, meta))
    const codes = new Int32Array(bytes)
    const words = await wordsOf(arrays, dataset, meta, codes)
    return Array.from(codes, (code) => (code < 0 ? null : words(code)))
  } catch (cause) {
    if (cause instanceof AssayError && cause.code === 'storage.missing') throw gone(dataset, meta)
    throw cause
  }
}

async function wordsOf(
  arrays: Arrays,
  dataset: Dataset,
  meta: ColumnMeta,
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
  const opening = held ?? arrays.read(path).then(openDictionary)
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
