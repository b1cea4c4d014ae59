import type { Dialect } from '@/core/dataset/dataset.ts'

/** What stands for bytes that are no character. */
export const REPLACEMENT = '\ufffd'

/** UTF-8 but for some bytes, each of which is read as U+FFFD. */
export const MENDED = 'utf-8, mended'
export type Encoding = Dialect['encoding'] | typeof MENDED

/** What a reading's encoding is called. */
export function nameEncoding(encoding: Encoding): Dialect['encoding'] {
  return encoding === MENDED ? 'utf-8' : encoding
}

/** The encoding a byte order mark names, and the mark's length. */
export function findByteOrderMark(head: Uint8Array): { encoding: Encoding; length: number } | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', length: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', length: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', length: 2 }
  return undefined
}

/** Control characters but NUL by how often each occurs, without the commonest: that one may be the delimiter. */
function countControls(times: Uint32Array): number {
  const others = times.subarray(1)
  return others.reduce((sum, count) => sum + count, 0) - Math.max(...others)
}

/** Pairs of bytes with a NUL from which on, in a hundred, a text without a mark is UTF-16. */
const WIDE_PERCENT = 10

/**
 * UTF-16 without a byte order mark, by the NUL that is half of every ASCII character (delimiters, digits, line ends): many
 * at one place of the pairs, none at the other, and beside each a character that texts have.
 */
export function findWideEncoding(head: Uint8Array): Encoding | undefined {
  const pairs = head.length >> 1
  for (const [nul, encoding] of [
    [1, 'utf-16le'],
    [0, 'utf-16be'],
  ] as const) {
    let [ascii, others] = [0, 0]
    const times = new Uint32Array(32)
    for (let i = 0; i < pairs * 2; i += 2) {
      const [high, low] = [head[i + nul]!, head[i + 1 - nul]!]
      if (high === 0 && (low >= 32 || (low >= 9 && low <= 13)) && low < 127) ascii++
      else if (high === 0 && low < 32) times[low]!++
      else if (low === 0) others++
    }
    const controls = countControls(times) + times[0]!
    if (ascii > 1 && ascii * 100 >= pairs * WIDE_PERCENT && (others + controls) * 50 <= ascii) return encoding
  }
  return undefined
}

const SIGNATURES = [
  {
    bytes: [0x50, 0x4b, 3, 4],
    what: 'a zip or Excel file',
    cure: 'Unpack it, or save the sheet as “CSV UTF-8” in your spreadsheet',
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    what: 'an old Excel file',
    cure: 'Save the sheet as “CSV UTF-8” in your spreadsheet',
  },
  { bytes: [0x1f, 0x8b], what: 'a gzip archive', cure: 'Unpack it' },
  { bytes: [0x50, 0x41, 0x52, 0x31], what: 'a Parquet file', cure: 'Export it as CSV' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF', cure: 'Export its table as CSV' },
] as const

/** What a file is, and what to do about it, when its first bytes are not text. */
export function findBinary(head: Uint8Array): { readonly what: string; readonly cure: string } | undefined {
  const signed = SIGNATURES.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte))
  if (signed) return signed
  if (findByteOrderMark(head) || findWideEncoding(head)) return undefined
  const times = new Uint32Array(32)
  for (let i = 0; i < head.length; i++) {
    const byte = head[i]!
    if (byte < 32 && (byte < 9 || byte > 13) && byte !== 27) times[byte]!++
  }
  const controls = countControls(times) + times[0]!
  // One odd byte is a slip in a text; more than a few in a hundred are not text.
  return controls > 1 && controls * 100 > head.length
    ? { what: 'not a text file (it holds NUL or control bytes)', cure: 'Save the table as “CSV UTF-8”' }
    : undefined
}

/** Whether bytes that come in slices are valid UTF-8 (Unicode 16, table 3-7), sequences cut between slices included. */
export class Utf8Check {
  /** Continuation bytes still to come, and the range of the next one. */
  #pending = 0
  #low = 0x80
  #high = 0xbf

  /** Whether everything up to here is valid; with `last`, nothing may be pending. */
  accepts(bytes: Uint8Array, last: boolean): boolean {
    const { length } = bytes
    let i = 0
    while (i < length) {
      if (this.#pending === 0) {
        while (i < length && bytes[i]! < 0x80) i++
        if (i === length) break
        if (!this.#begin(bytes[i++]!)) return false
        continue
      }
      const byte = bytes[i++]!
      if (byte < this.#low || byte > this.#high) return false
      this.#pending--
      this.#low = 0x80
      this.#high = 0xbf
    }
    return !last || this.#pending === 0
  }

  #begin(lead: number): boolean {
    if (lead >= 0xc2 && lead <= 0xdf) this.#pending = 1
    else if (lead >= 0xe0 && lead <= 0xef) {
      this.#pending = 2
      if (lead === 0xe0) this.#low = 0xa0
      if (lead === 0xed) this.#high = 0x9f // surrogates
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      this.#pending = 3
      if (lead === 0xf0) this.#low = 0x90
      if (lead === 0xf4) this.#high = 0x8f
    } else return false
    return true
  }
}

/** Bytes 128 to 159 of windows-1252 (WHATWG index); the others are the code points themselves. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const SEQUENCES = Array.from({ length: 128 }, (_, i) =>
  new TextEncoder().encode(i < 32 ? WINDOWS_1252[i]! : String.fromCharCode(128 + i)),
)

/** windows-1252 as UTF-8. By table: platforms differ in what `TextDecoder` calls windows-1252. */
export function windows1252ToUtf8(bytes: Uint8Array): Uint8Array {
  let length = bytes.length
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 128) length += SEQUENCES[bytes[i]! - 128]!.length - 1
  if (length === bytes.length) return bytes
  const utf8 = new Uint8Array(length)
  let at = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte < 128) utf8[at++] = byte
    else for (const each of SEQUENCES[byte - 128]!) utf8[at++] = each
  }
  return utf8
}

/** Bytes of a text in Windows-1252; undefined where a character has none. */
export function windows1252Bytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = Uint8Array.from(text, (character) => {
    const known = WINDOWS_1252.indexOf(character)
    return known >= 0 ? 128 + known : Math.min(character.codePointAt(0)!, 256)
  })
  return [...text].every((character) => WINDOWS_1252.includes(character) || character.codePointAt(0)! < 256)
    ? bytes
    : undefined
}

/**
 * Whether bytes are a text of UTF-8, damaged perhaps, rather than one of another encoding: letters of another one hardly ever come
 * together as UTF-8 has them.
 */
export async function isMostlyUtf8(slices: AsyncIterable<{ readonly bytes: Uint8Array }>): Promise<boolean> {
  const decoder = new TextDecoder()
  let [good, bad] = [0, 0]
  for await (const { bytes } of slices) {
    const text = decoder.decode(bytes, { stream: true })
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code === REPLACEMENT.charCodeAt(0)) bad++
      else if (code > 127) good++
    }
  }
  return bad === 0 || good > bad
}
