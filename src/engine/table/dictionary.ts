const FIRST_PAGE = 1 << 12
const LARGEST_PAGE = 1 << 20

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Gives texts their codes, in the order in which they first occur. */
export interface TextCodes {
  /** The code of bytes [start, end). */
  code(bytes: Uint8Array, start: number, end: number): number
  /** The texts by code. */
  texts(breathe: () => Promise<void>): Promise<string[]>
}

/** Texts as UTF-8, one after another from the start of `bytes`, by where each ends. */
export interface EncodedTexts {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly ends: Uint32Array<ArrayBuffer>
}

/**
 * Distinct byte strings, numbered in the order in which they first occur. A repeated value costs a hash and a
 * comparison, no string; the bytes lie in pages, so nothing is ever copied to make room.
 */
export class ByteDictionary implements TextCodes {
  /** How many there are; codes are 0 to size − 1. */
  size = 0
  /** Open addressing with linear probing: code + 1, or 0 where free. Never more than half full. */
  #slots = new Int32Array(128)
  #hashes = new Int32Array(64)
  #starts = new Int32Array(64)
  #ends = new Int32Array(64)
  #pageOf = new Int32Array(64)
  readonly #pages: Uint8Array[] = [new Uint8Array(FIRST_PAGE)]
  #used = 0

  /** The code of bytes [start, end), a new one if they were never seen. */
  code(bytes: Uint8Array, start: number, end: number): number {
    let hash = -2128831035 // FNV-1a
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 16777619)
    hash ^= hash >>> 15 // FNV's low bits are its weak ones
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (;;) {
      const code = this.#slots[slot]! - 1
      if (code < 0) break
      if (this.#hashes[code] === hash && this.#equals(code, bytes, start, end)) return code
      slot = (slot + 1) & mask
    }
    return this.#add(bytes, start, end, hash, slot)
  }

  #equals(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[code]!
    const length = end - start
    if (this.#ends[code]! - from !== length) return false
    const page = this.#pages[this.#pageOf[code]!]!
    for (let i = 0; i < length; i++) if (page[from + i] !== bytes[start + i]) return false
    return true
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    if (this.size === this.#hashes.length) this.#growEntries()
    const length = end - start
    let page = this.#pages[this.#pages.length - 1]!
    if (this.#used + length > page.length) {
      page = new Uint8Array(Math.max(length, Math.min(LARGEST_PAGE, page.length * 4)))
      this.#pages.push(page)
      this.#used = 0
    }
    for (let i = 0; i < length; i++) page[this.#used + i] = bytes[start + i]!
    const code = this.size++
    this.#hashes[code] = hash
    this.#starts[code] = this.#used
    this.#used += length
    this.#ends[code] = this.#used
    this.#pageOf[code] = this.#pages.length - 1
    this.#slots[slot] = code + 1
    if (this.size * 2 > this.#slots.length) this.#growSlots()
    return code
  }

  #growEntries(): void {
    const grown = (old: Int32Array<ArrayBuffer>) => {
      const next = new Int32Array(old.length * 2)
      next.set(old)
      return next
    }
    this.#hashes = grown(this.#hashes)
    this.#starts = grown(this.#starts)
    this.#ends = grown(this.#ends)
    this.#pageOf = grown(this.#pageOf)
  }

  #growSlots(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    const mask = this.#slots.length - 1
    for (let code = 0; code < this.size; code++) {
      let slot = this.#hashes[code]! & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = code + 1
    }
  }

  /** The texts by code. `breathe` is called after every page. */
  async texts(breathe: () => Promise<void>): Promise<string[]> {
    const texts: string[] = []
    for (let index = 0; index < this.#pages.length; index++) {
      const first = texts.length
      let code = first
      while (code < this.size && this.#pageOf[code] === index) code++
      for (const text of await decodeTexts(this.#pages[index]!, this.#ends.subarray(first, code), breathe))
        texts.push(text)
    }
    return texts
  }
}

/** Texts that lie one after another from the start of `bytes`, by where each ends. */
export async function decodeTexts(
  bytes: Uint8Array,
  ends: Int32Array | Uint32Array,
  breathe: () => Promise<void>,
): Promise<string[]> {
  const texts = new Array<string>(ends.length)
  for (let code = 0; code < ends.length; ) {
    const from = ends[code - 1] ?? 0
    let next = code + 1
    while (next < ends.length && ends[next]! - from <= LARGEST_PAGE) next++
    const to = ends[next - 1]!
    // One call for many texts of ASCII, where a byte is a character; one a text otherwise.
    const whole = utf8.decode(bytes.subarray(from, to))
    const isAscii = whole.length === to - from
    for (let start = from; code < next; code++) {
      const end = ends[code]!
      texts[code] = isAscii ? whole.slice(start - from, end - from) : utf8.decode(bytes.subarray(start, end))
      start = end
    }
    await breathe()
  }
  return texts
}
