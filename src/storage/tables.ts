import { CHUNK_ROWS, type Column, type ColumnData, type Table } from '@/core/dataset/column.ts'
import type { ColumnMeta, Dataset } from '@/core/dataset/dataset.ts'
import type { Arrays } from '@/core/ports.ts'
import { breather, type Task, throwIfAborted, unattended } from '@/core/task.ts'
import {
  type ColumnHeader,
  chunkRows,
  columnDigest,
  columnPaths,
  evenChunks,
  FOLDER,
  sha256Of,
  type ValueChunk,
  valueBytes,
} from './columnFile.ts'
import { damaged, gone } from './damage.ts'
import { decodeDictionary, encodeDictionary, openDictionary } from './dictionaryFile.ts'

type Stoppable = Pick<Task, 'signal'>

/**
 * Stores every column of a table under the digest of its content, and returns the digests in the table's order. A column
 * that is there already, whole and undamaged, is not written again; a damaged one is.
 */
export async function storeTable(
  arrays: Arrays,
  table: Table,
  task: Stoppable,
): Promise<readonly { readonly digest: string }[]> {
  const stored: { digest: string }[] = []
  for (const { data } of table.columns) stored.push({ digest: await storeColumn(arrays, data, task) })
  return stored
}

async function storeColumn(arrays: Arrays, data: ColumnData, task: Stoppable): Promise<string> {
  const breathe = breather(task)
  const chunks: ValueChunk[] = []
  const sums: string[] = []
  for (const chunk of evenChunks(data)) {
    chunks.push(chunk)
    sums.push(await sha256Of(chunk))
    await breathe()
  }
  const text = data.kind === 'coded' ? await joined(encodeDictionary(data.dictionary)) : undefined
  const header: ColumnHeader = {
    schema: 1,
    kind: data.kind,
    rows: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
    chunks: sums,
    ...(text && { dictionary: { bytes: text.byteLength, sha256: await sha256Of(text) } }),
  }
  const digest = columnDigest(header)
  const paths = columnPaths(digest)
  if (await isWhole(arrays, digest, header, task)) return digest
  throwIfAborted(task)
  if (text) await arrays.write(paths.dictionary, [text])
  await arrays.write(paths.values, chunks)
  await arrays.write(paths.header, [new TextEncoder().encode(JSON.stringify(header))])
  throwIfAborted(task)
  return digest
}

/** Whether the column is stored and every byte of it is right. */
async function isWhole(arrays: Arrays, digest: string, header: ColumnHeader, task: Stoppable): Promise<boolean> {
  const paths = columnPaths(digest)
  if ((await arrays.size(paths.header)) === undefined) return false
  if ((await arrays.size(paths.values)) !== header.rows * valueBytes(header.kind)) return false
  if (header.dictionary) {
    if ((await arrays.size(paths.dictionary)) !== header.dictionary.bytes) return false
    if ((await sha256Of(await arrays.read(paths.dictionary))) !== header.dictionary.sha256) return false
  }
  if (!(await readHeader(arrays, digest))) return false
  for (let index = 0; index < header.chunks.length; index++) {
    throwIfAborted(task)
    if ((await sha256Of(await readChunk(arrays, digest, header, index))) !== header.chunks[index]) return false
  }
  return true
}

/**
 * The dataset's table, or only the columns of `names` (in the dataset's order), with every checksum proved.
 * Throws `storage.missing` where a column's files are gone and `storage.damaged` where their bytes are not what was
 * written, both naming dataset and column.
 */
export async function openTable(
  arrays: Arrays,
  dataset: Dataset,
  names?: ReadonlySet<string>,
  task: Stoppable = unattended,
): Promise<Table> {
  const columns: Column[] = []
  for (const meta of dataset.columns) {
    if (names && !names.has(meta.name)) continue
    columns.push({ name: meta.name, type: meta.type, data: await openColumn(arrays, dataset, meta, task) })
  }
  return { rows: dataset.rows, columns }
}

async function openColumn(arrays: Arrays, dataset: Dataset, meta: ColumnMeta, task: Stoppable): Promise<ColumnData> {
  const { digest, kind } = meta
  const paths = columnPaths(digest)
  const size = await arrays.size(paths.values)
  if (size === undefined || (await arrays.size(paths.header)) === undefined) throw gone(dataset, meta)
  const header = await readHeader(arrays, digest)
  if (!header || header.kind !== kind || header.rows !== dataset.rows || size !== header.rows * valueBytes(kind))
    throw damaged(dataset, meta)
  const breathe = breather(task)
  const chunks: ArrayBuffer[] = []
  for (let index = 0; index < header.chunks.length; index++) {
    const bytes = await readChunk(arrays, digest, header, index)
    if ((await sha256Of(bytes)) !== header.chunks[index]) throw damaged(dataset, meta, index)
    chunks.push(bytes)
    await breathe()
  }
  if (kind === 'numeric') return { kind, chunks: chunks.map((bytes) => new Float64Array(bytes)) }
  if (!header.dictionary) throw damaged(dataset, meta)
  if ((await arrays.size(paths.dictionary)) === undefined) throw gone(dataset, meta)
  const text = await arrays.read(paths.dictionary)
  const dictionary = (await sha256Of(text)) === header.dictionary.sha256 ? openDictionary(text) : undefined
  if (!dictionary) throw damaged(dataset, meta)
  return { kind, chunks: chunks.map((bytes) => new Int32Array(bytes)), dictionary: decodeDictionary(dictionary) }
}

/** The header of a stored column; undefined where it is not the one that bears this digest. */
async function readHeader(arrays: Arrays, digest: string): Promise<ColumnHeader | undefined> {
  const text = new TextDecoder().decode(await arrays.read(columnPaths(digest).header))
  try {
    const header = JSON.parse(text) as ColumnHeader
    return columnDigest(header) === digest ? header : undefined
  } catch {
    return undefined
  }
}

function readChunk(arrays: Arrays, digest: string, header: ColumnHeader, index: number): Promise<ArrayBuffer> {
  const width = valueBytes(header.kind)
  const start = index * CHUNK_ROWS * width
  return arrays.read(columnPaths(digest).values, start, start + chunkRows(header.rows, index) * width)
}

async function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Promise<ArrayBuffer> {
  return new Blob([...parts]).arrayBuffer()
}

/**
 * Removes the files of every column whose digest is not in `keep`, and returns the bytes freed. Columns are stored before
 * the record that names them: hold the lock under which tables are stored, or a load that is under way loses its columns.
 */
export async function sweepColumns(arrays: Arrays, keep: ReadonlySet<string>): Promise<number> {
  let freed = 0
  // Headers first: a column without one is taken for absent, whatever else of it a crash here leaves behind.
  const files = [...(await arrays.list(FOLDER))].sort((a, b) => Number(isHeader(b.path)) - Number(isHeader(a.path)))
  for (const { path, bytes } of files) {
    const digest = path.slice(FOLDER.length + 1).split('.', 1)[0]!
    if (keep.has(digest)) continue
    await arrays.remove(path)
    freed += bytes
  }
  return freed
}

const isHeader = (path: string) => path.endsWith('.chunks')

export { readWindow } from './window.ts'
