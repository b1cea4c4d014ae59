import { AssayError } from '@/core/errors.ts'
import { type Encoding, findByteOrderMark, nameEncoding, Utf8Check, windows1252ToUtf8 } from './encoding.ts'
import { piecesOf } from './pieces.ts'

/** Bytes of a table one after another, wherever they come from: a file, an unpacked one, several in a row. */
export interface ByteSource {
  /** Bytes it has on disk, packed where it is packed: what `read` climbs to. */
  readonly size: number
  /**
   * All bytes from the beginning, at every call anew: a column may have to be read a second time.
   * @param areCopied Whether the caller is done with a slice once it asks for the next, whose bytes may lie in its place.
   */
  slices(sliceBytes: number, areCopied?: boolean): AsyncIterable<ByteSlice>
}

/** A part of a source. Only the last may be empty. */
export interface ByteSlice {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Bytes on disk that were read for all of it so far. */
  readonly read: number
  readonly last: boolean
}

/** A part of a file as UTF-8, without byte order mark. */
export interface Slice {
  readonly bytes: Uint8Array
  /** Bytes of the file read so far, this part included. */
  readonly read: number
  readonly last: boolean
}

/** Most bytes read at once: large enough that asking does not matter, small enough for the processor's cache. */
export const SLICE_BYTES = 1 << 20

/** Thrown (and caught in this folder) when a file that was taken for UTF-8 is not. */
export class NotUtf8 extends Error {}

/** A file as a source, the next slice on its way while this one is worked on. */
export function blobSource(file: Blob): ByteSource {
  return { size: file.size, slices: (sliceBytes, areCopied) => sliceBlob(file, sliceBytes, areCopied) }
}

async function* sliceBlob(file: Blob, sliceBytes: number, areCopied = false): AsyncGenerator<ByteSlice> {
  if (file.size <= SMALL_BYTES) {
    const all = await readBlob(file, 0, file.size)
    for (let at = 0; at === 0 || at < all.length; at += sliceBytes) {
      const bytes = all.subarray(at, at + sliceBytes)
      yield { bytes, read: at + bytes.length, last: at + bytes.length >= all.length }
    }
    return
  }
  try {
    let read = 0
    for await (const bytes of piecesOf(file, sliceBytes, areCopied)) {
      read += bytes.length
      yield { bytes, read, last: read >= file.size }
    }
  } catch (cause) {
    throw unreadable(cause)
  }
}

function unreadable(cause: unknown): AssayError {
  return new AssayError(
    'csv.unreadable',
    'The file could not be read: it was changed, moved or closed to the browser. Choose it again.',
    undefined,
    { cause },
  )
}

/** Bytes of a beginning that are kept: packing, format, encoding and dialect are each found from them. */
const HEAD_BYTES = 1 << 17
/** Files up to this are kept whole. */
const SMALL_BYTES = 1 << 22
/** Beginnings of files. Asking a browser for bytes takes milliseconds, however few they are. */
const heads = new WeakMap<Blob, Uint8Array<ArrayBuffer>>()

async function readBlob(file: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const kept = file.size <= SMALL_BYTES ? SMALL_BYTES : HEAD_BYTES
  if (end > kept && file.size > kept) return sliceOf(file, start, end)
  const head = heads.get(file) ?? (await sliceOf(file, 0, kept))
  heads.set(file, head)
  return head.slice(start, end)
}

async function sliceOf(file: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer())
  } catch (cause) {
    throw unreadable(cause)
  }
}

/** The first bytes of a file as a source that ends with them. */
function beginningOf(file: Blob, bytes: number): ByteSource {
  return {
    size: file.size,
    async *slices() {
      const head = await readBlob(file, 0, bytes)
      yield { bytes: head, read: head.length, last: head.length >= file.size }
    },
  }
}

/**
 * Bytes [start, end) of a file or a source, fewer where it ends; of a source, all before them are read too. A file that
 * changed or went away since it was chosen is an error a person can act on.
 */
export async function readBytes(
  input: Blob | ByteSource,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (input instanceof Blob) return readBlob(input, start, end)
  const wanted = new Uint8Array(end - start)
  let at = 0
  for await (const { bytes } of input.slices(end)) {
    if (at + bytes.length > start)
      wanted.set(bytes.subarray(Math.max(0, start - at), end - at), Math.max(0, at - start))
    at += bytes.length
    if (at >= end) break
  }
  return wanted.subarray(0, Math.max(0, Math.min(at, end) - start))
}

export interface Utf8Options {
  readonly sliceBytes?: number | undefined
  /** The caller checks UTF-8 itself. */
  readonly isCheckedLater?: boolean
  /** As {@link ByteSource.slices} has it. */
  readonly areCopied?: boolean
  /** These bytes stand within a file, where a byte order mark is none. */
  readonly isWithin?: boolean
}

/**
 * The file in slices of UTF-8. A slice may end anywhere, inside a character too. Throws {@link NotUtf8} at the first byte
 * that UTF-8 does not allow, unless the caller checks UTF-8 itself.
 */
export async function* readUtf8(
  input: Blob | ByteSource,
  encoding: Encoding,
  { sliceBytes = SLICE_BYTES, isCheckedLater = false, areCopied = false, isWithin = false }: Utf8Options = {},
): AsyncGenerator<Slice> {
  const transcode = isCheckedLater ? (bytes: Uint8Array) => bytes : makeTranscoder(encoding)
  const mark = isWithin ? undefined : findByteOrderMark(await readBytes(input, 0, LONGEST_MARK))
  let skipped = mark && (mark.encoding === nameEncoding(encoding) || mark.encoding === 'utf-8') ? mark.length : 0
  const source = input instanceof Blob ? blobSource(input) : input
  for await (const { bytes, read, last } of source.slices(sliceBytes, areCopied)) {
    const body = bytes.subarray(skipped)
    skipped -= bytes.length - body.length
    if (body.length > 0 || last) yield { bytes: transcode(body, last), read, last }
  }
}

/** Bytes of the longest byte order mark. */
const LONGEST_MARK = 3

/** The first bytes of a file as UTF-8, `wanted` or somewhat more, or all of it. Throws {@link NotUtf8}. */
export async function readBeginning(
  input: Blob | ByteSource,
  encoding: Encoding,
  wanted: number,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly last: boolean }> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  const source = input instanceof Blob ? beginningOf(input, wanted + LONGEST_MARK) : input
  for await (const { bytes, last } of readUtf8(source, encoding, { sliceBytes: wanted })) {
    parts.push(bytes.slice())
    length += bytes.length
    if (length < wanted && !last) continue
    const whole = new Uint8Array(length)
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    return { bytes: whole, last }
  }
  return { bytes: new Uint8Array(0), last: true }
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
  const decoder = new TextDecoder(nameEncoding(encoding), { ignoreBOM: true })
  const encoder = new TextEncoder()
  return (bytes, last) => encoder.encode(decoder.decode(bytes, { stream: !last }))
}
