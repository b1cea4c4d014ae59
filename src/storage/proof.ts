import { CHUNK_ROWS } from '@/core/dataset/column.ts'
import { type ColumnHeader, columnPaths, decodeHeader, valueBytes } from '@/core/dataset/columnFile.ts'
import type { StoredColumn, StoredTable } from '@/core/dataset/dataset.ts'
import { sha256Of } from '@/core/hash.ts'
import type { Arrays } from '@/core/ports.ts'
import { damaged } from './damage.ts'

interface Proof {
  readonly header: ColumnHeader
  /** Chunks whose bytes were the ones that were written. */
  readonly proved: Set<number>
}

const proofs = new WeakMap<Arrays, Map<string, Proof>>()

/** The header of a stored column, read once. Throws `storage.damaged` where it is not the column's. */
async function proofOf(arrays: Arrays, dataset: StoredTable, meta: StoredColumn): Promise<Proof> {
  const known = proofs.get(arrays) ?? new Map<string, Proof>()
  proofs.set(arrays, known)
  const { digest } = meta
  let proof = known.get(digest)
  if (!proof) {
    const rest = await arrays.read(columnPaths(digest).values, dataset.rows * valueBytes(meta))
    const header = decodeHeader(rest, digest)
    if (!header || header.rows !== dataset.rows || header.width !== meta.width) throw damaged(dataset, meta)
    proof = known.get(digest) ?? { header, proved: new Set() }
    known.set(digest, proof)
  }
  return proof
}

/**
 * Proves the chunks in which rows [start, end) of a column lie, each once as long as the page is open: what was proved then
 * is shown, not what became of it since. `bytes` are all values where they are at hand. Throws `storage.damaged`.
 */
export async function proveRows(
  arrays: Arrays,
  dataset: StoredTable,
  meta: StoredColumn,
  start: number,
  end: number,
  bytes?: ArrayBuffer,
): Promise<void> {
  if (end <= start) return
  const { header, proved } = await proofOf(arrays, dataset, meta)
  const size = CHUNK_ROWS * valueBytes(meta)
  const all = dataset.rows * valueBytes(meta)
  for (let chunk = Math.floor(start / CHUNK_ROWS); chunk * CHUNK_ROWS < end; chunk++) {
    if (proved.has(chunk)) continue
    const [from, to] = [chunk * size, Math.min(all, (chunk + 1) * size)]
    const its = bytes ? bytes.slice(from, to) : await arrays.read(columnPaths(meta.digest).values, from, to)
    if ((await sha256Of(its)) !== header.chunks[chunk]) throw damaged(dataset, meta)
    proved.add(chunk)
  }
}

/** Whether a dictionary is the one that was written with its column. */
export async function isItsDictionary(
  arrays: Arrays,
  dataset: StoredTable,
  meta: StoredColumn,
  bytes: ArrayBuffer,
): Promise<boolean> {
  const { header } = await proofOf(arrays, dataset, meta)
  return (await sha256Of(bytes)) === header.dictionary?.sha256
}
