import { AssayError } from '@/core/errors.ts'
import { formatBytes } from '@/core/format/format.ts'
import { type ByteSlice, type ByteSource, blobSource } from './source.ts'

/** Packed bytes handed to the platform's decompressor at once. */
const PACKED_SLICE = 1 << 16
/** Bytes of the shortest header of a gzip member (RFC 1952). */
const HEADER_BYTES = 10

/**
 * A gzip file unpacked while it is read, by the platform's decompressor, which checks every member's CRC and length. A
 * file of several members (as `cat a.gz b.gz`, bgzip and pigz make them) is read through. Throws `archive.damaged`.
 */
export function gzipSource(file: Blob): ByteSource {
  return { size: file.size, slices: (sliceBytes) => regroup(gunzip(file), sliceBytes) }
}

/** Unpacked bytes as they come, and the packed bytes read for them. */
export interface Unpacked {
  readonly bytes: Uint8Array
  readonly read: number
}

/** Pieces of any size as slices of one size, so that no slice but the last is short. */
export async function* regroup(chunks: AsyncIterable<Unpacked>, sliceBytes: number): AsyncGenerator<ByteSlice> {
  let slice = new Uint8Array(sliceBytes)
  let used = 0
  let readBefore = 0
  for await (const { bytes, read } of chunks) {
    for (let from = 0; from < bytes.length; ) {
      if (used === sliceBytes) {
        yield { bytes: slice, read: readBefore, last: false }
        slice = new Uint8Array(sliceBytes)
        used = 0
      }
      const part = bytes.subarray(from, from + sliceBytes - used)
      slice.set(part, used)
      used += part.length
      from += part.length
    }
    readBefore = read
  }
  yield { bytes: slice.subarray(0, used), read: readBefore, last: true }
}

/**
 * Members are unpacked one by one, since browsers take a second one for junk. What looks like a member's header within
 * packed bytes may, once in some hundred gigabytes, be none: when the member before it then turns out to be incomplete,
 * the file is read again without that border.
 */
async function* gunzip(file: Blob): AsyncGenerator<Unpacked> {
  let given = 0
  let noBorder = -1
  for (;;) {
    const reading = { read: 0, border: -1, ended: false }
    const pieces = splitMembers(file, noBorder)
    let skip = given
    try {
      while (!reading.ended) {
        for await (const chunk of inflate(memberOf(pieces, reading), 'gzip')) {
          const fresh = chunk.subarray(skip)
          skip -= chunk.length - fresh.length
          given += fresh.length
          if (fresh.length > 0) yield { bytes: fresh, read: reading.read }
        }
      }
      return
    } catch (cause) {
      const { read, border } = reading
      if (cause instanceof AssayError) throw cause
      if (border < 0 || noBorder >= 0)
        throw new AssayError(
          'archive.damaged',
          `This gzip file is damaged, cut short or followed by something else: it cannot be unpacked beyond ${formatBytes(read)} of ` +
            `${formatBytes(file.size)}. Copy or download it again, or pack the table anew.`,
          { read, size: file.size },
          { cause },
        )
      noBorder = border
    } finally {
      await pieces.return(undefined)
    }
  }
}

/** The packed bytes of the next member, and where reading stands. */
async function* memberOf(
  pieces: AsyncGenerator<Piece>,
  reading: { read: number; border: number; ended: boolean },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  reading.border = -1
  for (;;) {
    const { value, done } = await pieces.next()
    if (done) {
      reading.ended = true
      return
    }
    reading.read = value.read
    yield value.bytes
    if (!value.endsMember) continue
    reading.border = value.read
    return
  }
}

/** Packed bytes in pieces that never reach over the border of two members. */
interface Piece {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Bytes of the file handed out so far, these included. */
  readonly read: number
  readonly endsMember: boolean
}

async function* splitMembers(file: Blob, noBorder: number): AsyncGenerator<Piece> {
  let bytes = new Uint8Array(0)
  /** Where `bytes` starts in the file. */
  let start = 0
  for await (const slice of blobSource(file).slices(PACKED_SLICE)) {
    bytes = join(bytes, slice.bytes)
    // A header that this slice cuts is looked at with the next one.
    const end = slice.last ? bytes.length : Math.max(0, bytes.length - HEADER_BYTES)
    let from = 0
    for (let at = bytes.indexOf(0x1f); at >= 0 && at < end; at = bytes.indexOf(0x1f, at + 1)) {
      if (start + at === 0 || start + at === noBorder || !isMemberHeader(bytes, at)) continue
      yield { bytes: bytes.slice(from, at), read: start + at, endsMember: true }
      from = at
    }
    if (end > from) yield { bytes: bytes.slice(from, end), read: start + end, endsMember: false }
    bytes = bytes.slice(end)
    start += end
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}

/** Whether ten bytes are a gzip header that programs write: the two magic bytes, deflate, known flags, level and system. */
function isMemberHeader(bytes: Uint8Array, at: number): boolean {
  if (at + HEADER_BYTES > bytes.length) return false
  const [second, method, flags, level, system] = [1, 2, 3, 8, 9].map((i) => bytes[at + i]!) as number[]
  return (
    second === 0x8b &&
    method === 8 &&
    (flags! & 0xe0) === 0 &&
    [0, 2, 4].includes(level!) &&
    (system! <= 13 || system === 255)
  )
}

/**
 * Unpacks by the platform's decompressor. What it says of damaged bytes differs, so callers say it themselves. Unpacked
 * bytes are taken as soon as there are some, and the next packed ones only come when these are used: so much memory is
 * held as one piece unpacks to, and Node's decompressor, which fails when it is made to wait, never is.
 */
export async function* inflate(
  packed: AsyncIterable<Uint8Array<ArrayBuffer>>,
  format: 'gzip' | 'deflate-raw',
): AsyncGenerator<Uint8Array> {
  const { writable, readable } = new DecompressionStream(format)
  const writer = writable.getWriter()
  const reader = readable.getReader()
  let ready: Uint8Array[] = []
  const taking = (async () => {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      ready.push(value)
    }
  })()
  taking.catch(() => {}) // heard where it is awaited
  writer.closed.catch(() => {}) // writing and closing tell of it too
  try {
    for await (const piece of packed) {
      await writer.write(piece)
      const taken = ready
      ready = []
      yield* taken
    }
    await Promise.all([writer.close(), taking])
    yield* ready
  } finally {
    await writer.abort().catch(() => {})
  }
}
