import { CHUNK_ROWS, type Column, type ColumnData, type Table } from '@/core/dataset/column.ts'
import type { StoredColumn, StoredTable } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { sha256Of } from '@/core/hash.ts'
import type { Arrays } from '@/core/ports.ts'
import { breather, type Task, throwIfAborted, unattended } from '@/core/task.ts'
import { mapAtOnce } from './atOnce.ts'
import {
  type ColumnHeader,
  columnDigest,
  columnPaths,
  decodeHeader,
  encodeHeader,
  evenChunks,
  FOLDER,
  formOf,
  toNumbers,
  type ValueChunk,
  type ValueForm,
  valueBytes,
} from './columnFile.ts'
import { damaged, gone } from './damage.ts'
import { decodeDictionary, encodeDictionary, openDictionary } from './dictionaryFile.ts'

type Stoppable = Pick<Task, 'signal'>

/** Columns worked on at once: a wide table of few rows waits for the browser's file system, not for bytes. */
const AT_ONCE = 8
/** Chunks of a column whose checksums are under way: the browser copies each. */
const CHUNKS_AT_ONCE = 4

/**
 * Stores every column of a table under the digest of its content, and returns the digests in the table's order. A column
 * that is there already, whole and undamaged, is not written again; a damaged one is.
 */
export async function storeTable(
  arrays: Arrays,
  table: Table,
  task: Stoppable,
): Promise<readonly { readonly digest: string }[]> {
  const store = inTurn(arrays, task)
  // While one column is written by this thread, the browser computes checksums of others beside it.
  return mapAtOnce(table.columns, AT_ONCE, async ({ data }) => {
    const column = await describeColumn(data, task)
    await store(column)
    return column
  })
}

/** Every column of a table with its digest and checksums, in the table's order: what can be said of it before it is stored. */
export function describeTable(table: Table, task: Stoppable): Promise<readonly DescribedColumn[]> {
  return mapAtOnce(table.columns, AT_ONCE, ({ data }) => describeColumn(data, task))
}

/** Stores what {@link describeTable} described; `onStored` hears the bytes of each column that is stored. */
export async function storeDescribed(
  arrays: Arrays,
  columns: readonly DescribedColumn[],
  task: Stoppable,
  onStored?: (bytes: number) => void,
): Promise<void> {
  const store = inTurn(arrays, task)
  await mapAtOnce(columns, AT_ONCE, async (column) => {
    await store(column)
    onStored?.(column.bytes)
  })
}

/** Stores columns one by one; equal ones are one file, which two must not write at once. */
function inTurn(arrays: Arrays, task: Stoppable): (column: DescribedColumn) => Promise<void> {
  const turns = new Map<string, Promise<void>>()
  return (column) => {
    const before = turns.get(column.digest) ?? Promise.resolve()
    const turn = before.then(() => storeColumn(arrays, column, task))
    turns.set(column.digest, turn)
    return turn
  }
}

/** A column that is ready to be stored. */
export interface DescribedColumn {
  readonly digest: string
  /** Of its values and its dictionary. */
  readonly bytes: number
  readonly header: ColumnHeader
  readonly chunks: readonly ValueChunk[]
  readonly dictionary: ArrayBuffer | undefined
}

async function describeColumn(data: ColumnData, task: Stoppable): Promise<DescribedColumn> {
  const breathe = breather(task)
  const chunks = [...evenChunks(data)]
  const sums = await mapAtOnce(chunks, CHUNKS_AT_ONCE, async (chunk) => {
    const sum = await sha256Of(chunk)
    await breathe()
    return sum
  })
  const dictionary = data.kind === 'coded' ? encodeDictionary(data) : undefined
  const header: ColumnHeader = {
    schema: 1,
    ...formOf(data),
    rows: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
    chunks: sums,
    ...(dictionary && { dictionary: { bytes: dictionary.byteLength, sha256: await sha256Of(dictionary) } }),
  }
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.byteLength, dictionary?.byteLength ?? 0)
  return { digest: columnDigest(header), bytes, header, chunks, dictionary }
}

async function storeColumn(arrays: Arrays, column: DescribedColumn, task: Stoppable): Promise<void> {
  const { digest, header, chunks, dictionary } = column
  throwIfAborted(task)
  if (await isWhole(arrays, column, task)) return
  const paths = columnPaths(digest)
  if (dictionary) await arrays.write(paths.dictionary, [dictionary])
  throwIfAborted(task)
  await arrays.write(paths.values, [...chunks, encodeHeader(header)])
}

/** Whether the column is stored and every byte of it is right. */
async function isWhole(arrays: Arrays, { digest, header }: DescribedColumn, task: Stoppable): Promise<boolean> {
  const { values, dictionary } = columnPaths(digest)
  if ((await arrays.size(values)) === undefined) return false
  const stored = await readColumn(arrays, digest, header, header.rows, task)
  if (typeof stored === 'string') return false
  if (!header.dictionary) return true
  if ((await arrays.size(dictionary)) !== header.dictionary.bytes) return false
  return (await sha256Of(await arrays.read(dictionary))) === header.dictionary.sha256
}

/**
 * The dataset's table, or only the columns of `names` (in the dataset's order), with every checksum proved.
 * Throws `storage.missing` where a column's files are gone and `storage.damaged` where their bytes are not what was
 * written, both naming dataset and column.
 */
export async function openTable(
  arrays: Arrays,
  dataset: StoredTable,
  names?: ReadonlySet<string>,
  task: Stoppable = unattended,
): Promise<Table> {
  const chosen = dataset.columns.filter(({ name }) => !names || names.has(name))
  const columns = await mapAtOnce(chosen, AT_ONCE, async (meta): Promise<Column> => {
    try {
      return { name: meta.name, type: meta.type, data: await openColumn(arrays, dataset, meta, task) }
    } catch (cause) {
      if (cause instanceof AssayError && cause.code === 'storage.missing') throw gone(dataset, meta)
      throw cause
    }
  })
  return { rows: dataset.rows, columns }
}

async function openColumn(
  arrays: Arrays,
  dataset: StoredTable,
  meta: StoredColumn,
  task: Stoppable,
): Promise<ColumnData> {
  const { digest, kind } = meta
  const stored = await readColumn(arrays, digest, meta, dataset.rows, task)
  if (stored === 'damaged') throw damaged(dataset, meta)
  const { header, chunks } = stored
  if (kind === 'numeric') return { kind, chunks: chunks.map((bytes) => toNumbers(bytes, meta)) }
  const text = await arrays.read(columnPaths(digest).dictionary)
  const dictionary = (await sha256Of(text)) === header.dictionary?.sha256 ? openDictionary(text) : undefined
  if (!dictionary) throw damaged(dataset, meta)
  return {
    kind,
    chunks: chunks.map((bytes) => new Int32Array(bytes)),
    dictionary: await decodeDictionary(dictionary, breather(task)),
  }
}

/** A column's values, every chunk in a buffer of its own, with all checksums proved. Throws `storage.missing`. */
async function readColumn(
  arrays: Arrays,
  digest: string,
  form: ValueForm,
  rows: number,
  task: Stoppable,
): Promise<{ readonly header: ColumnHeader; readonly chunks: readonly ArrayBuffer[] } | 'damaged'> {
  const path = columnPaths(digest).values
  const width = valueBytes(form)
  const end = rows * width
  const breathe = breather(task)
  const chunks: ArrayBuffer[] = []
  let rest: ArrayBuffer
  if (rows <= CHUNK_ROWS) {
    const whole = await arrays.read(path)
    if (rows > 0) chunks.push(whole.slice(0, end))
    rest = whole.slice(end)
  } else {
    for (let at = 0; at < end; at += CHUNK_ROWS * width) {
      chunks.push(await arrays.read(path, at, Math.min(end, at + CHUNK_ROWS * width)))
      await breathe()
    }
    rest = await arrays.read(path, end)
  }
  const header = decodeHeader(rest, digest)
  if (!header || header.kind !== form.kind || header.width !== form.width) return 'damaged'
  if (header.rows !== rows || header.chunks.length !== chunks.length) return 'damaged'
  for (const [index, bytes] of chunks.entries()) {
    if ((await sha256Of(bytes)) !== header.chunks[index]) return 'damaged'
    await breathe()
  }
  return { header, chunks }
}

/**
 * Removes the files of every column whose digest is not in `keep`, and returns the bytes freed. Columns are stored before
 * the record that names them: hold the lock under which tables are stored, or a load that is under way loses its columns.
 */
export async function sweepColumns(arrays: Arrays, keep: ReadonlySet<string>): Promise<number> {
  let freed = 0
  for (const { path, bytes } of await arrays.list(FOLDER)) {
    const digest = path.slice(FOLDER.length + 1).split('.', 1)[0]!
    if (keep.has(digest)) continue
    await arrays.remove(path)
    freed += bytes
  }
  return freed
}

export { formOf } from './columnFile.ts'
export { readRows, readWindow } from './window.ts'
