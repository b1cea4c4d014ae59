import { type NumberFormat, parseNumber, trimCell } from '@/core/dataset/cell.ts'
import { isBlank } from './numbers.ts'

/** Texts that often stand for "no value". Each is taken as such only where the column bears it out. */
export const MISSING_CANDIDATES = ['NA', 'N/A', 'n/a', 'NaN', 'nan', 'null', 'NULL', 'None', '?', '-', '#N/A'] as const

/** Those that hardly ever name a category; a dash or "None" often does (no garage, a negative result). */
export const MISSING_IN_CATEGORIES: ReadonlySet<string> = new Set(
  MISSING_CANDIDATES.filter((token) => token !== '-' && token !== 'None'),
)

/** Words looked for among cells, as bytes. */
export class Tokens {
  readonly texts: readonly string[]
  readonly #encoded: readonly Uint8Array[]
  /** Numbers that some tokens spell, such as −200. */
  readonly #numbers: ReadonlySet<number>
  readonly #set: ReadonlySet<string>
  /** Characters of the longest. */
  readonly #longest: number
  readonly #format: NumberFormat

  constructor(texts: readonly string[], format: NumberFormat) {
    this.texts = texts
    this.#set = new Set(texts)
    this.#longest = Math.max(0, ...texts.map(({ length }) => length))
    this.#format = format
    const encoder = new TextEncoder()
    this.#encoded = texts.map((text) => encoder.encode(text))
    this.#numbers = new Set(texts.flatMap((text) => parseNumber(text, format) ?? []))
  }

  /** Numbers that some tokens spell. */
  get numbers(): ReadonlySet<number> {
    return this.#numbers
  }

  /** Whether a cell stands for "missing": it is a token, or the number of one written otherwise. */
  has(text: string): boolean {
    const cell = trimCell(text)
    // Most texts are longer than a word for "missing", and need not be looked up.
    if (cell.length <= this.#longest && this.#set.has(cell)) return true
    return this.#numbers.size > 0 && this.hasNumber(parseNumber(text, this.#format) ?? Number.NaN)
  }

  /** Whether a number that was read could be a token. */
  hasNumber(value: number): boolean {
    return this.#numbers.size > 0 && this.#numbers.has(value)
  }

  /** Which token bytes [start, end), without blanks around them, are; −1 if none. */
  indexOf(bytes: Uint8Array, start: number, end: number): number {
    let from = start
    let to = end
    while (from < to && isBlank(bytes[from]!)) from++
    while (to > from && isBlank(bytes[to - 1]!)) to--
    const length = to - from
    search: for (let t = 0; t < this.#encoded.length; t++) {
      const token = this.#encoded[t]!
      if (token.length !== length) continue
      for (let i = 0; i < length; i++) if (token[i] !== bytes[from + i]) continue search
      return t
    }
    return -1
  }
}
