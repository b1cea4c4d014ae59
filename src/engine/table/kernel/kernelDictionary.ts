import { decodeTexts, type EncodedTexts, type TextCodes } from '../dictionary.ts'
import type { Exports } from './program.ts'

/** Bytes of texts that are given their codes in one call, as a rule, and how many texts at most. */
const TEXT_BYTES = 1 << 16
const MOST_TEXTS = 1 << 13
/** Bytes of a text that are copied one by one: less than a call takes. */
const FEW_BYTES = 32
const LEAST_SCRATCH = 1 << 12

/** Room in a kernel's memory for what is handed in from outside, for all of its dictionaries. */
export class Scratch {
  readonly #it: Exports
  #place = 0
  #bytes = 0

  constructor(it: Exports) {
    this.#it = it
  }

  /** Where so many bytes may lie until the next call. */
  take(bytes: number): number {
    if (bytes > this.#bytes) {
      this.#bytes = Math.max(bytes, this.#bytes * 2, LEAST_SCRATCH)
      this.#place = this.#it.takeBytes(this.#bytes) >>> 0
    }
    return this.#place
  }
}

/** A dictionary that lies in the kernel's memory. */
export class KernelDictionary implements TextCodes {
  readonly place: number
  readonly #it: Exports
  readonly #scratch: Scratch

  constructor(it: Exports, scratch: Scratch) {
    this.#it = it
    this.#scratch = scratch
    this.place = it.makeDictionary() >>> 0
  }

  /** Anew at each use: the memory may have grown. */
  get #buffer(): ArrayBuffer {
    return this.#it.memory.buffer as ArrayBuffer
  }

  /** The code of bytes that lie outside. */
  code(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start
    const place = this.#scratch.take(length)
    const inside = new Uint8Array(this.#buffer, place, length)
    if (length < FEW_BYTES) for (let i = 0; i < length; i++) inside[i] = bytes[start + i]!
    else inside.set(bytes.subarray(start, end))
    return this.#it.codeOf(this.place, place, length)
  }

  /** The codes of texts of another dictionary, none of them empty; new ones for those that were never seen. */
  codesOf({ bytes, ends }: EncodedTexts): Int32Array<ArrayBuffer> {
    const codes = new Int32Array(ends.length)
    for (let first = 0; first < ends.length; ) {
      const from = ends[first - 1] ?? 0
      let next = first + 1
      while (next < ends.length && next - first < MOST_TEXTS && ends[next]! - from <= TEXT_BYTES) next++
      const count = next - first
      const length = ends[next - 1]! - from
      const place = this.#scratch.take(4 * count + length)
      // Their ends first, over which the codes are written.
      const words = new Int32Array(this.#buffer, place, count)
      for (let i = 0; i < count; i++) words[i] = ends[first + i]! - from
      const texts = place + 4 * count
      new Uint8Array(this.#buffer, texts, length).set(bytes.subarray(from, from + length))
      this.#it.codesOf(this.place, texts, place, count)
      codes.set(new Int32Array(this.#buffer, place, count), first)
      first = next
    }
    return codes
  }

  async texts(breathe: () => Promise<void>): Promise<string[]> {
    const { bytes, ends } = this.#inside()
    return decodeTexts(bytes, ends, breathe)
  }

  /** A copy of the texts, by code. */
  encoded(): EncodedTexts {
    const { bytes, ends } = this.#inside()
    return { bytes: bytes.slice(), ends: ends.slice() }
  }

  #inside(): EncodedTexts {
    const ends = new Uint32Array(
      this.#buffer,
      this.#it.dictionaryEnds(this.place) >>> 0,
      this.#it.dictionarySize(this.place),
    )
    const bytes = new Uint8Array(this.#buffer, this.#it.dictionaryBytes(this.place) >>> 0, ends.at(-1) ?? 0)
    return { bytes, ends }
  }
}
