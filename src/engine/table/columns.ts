import { isInfinite } from '@/core/dataset/cell.ts'
import { CHUNK_ROWS } from '@/core/dataset/column.ts'
import { ISSUES_KEPT } from '@/core/dataset/dataset.ts'
import { cellText, DOUBLED, type SquareBatch } from './batch.ts'
import { ByteDictionary } from './dictionary.ts'
import type { Tokens } from './missing.ts'
import { isBlank, isPlainInteger, parseNumberBytes } from './numbers.ts'

/** Rows of the first chunk of a column; it doubles up to `CHUNK_ROWS`, so that thousands of columns are no burden. */
const FIRST_ROWS = 1 << 10

/** Chunks of `CHUNK_ROWS`, the last one shorter; nothing is copied once the first is full. */
class ChunkList<A extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>> {
  readonly #make: (length: number) => A
  readonly #full: A[] = []
  current: A
  /** Rows used of `current`. */
  used = 0

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
        this.#full.push(this.current)
        this.current = this.#make(CHUNK_ROWS)
        this.used = 0
      }
    }
    return Math.min(wanted, this.current.length - this.used)
  }

  finish(): A[] {
    if (this.used > 0) this.#full.push(this.current.slice(0, this.used) as A)
    return this.#full
  }
}

/** A cell that became missing although it says something. */
export interface OddCell {
  /** Row of the table, from 0. */
  readonly row: number
  readonly raw: string
}

/**
 * Reads cells as numbers straight from their bytes, as long as all of them are. Where one is not, the column is broken
 * and must be read again as text, unless the person fixed its type: then the cell becomes missing, and is told of.
 */
export class NumberColumn {
  /** Whether a cell was met that is not a number. Its values are gone then. */
  isBroken = false
  /** Whether all values are whole. */
  isWhole = true
  /** Whether every cell is a whole number as it would be written again. */
  isPlain = true
  hasNumbers = false
  missing = 0
  /** Tokens met in the column, by their place in the list. */
  readonly tokensMet = new Set<number>()
  /** Cells that became missing: how many, and the first of them. */
  oddCount = 0
  readonly odd: OddCell[] = []
  readonly #tokens: Tokens
  readonly #quote: string
  /** The type the person fixed, if so. */
  readonly #fixed: 'number' | 'integer' | undefined
  #chunks = new ChunkList<Float64Array<ArrayBuffer>>((length) => new Float64Array(length))
  #rows = 0

  constructor(tokens: Tokens, quote: string, fixed?: 'number' | 'integer') {
    this.#tokens = tokens
    this.#quote = quote
    this.#fixed = fixed
  }

  add(batch: SquareBatch, column: number): void {
    const { bytes, starts, ends, records, width } = batch
    let r = 0
    while (r < records && !this.isBroken) {
      const room = this.#chunks.room(records - r)
      const { current, used } = this.#chunks
      for (let k = 0; k < room; k++, r++) {
        const cell = r * width + column
        let start = starts[cell]!
        let end = ends[cell]!
        let value = Number.NaN
        if (start < end) {
          if (isBlank(bytes[start]!) || isBlank(bytes[end - 1]!)) {
            while (start < end && isBlank(bytes[start]!)) start++
            while (end > start && isBlank(bytes[end - 1]!)) end--
          }
          if (start < end) {
            value = parseNumberBytes(bytes, start, end)
            if (Number.isNaN(value) || this.#tokens.hasNumber(value))
              value = this.#unusual(batch, cell, value, this.#rows + r)
            if (!Number.isNaN(value)) {
              this.hasNumbers = true
              if (this.isWhole && !Number.isSafeInteger(value))
                value = this.#fraction(batch, cell, value, this.#rows + r)
              if (this.isPlain && !isPlainInteger(bytes, start, end)) this.isPlain = false
            }
          }
        }
        if (Number.isNaN(value)) this.missing++
        current[used + k] = value
      }
      this.#chunks.used = used + room
    }
    this.#rows += records
    if (this.isBroken) this.#chunks = new ChunkList((length) => new Float64Array(length))
  }

  /** Takes values that are numbers already; NaN is missing. Words that stand for "missing" are not told apart. */
  addNumbers(values: Float64Array): void {
    let i = 0
    while (i < values.length) {
      const room = this.#chunks.room(values.length - i)
      const { current, used } = this.#chunks
      for (let k = 0; k < room; k++, i++) {
        let value = values[i]!
        if (Math.abs(value) === Number.POSITIVE_INFINITY) {
          this.#coerce(this.#rows + i, String(value))
          value = Number.NaN
        }
        if (this.#tokens.hasNumber(value)) value = Number.NaN
        if (Number.isNaN(value)) this.missing++
        else {
          this.hasNumbers = true
          if (!Number.isSafeInteger(value)) this.isWhole = this.isPlain = false
          value += 0 // no minus zero
        }
        current[used + k] = value
      }
      this.#chunks.used = used + room
    }
    this.#rows += values.length
  }

  /** What a cell becomes that is no number, or a number that may stand for "missing". */
  #unusual(batch: SquareBatch, cell: number, value: number, row: number): number {
    const token = this.#tokens.indexOf(batch.bytes, batch.starts[cell]!, batch.ends[cell]!)
    if (token >= 0 && (batch.flags[cell]! & DOUBLED) === 0) {
      this.tokensMet.add(token)
      return Number.NaN
    }
    if (!Number.isNaN(value)) return value
    const raw = cellText(batch, cell, this.#quote)
    if (this.#fixed || isInfinite(raw)) this.#coerce(row, raw)
    else this.isBroken = true
    return Number.NaN
  }

  #fraction(batch: SquareBatch, cell: number, value: number, row: number): number {
    if (this.#fixed !== 'integer') {
      this.isWhole = false
      return value
    }
    this.#coerce(row, cellText(batch, cell, this.#quote))
    return Number.NaN
  }

  #coerce(row: number, raw: string): void {
    if (this.oddCount++ < ISSUES_KEPT) this.odd.push({ row, raw })
  }

  finish(): Float64Array<ArrayBuffer>[] {
    return this.#chunks.finish()
  }
}

/** Reads cells as codes of their texts. Blank cells are missing; what else is, is decided when all are known. */
export class CodedColumn {
  readonly #quote: number
  readonly #chunks = new ChunkList<Int32Array<ArrayBuffer>>((length) => new Int32Array(length))
  readonly #dictionary = new ByteDictionary()
  #scratch = new Uint8Array(256)

  constructor(quote: string) {
    this.#quote = quote.charCodeAt(0)
  }

  add(batch: SquareBatch, column: number): void {
    const { bytes, starts, ends, flags, records, width } = batch
    const dictionary = this.#dictionary
    let r = 0
    while (r < records) {
      const room = this.#chunks.room(records - r)
      const { current, used } = this.#chunks
      for (let k = 0; k < room; k++, r++) {
        const cell = r * width + column
        const start = starts[cell]!
        const end = ends[cell]!
        let first = start
        while (first < end && isBlank(bytes[first]!)) first++
        if (first === end) current[used + k] = -1
        else if ((flags[cell]! & DOUBLED) === 0) current[used + k] = dictionary.code(bytes, start, end)
        else current[used + k] = dictionary.code(this.#scratch, 0, this.#halveQuotes(bytes, start, end))
      }
      this.#chunks.used = used + room
    }
  }

  /** Writes the cell to the scratch, every pair of quotes as one, and returns its length. */
  #halveQuotes(bytes: Uint8Array, start: number, end: number): number {
    if (this.#scratch.length < end - start) this.#scratch = new Uint8Array((end - start) * 2)
    let length = 0
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!
      this.#scratch[length++] = byte
      if (byte === this.#quote && bytes[i + 1] === this.#quote && i + 1 < end) i++
    }
    return length
  }

  async finish(breathe: () => Promise<void>): Promise<{ chunks: Int32Array<ArrayBuffer>[]; texts: string[] }> {
    const texts = await this.#dictionary.texts(breathe)
    return { chunks: this.#chunks.finish(), texts }
  }
}
