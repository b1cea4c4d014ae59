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
}
