import { CHUNK_ROWS, type NumericArray, survivesSingle, widen } from '@/core/dataset/column.ts'

/** Rows of the first chunk of a column; it doubles up to `CHUNK_ROWS`, so that thousands of columns are no burden. */
const FIRST_ROWS = 1 << 10

/** Chunks of `CHUNK_ROWS`, the last one shorter; nothing is copied once the first is full. */
abstract class ChunkList<A extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>> {
  /** The chunk being filled, and its rows so far. */
  current: A
  used = 0
  readonly #make: (length: number) => A

  constructor(make: (length: number) => A) {
    this.#make = make
    this.current = make(FIRST_ROWS)
  }

  /** Makes room for one more and up to `wanted` rows; returns how many there is room for. */
  room(wanted: number): number {
    if (this.used === this.current.length) {
      if (this.used < CHUNK_ROWS) {
        const grown = this.#make(this.used * 2)
        grown.set(this.current)
        this.current = grown
      } else {
        if (this.keep(this.current)) this.current = this.#make(CHUNK_ROWS)
        this.used = 0
      }
    }
    return Math.min(wanted, this.current.length - this.used)
  }

  append(values: A): void {
    for (let at = 0; at < values.length; ) {
      const room = this.room(values.length - at)
      this.current.set(at === 0 && room === values.length ? values : values.subarray(at, at + room), this.used)
      this.used += room
      at += room
    }
  }

  /** Keeps a chunk that is full or the last; returns whether its memory is kept too. */
  protected abstract keep(chunk: A): boolean
}

/** What chunks are made of. */
type ChunkArray = NumericArray | Int32Array<ArrayBuffer>

/**
 * Cuts chunks of several parts of a file anew, so that all but the last have `CHUNK_ROWS`. Values move within the memory
 * that there is, as far as it has room; the chunks that came are gone.
 */
export function recut<A extends ChunkArray>(chunks: readonly A[]): A[] {
  const full: A[] = []
  let current: A | undefined
  let used = 0
  for (const chunk of chunks) {
    let taken = 0
    if (current) {
      taken = Math.min(CHUNK_ROWS - used, chunk.length)
      current.set(chunk.subarray(0, taken), used)
      used += taken
    }
    if (current && used === CHUNK_ROWS) {
      full.push(current)
      current = undefined
    }
    if (taken === chunk.length) continue
    chunk.copyWithin(0, taken)
    current = withRoom(chunk)
    used = chunk.length - taken
    if (used < CHUNK_ROWS) continue
    full.push(current)
    current = undefined
  }
  if (current) full.push(current.slice(0, used) as A)
  return full
}

/** The chunk with room for `CHUNK_ROWS`: its own memory where that suffices. */
function withRoom<A extends ChunkArray>(chunk: A): A {
  if (chunk.length === CHUNK_ROWS) return chunk
  const Kind = chunk.constructor as new (from: ArrayBuffer | number) => A
  if (chunk.buffer.byteLength === CHUNK_ROWS * chunk.BYTES_PER_ELEMENT) return new Kind(chunk.buffer)
  const larger = new Kind(CHUNK_ROWS)
  larger.set(chunk)
  return larger
}

/** Numbers of several parts of a file as one column, 32 bits wide where none loses anything by it. */
export function joinNumbers(parts: readonly (readonly NumericArray[])[]): NumericArray[] {
  const chunks = parts.flat()
  return chunks.every((chunk) => chunk instanceof Float32Array) ? recut(chunks) : recut(chunks.map(widen))
}

/** Codes of a column. */
export class CodeChunks extends ChunkList<Int32Array<ArrayBuffer>> {
  readonly #full: Int32Array<ArrayBuffer>[] = []

  constructor() {
    super((length) => new Int32Array(length))
  }

  protected keep(chunk: Int32Array<ArrayBuffer>): boolean {
    this.#full.push(chunk)
    return true
  }

  finish(): Int32Array<ArrayBuffer>[] {
    if (this.used > 0) this.keep(this.current.slice(0, this.used))
    return this.#full
  }

  /** All chunks, to be cut anew with those of other parts: the last in memory with room for more. */
  give(): Int32Array<ArrayBuffer>[] {
    return [...this.#full, this.current.subarray(0, this.used)]
  }
}

/** Numbers of a column, 32 bits wide as long as none loses anything by it. */
export class NumberChunks extends ChunkList<Float64Array<ArrayBuffer>> {
  #isSingle = true
  readonly #full: NumericArray[] = []

  constructor() {
    super((length) => new Float64Array(length))
  }

  protected keep(chunk: Float64Array<ArrayBuffer>): boolean {
    this.#isSingle &&= survivesSingle(chunk)
    this.#full.push(this.#isSingle ? new Float32Array(chunk) : chunk)
    return !this.#isSingle
  }

  finish(): NumericArray[] {
    if (this.used > 0) this.keep(this.current.slice(0, this.used))
    return this.#isSingle ? this.#full : this.#full.map(widen)
  }

  /** All chunks, all of one width, to be cut anew with those of other parts: the last in memory with room for more. */
  give(): NumericArray[] {
    const rest = this.current.subarray(0, this.used)
    if (!this.#isSingle || !survivesSingle(rest)) return [...this.#full.map(widen), rest]
    const single = new Float32Array(this.current.length)
    single.set(rest)
    return [...this.#full, single.subarray(0, this.used)]
  }
}
