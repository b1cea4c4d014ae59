import { Inflate } from 'fflate'
import { AssayError } from '@/core/errors.ts'
import { breather, type Task } from '@/core/task.ts'

/** A file of a zip as its directory describes it, before anything of it is unpacked. */
export interface ZipEntry {
  readonly path: string
  readonly bytes: number
  readonly packedBytes: number
  readonly crc32: number
  readonly method: 'stored' | 'deflated'
  /** Where its local header starts. */
  readonly offset: number
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const CENTRAL_BYTES = 46
const LOCAL_BYTES = 30
const COMMENT_MAX = 0xffff

export function isZip(zip: Uint8Array): boolean {
  return zip.length >= 4 && zip[0] === 0x50 && zip[1] === 0x4b && (zip[2] === 3 || zip[2] === 5)
}

/**
 * The directory at the end of a zip, which alone decides what it holds (APPNOTE.TXT 4.3.12 and 4.3.16). Written here
 * because a stranger's file must be measured before it is unpacked, and because nothing else would check the CRC.
 * Encrypted, split and 64-bit zips are refused. Throws `bundle.damaged`.
 */
export function readZipDirectory(zip: Uint8Array): readonly ZipEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  const start = view.getUint32(end + 16, true)
  if (view.getUint32(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count)
    throw broken('it is one of several parts')
  if (start + view.getUint32(end + 12, true) !== end) throw broken('its directory is not where it should be')
  const entries: ZipEntry[] = []
  let at = start
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== CENTRAL) throw broken('its directory cannot be read')
    const method = view.getUint16(at + 10, true)
    const nameBytes = view.getUint16(at + 28, true)
    if (view.getUint16(at + 8, true) & 1) throw broken('it is encrypted')
    if (method !== 0 && method !== 8) throw broken('it is packed in a way that Assay does not know')
    entries.push({
      path: decodeName(zip.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes)),
      bytes: view.getUint32(at + 24, true),
      packedBytes: view.getUint32(at + 20, true),
      crc32: view.getUint32(at + 16, true),
      method: method === 0 ? 'stored' : 'deflated',
      offset: view.getUint32(at + 42, true),
    })
    at += CENTRAL_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  if (at !== end) throw broken('its directory cannot be read')
  return entries
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_BYTES - COMMENT_MAX)
  for (let at = view.byteLength - END_BYTES; at >= lowest; at--)
    if (view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength)
      return at
  throw broken('it is cut short')
}

function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw broken('a name in it cannot be read')
  }
}

/** Compressed bytes fed at once: deflate makes at most 1,032 of one, so 16 MB come out before the size is looked at. */
const FEED = 16_384

/** Unpacks one file, never more than the bytes its entry declares. Throws `bundle.damaged` naming it. */
export async function unpackEntry(
  zip: Uint8Array<ArrayBuffer>,
  entry: ZipEntry,
  task: Pick<Task, 'signal'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = packedBytes(zip, entry)
  if (entry.method === 'stored') {
    if (packed.length !== entry.bytes) throw broken(`“${entry.path}” has another size than it says`)
    return packed
  }
  const whole = new Uint8Array(entry.bytes)
  let at = 0
  let ended = false
  const inflate = new Inflate((chunk, final) => {
    if (at + chunk.length > whole.length) throw broken(`“${entry.path}” is larger than it says`)
    whole.set(chunk, at)
    at += chunk.length
    ended = final
  })
  const breathe = breather(task)
  try {
    for (let from = 0; from < packed.length; from += FEED) {
      inflate.push(packed.subarray(from, from + FEED), from + FEED >= packed.length)
      await breathe()
    }
  } catch (cause) {
    throw cause instanceof AssayError ? cause : broken(`“${entry.path}” cannot be unpacked`, cause)
  }
  if (!ended || at !== whole.length) throw broken(`“${entry.path}” is smaller than it says`)
  return whole
}

function packedBytes(zip: Uint8Array<ArrayBuffer>, { path, offset, packedBytes }: ZipEntry): Uint8Array<ArrayBuffer> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  if (offset + LOCAL_BYTES > zip.length || view.getUint32(offset, true) !== LOCAL)
    throw broken(`“${path}” is not in it`)
  const start = offset + LOCAL_BYTES + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (start + packedBytes > zip.length) throw broken(`“${path}” is cut short`)
  return zip.subarray(start, start + packedBytes)
}

/** The error for a bundle that did not arrive as it was sent. */
export function broken(how: string, cause?: unknown): AssayError {
  return new AssayError(
    'bundle.damaged',
    `This bundle is damaged: ${how}. Ask for it again, or save it once more where it came from.`,
    undefined,
    cause === undefined ? undefined : { cause },
  )
}
