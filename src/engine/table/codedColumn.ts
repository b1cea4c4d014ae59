import { DOUBLED, type Quoting, type SquareBatch } from './batch.ts'
import { CodeChunks, recut } from './chunks.ts'
import { ByteDictionary, type EncodedTexts, type TextCodes } from './dictionary.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { KernelDictionary } from './kernel/kernelDictionary.ts'
import { isBlank } from './numbers.ts'

const BACKSLASH = 92

/** What one part of a file has of a column of texts. */
export interface PartCodes {
  readonly kind: 'coded'
  readonly chunks: readonly Int32Array<ArrayBuffer>[]
  readonly texts: EncodedTexts
  readonly blank: number
}

/** Reads cells as codes of their texts. Blank cells are missing; what else is, is decided when all are known. */
export class CodedColumn {
  readonly #quote: number
  readonly #hasBackslashes: boolean
  readonly #chunks = new CodeChunks()
  readonly #dictionary: TextCodes
  /** The chunks of all parts, where the column is put together from parts. */
  readonly #parts: Int32Array<ArrayBuffer>[] = []
  #blank = 0
  #scratch = new Uint8Array(256)

  constructor({ quote, escape: escaping }: Quoting, dictionary: TextCodes = new ByteDictionary()) {
    this.#quote = quote.charCodeAt(0)
    this.#hasBackslashes = escaping === 'backslash'
    this.#dictionary = dictionary
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
        if (first === end) {
          current[used + k] = -1
          this.#blank++
        } else if ((flags[cell]! & DOUBLED) === 0) current[used + k] = dictionary.code(bytes, start, end)
        else current[used + k] = dictionary.code(this.#scratch, 0, this.#unescape(bytes, start, end))
      }
      this.#chunks.used = used + room
    }
  }

  /** Adds the column as the kernel reads it from its window, with a dictionary in the kernel's memory. */
  addWindow(kernel: Kernel, column: number): void {
    const { codes, blank } = kernel.readCodes(column, this.#dictionary as KernelDictionary)
    this.#chunks.append(codes)
    this.#blank += blank
  }

  /** What this column, read by a kernel from a part of a file, has for the whole one. */
  give(): PartCodes {
    const texts = (this.#dictionary as KernelDictionary).encoded()
    return { kind: 'coded', chunks: this.#chunks.give(), texts, blank: this.#blank }
  }

  /** Takes what the next part of the file has, with a dictionary in the kernel's memory; nothing else is added to such a column. */
  append({ chunks, texts, blank }: PartCodes): void {
    const codes = (this.#dictionary as KernelDictionary).codesOf(texts)
    const isSame = codes.every((code, i) => code === i)
    for (const chunk of chunks) {
      if (!isSame) for (let i = 0; i < chunk.length; i++) if (chunk[i]! >= 0) chunk[i] = codes[chunk[i]!]!
      this.#parts.push(chunk)
    }
    this.#blank += blank
  }

  /** Writes the cell to the scratch as `cellText` reads it, and returns its length. */
  #unescape(bytes: Uint8Array, start: number, end: number): number {
    if (this.#scratch.length < end - start) this.#scratch = new Uint8Array((end - start) * 2)
    let length = 0
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!
      this.#scratch[length++] = byte
      if (i + 1 === end) break
      const next = bytes[i + 1]!
      if (byte === BACKSLASH && this.#hasBackslashes && (next === this.#quote || next === BACKSLASH))
        this.#scratch[length - 1] = bytes[++i]!
      else if (byte === this.#quote && next === this.#quote) i++
    }
    return length
  }

  async finish(
    breathe: () => Promise<void>,
  ): Promise<{ chunks: Int32Array<ArrayBuffer>[]; texts: string[]; blank: number }> {
    const texts = await this.#dictionary.texts(breathe)
    const chunks = this.#parts.length > 0 ? recut(this.#parts) : this.#chunks.finish()
    return { chunks, texts, blank: this.#blank }
  }
}
