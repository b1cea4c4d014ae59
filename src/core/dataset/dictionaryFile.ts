import type { Arrays } from '../ports.ts'
import type { ColumnData } from './column.ts'
import { packedTexts } from './texts.ts'

/**
 * A dictionary as bytes, laid out so that one entry can be found without reading the others: the number of entries and
 * then where each entry ends, all as unsigned 32-bit little-endian numbers, then every entry's UTF-8 in one piece.
 */
const WORD = Uint32Array.BYTES_PER_ELEMENT
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The offset of the first entry's text in a file of `entries` entries. */
function textStart(entries: number): number {
  return WORD * (1 + entries)
}

/** The dictionary of coded data as its file has it; packed texts are that already, but for their number. */
export function encodeDictionary(data: Extract<ColumnData, { kind: 'coded' }>): ArrayBuffer {
  const packed = packedTexts(data)
  const parts = packed ? [Uint32Array.of(packed.size), packed.ends, packed.bytes] : encodeStrings(data.dictionary)
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const { buffer, byteOffset, byteLength } of parts) {
    whole.set(new Uint8Array(buffer, byteOffset, byteLength), at)
    at += byteLength
  }
  return whole.buffer
}

function encodeStrings(dictionary: readonly string[]): readonly Uint8Array<ArrayBuffer>[] {
  const encoder = new TextEncoder()
  const head = new Uint32Array(1 + dictionary.length)
  head[0] = dictionary.length
  const parts: Uint8Array<ArrayBuffer>[] = [new Uint8Array(head.buffer)]
  let end = 0
  for (let first = 0; first < dictionary.length; first += TEXTS_AT_ONCE) {
    const page = dictionary.slice(first, first + TEXTS_AT_ONCE)
    const joined = page.join('')
    const whole = encoder.encode(joined)
    // In ASCII a character is a byte. Elsewhere each text is encoded alone: halves of a pair must not meet.
    const isAscii = whole.length === joined.length
    const texts = isAscii ? page : page.map((text) => encoder.encode(text))
    for (const [i, { length }] of texts.entries()) head[1 + first + i] = end += length
    parts.push(...(isAscii ? [whole] : (texts as Uint8Array<ArrayBuffer>[])))
  }
  return parts
}

/** Texts encoded in one call: a call for each costs more than its bytes. */
const TEXTS_AT_ONCE = 4_096

/** A dictionary that decodes an entry when it is asked for. */
export interface DictionaryReader {
  readonly entries: number
  readonly bytes: number
  entry(code: number): string | undefined
  /** Entries [first, last) as one text, and where in its bytes each ends. */
  range(
    first: number,
    last: number,
  ): { readonly text: string; readonly ends: readonly number[]; readonly bytes: number }
}

/** Opens the bytes of a dictionary file; undefined where they cannot be one (cut short, or overwritten). */
export function openDictionary(buffer: ArrayBuffer): DictionaryReader | undefined {
  if (buffer.byteLength < WORD) return undefined
  const entries = new Uint32Array(buffer, 0, 1)[0]!
  const start = textStart(entries)
  if (buffer.byteLength < start) return undefined
  const ends = new Uint32Array(buffer, WORD, entries)
  if (buffer.byteLength !== start + (ends[entries - 1] ?? 0)) return undefined
  return {
    entries,
    bytes: buffer.byteLength,
    entry(code) {
      const end = ends[code]
      if (end === undefined) return undefined
      const from = ends[code - 1] ?? 0
      return decoder.decode(new Uint8Array(buffer, start + from, Math.max(0, end - from)))
    },
    range(first, last) {
      const from = ends[first - 1] ?? 0
      const bytes = Math.max(0, (ends[last - 1] ?? 0) - from)
      return {
        text: decoder.decode(new Uint8Array(buffer, start + from, bytes)),
        ends: Array.from(ends.subarray(first, last), (end) => end - from),
        bytes,
      }
    },
  }
}

/** Entries decoded between two looks at the clock. */
const AT_ONCE = 2_048

/** All entries in order. Where some thousand are plain ASCII they are decoded by one call and cut, which is quick. */
export async function decodeDictionary(
  { entries, range, entry }: DictionaryReader,
  breathe: () => Promise<void>,
): Promise<string[]> {
  const texts: string[] = []
  for (let first = 0; first < entries; first += AT_ONCE) {
    const { text, ends, bytes } = range(first, Math.min(entries, first + AT_ONCE))
    // One byte a character: places in the bytes are places in the text.
    const isPlain = text.length === bytes
    ends.forEach((end, i) => {
      texts.push(isPlain ? text.slice(ends[i - 1] ?? 0, end) : entry(first + i)!)
    })
    await breathe()
  }
  return texts
}

/**
 * The entries that `codes` name, read one by one from a dictionary too large to hold; a code that the file does not have
 * is absent from the map.
 */
export async function readEntries(
  arrays: Arrays,
  path: string,
  codes: Int32Array,
): Promise<ReadonlyMap<number, string>> {
  const [entries = 0] = new Uint32Array(await arrays.read(path, 0, WORD))
  const wanted = [...new Set(codes)].filter((code) => code >= 0 && code < entries)
  const read = async (code: number) => {
    // The word before the first end is the number of entries, not an end.
    const words = new Uint32Array(await arrays.read(path, WORD * code, WORD * (code + 2)))
    const from = code === 0 ? 0 : words[0]!
    const start = textStart(entries)
    return [code, decoder.decode(await arrays.read(path, start + from, start + words[1]!))] as const
  }
  return new Map(await Promise.all(wanted.map(read)))
}
