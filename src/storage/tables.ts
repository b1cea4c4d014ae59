import { inOrder, mapAtOnce } from '@/core/atOnce.ts'
import { CHUNK_ROWS, type Column, type ColumnData, type Table } from '@/core/dataset/column.ts'
import {
  type ColumnHeader,
  columnPaths,
  decodeHeader,
  encodeHeader,
  FOLDER,
  toNumbers,
  type ValueForm,
  valueBytes,
} from '@/core/dataset/columnFile.ts'
import type { StoredColumn, StoredTable } from '@/core/dataset/dataset.ts'
import { type DescribedColumn, describeColumn } from '@/core/dataset/describeColumn.ts'
import { decodeDictionary, openDictionary } from '@/core/dataset/dictionaryFile.ts'
import { AssayError } from '@/core/errors.ts'
import { sha256Of } from '@/core/hash.ts'
import type { Arrays, NewFile } from '@/core/ports.ts'
import { breather, type Task, throwIfAborted, unattended } from '@/core/task.ts'
import { damaged, gone } from './damage.ts'

type Stoppable = Pick<Task, 'signal'>

/** Columns worked on at once: a wide table of few rows waits for the browser's file system, not for bytes. */
const AT_ONCE = 8

/** Columns from which on a table is written as one pack: each file of its own costs the browser's file system some milliseconds. */
const PACKED_FROM = 6

/**
 * Stores every column of a table under the digest of its content, and returns the digests in the table's order. A column
 * that is there already, whole and undamaged, is not written again; a damaged one is.
 */
export async function storeTable(
  arrays: Arrays,
  table: Table,
  task: Stoppable,
): Promise<readonly { readonly digest: string }[]> {
  const digests: { readonly digest: string }[] = []
  await storeColumns(
    arrays,
    table.columns,
    async ({ data }) => describeColumn(data, task),
    task,
    ({ digest }) => digests.push({ digest }),
  )
  return digests
}

/**
 * Stores what {@link describeTable} described; `onStored` hears the bytes of each column that is written or found to be
 * there.
 */
export function storeDescribed(
  arrays: Arrays,
  columns: readonly DescribedColumn[],
  task: Stoppable,
  onStored?: (bytes: number) => void,
): Promise<void> {
  return storeColumns(
    arrays,
    columns,
    async (column) => column,
    task,
    ({ bytes }) => onStored?.(bytes),
  )
}

/** Stores what `describe` makes of each; `onStored` hears of them in their order. */
async function storeColumns<T>(
  arrays: Arrays,
  columns: readonly T[],
  describe: (column: T) => Promise<DescribedColumn>,
  task: Stoppable,
  onStored: (column: DescribedColumn) => void,
): Promise<void> {
  const found = inOrder(columns, AT_ONCE, async (each) => {
    const column = await describe(each)
    throwIfAborted(task)
    return { column, isStored: await isWhole(arrays, column, task) }
  })
  const breathe = breather(task)
  async function* fresh(): AsyncGenerator<NewFile> {
    // Equal columns are stored once.
    const seen = new Set<string>()
    for await (const { column, isStored } of found) {
      if (!isStored && !seen.has(column.digest)) yield* filesOf(column)
      seen.add(column.digest)
      onStored(column)
      await breathe()
      throwIfAborted(task)
    }
  }
  if (columns.length >= PACKED_FROM) await arrays.writeAll(fresh())
  else for await (const { path, parts } of fresh()) await arrays.write(path, parts)
}

/** The files of a column, the one last whose presence says that all are there. */
function filesOf({ digest, header, chunks, dictionary }: DescribedColumn): readonly NewFile[] {
  const paths = columnPaths(digest)
  return [
    ...(dictionary ? [{ path: paths.dictionary, parts: [dictionary] }] : []),
    { path: paths.values, parts: [...chunks, encodeHeader(header)] },
  ]
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
  const isKept = (path: string) => keep.has(path.slice(FOLDER.length + 1).split('.', 1)[0]!)
  const before = await arrays.list(FOLDER)
  await arrays.remove(...before.map(({ path }) => path).filter((path) => !isKept(path)))
  const bytesOf = (files: typeof before) => files.reduce((sum, { bytes }) => sum + bytes, 0)
  return bytesOf(before) - bytesOf(await arrays.list(FOLDER))
}

export { readRows, readWindow } from './window.ts'
