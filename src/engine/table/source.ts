import { AssayError } from '@/core/errors.ts'
import { type Encoding, findByteOrderMark, Utf8Check, windows1252ToUtf8 } from './encoding.ts'

/** A part of a file as UTF-8, without byte order mark. */
export interface Slice {
  readonly bytes: Uint8Array
  /** Bytes of the file read so far, this part included. */
  readonly read: number
  readonly last: boolean
}

/** Bytes read at once: large enough that asking does not matter, small enough for several in memory. */
const SLICE_BYTES = 1 << 21

/** Thrown (and caught in this folder) when a file that was taken for UTF-8 is not. */
export class NotUtf8 extends Error {}

/** Part of a file; a file that changed or went away since it was chosen is an error a person can act on. */
export async function readBytes(file: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer())
  } catch (cause) {
    throw new AssayError(
      'csv.unreadable',
      'The file could not be read: it was changed, moved or closed to the browser. Choose it again.',
      undefined,
      { cause },
    )
  }
}

/**
 * The file in slices of UTF-8, the next one on its way while this one is worked on. A slice may end anywhere, inside a
 * character too. Throws {@link NotUtf8} at the first byte that UTF-8 does not allow, unless the caller checks UTF-8 itself.
 */
export async function* readUtf8(
  file: Blob,
  encoding: Encoding,
  sliceBytes = SLICE_BYTES,
  isCheckedLater = false,
): AsyncGenerator<Slice> {
  const transcode = isCheckedLater ? (bytes: Uint8Array) => bytes : makeTranscoder(encoding)
  const mark = findByteOrderMark(await readBytes(file, 0, 3))
  let start = mark && (mark.encoding === encoding || mark.encoding === 'utf-8') ? mark.length : 0
  let next = readBytes(file, start, start + sliceBytes)
  for (;;) {
    const bytes = await next
    start += bytes.length
    const last = start >= file.size
    if (!last) {
      next = readBytes(file, start, start + sliceBytes)
      next.catch(() => {}) // heard when it is awaited; never, if reading stops before
    }
    yield { bytes: transcode(bytes, last), read: start, last }
    if (last) return
  }
}

function makeTranscoder(encoding: Encoding): (bytes: Uint8Array<ArrayBuffer>, last: boolean) => Uint8Array {
  if (encoding === 'windows-1252') return windows1252ToUtf8
  if (encoding === 'utf-8') {
    const check = new Utf8Check()
    return (bytes, last) => {
      if (!check.accepts(bytes, last)) throw new NotUtf8()
      return bytes
    }
  }
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  const encoder = new TextEncoder()
  return (bytes, last) => encoder.encode(decoder.decode(bytes, { stream: !last }))
}
