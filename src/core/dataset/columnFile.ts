import { contentHash } from '../hash.ts'
import { CHUNK_ROWS, type ColumnData, type NumericArray } from './column.ts'

/**
 * A stored column is one file or two:
 *
 * - `columns/<digest>`: its values, raw and little-endian (as every machine that runs a browser has them), chunk after
 *   chunk of `CHUNK_ROWS` values: 8-byte floats for `numeric` (4-byte ones where `width` is 4), 4-byte signed codes for `coded`. After them, up to the end
 *   of the file, a {@link ColumnHeader} as JSON. One file, so that a wide table opens fast;
 * - `columns/<digest>.dictionary` for `coded` only: see dictionaryFile.ts. It is written first, so that a column whose
 *   values are there is whole.
 */
export function columnPaths(digest: string) {
  const values = `${FOLDER}/${digest}`
  return { values, dictionary: `${values}.dictionary` }
}

export const FOLDER = 'columns'

/** The checksums that prove a stored column. The hash of this very value is the column's digest. */
export interface ColumnHeader {
  readonly schema: 1
  readonly kind: ColumnData['kind']
  /** Bytes a value where they are not the usual ones of its kind. */
  readonly width?: 4
  readonly rows: number
  /** SHA-256 of each chunk. */
  readonly chunks: readonly string[]
  readonly dictionary?: { readonly bytes: number; readonly sha256: string } | undefined
}

export type ValueChunk = NumericArray | Int32Array<ArrayBuffer>

/** A column is named by the hash of its kind, its length and the checksums of its chunks and dictionary. */
export function columnDigest(header: ColumnHeader): string {
  return contentHash(header)
}

/** How the values of a column lie in its file, by its record. */
export interface ValueForm {
  readonly kind: ColumnData['kind']
  readonly width?: 4
}

/** Bytes of one value. */
export function valueBytes({ kind, width }: ValueForm): number {
  return width ?? (kind === 'numeric' ? Float64Array.BYTES_PER_ELEMENT : Int32Array.BYTES_PER_ELEMENT)
}

/** The form in which a column is stored: numbers as wide as they lie in memory. */
export function formOf({ kind, chunks }: ColumnData): ValueForm {
  return kind === 'numeric' && chunks[0] instanceof Float32Array ? { kind, width: 4 } : { kind }
}

/** Bytes of a numeric column as numbers. */
export function toNumbers(bytes: ArrayBuffer, { width }: ValueForm): NumericArray {
  return width === 4 ? new Float32Array(bytes) : new Float64Array(bytes)
}

export function encodeHeader(header: ColumnHeader): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(header))
}

/** The header from what follows the values; undefined where it is not the one that bears this digest. */
export function decodeHeader(bytes: ArrayBuffer, digest: string): ColumnHeader | undefined {
  try {
    const header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as ColumnHeader
    return columnDigest(header) === digest ? header : undefined
  } catch {
    return undefined
  }
}

/** The same values in chunks of `CHUNK_ROWS`, however they were cut before; whole chunks are passed on uncopied. */
export function* evenChunks(data: ColumnData): Generator<ValueChunk> {
  const chunks: readonly ValueChunk[] = data.chunks
  const form = formOf(data)
  const make = (length: number): ValueChunk => {
    if (data.kind === 'coded') return new Int32Array(length)
    return form.width === 4 ? new Float32Array(length) : new Float64Array(length)
  }
  let pending = make(0)
  let filled = 0
  for (const chunk of chunks) {
    let at = 0
    while (at < chunk.length) {
      if (filled === 0 && chunk.length - at >= CHUNK_ROWS) {
        yield chunk.subarray(at, at + CHUNK_ROWS)
        at += CHUNK_ROWS
        continue
      }
      if (filled === 0) pending = make(CHUNK_ROWS)
      const count = Math.min(CHUNK_ROWS - filled, chunk.length - at)
      pending.set(chunk.subarray(at, at + count), filled)
      filled += count
      at += count
      if (filled === CHUNK_ROWS) {
        yield pending
        filled = 0
      }
    }
  }
  if (filled > 0) yield pending.subarray(0, filled)
}
