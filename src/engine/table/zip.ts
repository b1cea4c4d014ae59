import { AssayError } from '@/core/errors.ts'
import { crc32 } from '../crc32.ts'
import { type ByteSource, blobSource, readBytes } from './source.ts'
import { inflate, regroup, type Unpacked } from './unpack.ts'

/** A file of a zip as its directory describes it. */
export interface ZipEntry {
  readonly path: string
  readonly bytes: number
  readonly packedBytes: number
  readonly crc32: number
  /** 0 stored, 8 deflated; others exist and cannot be read. */
  readonly method: number
  readonly isEncrypted: boolean
  /** Where its local header starts. */
  readonly offset: number
}

const END = 0x06054b50
const END_BYTES = 22
const END64 = 0x06064b50
const END64_BYTES = 56
const LOCATOR = 0x07064b50
const LOCATOR_BYTES = 20
const CENTRAL = 0x02014b50
const CENTRAL_BYTES = 46
const LOCAL = 0x04034b50
const LOCAL_BYTES = 30
const COMMENT_MAX = 0xffff
/** Stands where a 32-bit field is too small; the value is in the 64-bit extra field then. */
const IN_EXTRA = 0xffffffff
const ZIP64_EXTRA = 1
const PACKED_SLICE = 1 << 16

/**
 * The files of a zip by the directory at its end (APPNOTE.TXT 4.3.12, 4.3.14 and 4.3.16, 4.5.3), of which only that is
 * read; folders are left out. Throws `archive.damaged`.
 */
export async function readZip(file: Blob): Promise<readonly ZipEntry[]> {
  const tailStart = Math.max(0, file.size - END_BYTES - COMMENT_MAX)
  const tail = view(await readBytes(file, tailStart, file.size))
  const end = findEnd(tail)
  let count = tail.getUint16(end + 10, true)
  let bytes = tail.getUint32(end + 12, true)
  let start = tail.getUint32(end + 16, true)
  const locator = end - LOCATOR_BYTES
  if (locator >= 0 && tail.getUint32(locator, true) === LOCATOR) {
    const at = Number(tail.getBigUint64(locator + 8, true))
    const end64 = view(await readBytes(file, at, at + END64_BYTES))
    if (end64.byteLength < END64_BYTES || end64.getUint32(0, true) !== END64)
      throw damaged('its directory is not there')
    count = Number(end64.getBigUint64(32, true))
    bytes = Number(end64.getBigUint64(40, true))
    start = Number(end64.getBigUint64(48, true))
  }
  const directory = view(await readBytes(file, start, start + bytes))
  if (directory.byteLength < bytes) throw damaged('its directory is cut short')
  const entries: ZipEntry[] = []
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > bytes || directory.getUint32(at, true) !== CENTRAL)
      throw damaged('its directory cannot be read')
    const nameEnd = at + CENTRAL_BYTES + directory.getUint16(at + 28, true)
    const extraEnd = nameEnd + directory.getUint16(at + 30, true)
    if (extraEnd > bytes) throw damaged('its directory cannot be read')
    entries.push(readEntry(directory, at, nameEnd, extraEnd))
    at = extraEnd + directory.getUint16(at + 32, true)
  }
  return entries.filter(({ path }) => !path.endsWith('/'))
}

function readEntry(directory: DataView<ArrayBuffer>, at: number, nameEnd: number, extraEnd: number): ZipEntry {
  const field = (offset: number) => directory.getUint32(at + offset, true)
  /** 64-bit values stand in this order, only those that their field has no room for. */
  let extra = findExtra(directory, nameEnd, extraEnd)
  const wide = (value: number) => {
    if (value !== IN_EXTRA) return value
    if (extra < 0 || extra + 8 > extraEnd) throw damaged('its directory cannot be read')
    extra += 8
    return Number(directory.getBigUint64(extra - 8, true))
  }
  const bytes = wide(field(24))
  const packedBytes = wide(field(20))
  const offset = wide(field(42))
  const nameStart = directory.byteOffset + at + CENTRAL_BYTES
  return {
    // Old zips name their files in the code page of some machine; a name only has to be told apart.
    path: new TextDecoder().decode(new Uint8Array(directory.buffer, nameStart, nameEnd - at - CENTRAL_BYTES)),
    bytes,
    packedBytes,
    crc32: field(16),
    method: directory.getUint16(at + 10, true),
    isEncrypted: (directory.getUint16(at + 8, true) & 1) !== 0,
    offset,
  }
}

/** Where the values of the 64-bit extra field start; −1 where there is none. */
function findExtra(directory: DataView, start: number, end: number): number {
  for (let at = start; at + 4 <= end; at += 4 + directory.getUint16(at + 2, true))
    if (directory.getUint16(at, true) === ZIP64_EXTRA) return at + 4
  return -1
}

function findEnd(tail: DataView): number {
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--)
    if (tail.getUint32(at, true) === END && at + END_BYTES + tail.getUint16(at + 20, true) <= tail.byteLength) return at
  throw damaged('its end is missing, so the copy is not complete')
}

/** One file of a zip, unpacked while it is read; its CRC and size are checked at its end. Throws `archive.damaged`. */
export async function zipSource(file: Blob, entry: ZipEntry): Promise<ByteSource> {
  const { path, offset, packedBytes, method } = entry
  if (entry.isEncrypted)
    throw new AssayError(
      'archive.damaged',
      `“${path}” in this zip is encrypted. Unpack it with its password, then choose the table itself.`,
    )
  if (method !== 0 && method !== 8)
    throw new AssayError(
      'archive.damaged',
      `“${path}” in this zip is packed by a method that browsers do not have (number ${method}). Unpack it, then choose ` +
        'the table itself.',
    )
  const header = view(await readBytes(file, offset, offset + LOCAL_BYTES))
  if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL) throw damaged(`“${path}” is not in it`)
  const start = offset + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true)
  if (start + packedBytes > file.size) throw damaged(`“${path}” is cut short`)
  const packed = file.slice(start, start + packedBytes)
  return { size: packedBytes, slices: (sliceBytes) => regroup(unpackEntry(packed, entry), sliceBytes) }
}

async function* unpackEntry(
  packed: Blob,
  { path, bytes, crc32: expected, method }: ZipEntry,
): AsyncGenerator<Unpacked> {
  const reading = { read: 0 }
  const pieces = piecesOf(packed, reading)
  let crc = 0
  let given = 0
  try {
    for await (const chunk of method === 0 ? pieces : inflate(pieces, 'deflate-raw')) {
      crc = crc32(chunk, crc)
      given += chunk.length
      yield { bytes: chunk, read: reading.read }
    }
  } catch (cause) {
    throw cause instanceof AssayError ? cause : damaged(`“${path}” cannot be unpacked`, cause)
  }
  if (given !== bytes || crc !== expected) throw damaged(`“${path}” is not what was packed: its check sum differs`)
}

async function* piecesOf(packed: Blob, reading: { read: number }): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const { bytes, read } of blobSource(packed).slices(PACKED_SLICE)) {
    reading.read = read
    yield bytes
  }
}

function view(bytes: Uint8Array<ArrayBuffer>): DataView<ArrayBuffer> {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function damaged(how: string, cause?: unknown): AssayError {
  return new AssayError(
    'archive.damaged',
    `This zip is damaged: ${how}. Copy or download it again, or unpack it and choose the table itself.`,
    undefined,
    cause === undefined ? undefined : { cause },
  )
}
