/**
 * A pack is one file of the browser that holds several of ours, one after another. After them lies a list of what is in
 * it as JSON ({@link PackList}), and after that a tail of 12 bytes: how long the list is, as an unsigned 32-bit
 * little-endian number, and eight letters that no file has there by chance. Nothing in a pack ever changes.
 */
export interface PackList {
  readonly schema: 1
  /** Path, and where the file begins and ends within the pack, in bytes. */
  readonly files: readonly (readonly [path: string, start: number, end: number])[]
}

const MARK = 'AssayPak'
const TAIL_BYTES = 4 + MARK.length

/** Bytes at the end of a pack that nearly always hold its whole list: some two hundred columns. */
const GLANCE_BYTES = 1 << 15

/** What follows the files of a pack. */
export function encodePackList(files: PackList['files']): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const list = encoder.encode(JSON.stringify({ schema: 1, files } satisfies PackList))
  const whole = new Uint8Array(list.length + TAIL_BYTES)
  whole.set(list)
  new DataView(whole.buffer).setUint32(list.length, list.length, true)
  whole.set(encoder.encode(MARK), list.length + 4)
  return whole
}

/** What is in a pack; undefined where its end is not one of a pack, or lists what cannot be in it. */
export async function readPackList(pack: Blob): Promise<PackList['files'] | undefined> {
  const glance = new Uint8Array(await pack.slice(-GLANCE_BYTES).arrayBuffer())
  const bytes = listBytes(glance)
  if (bytes === undefined || bytes + TAIL_BYTES > pack.size) return undefined
  const ofList = (whole: Uint8Array) => whole.subarray(-TAIL_BYTES - bytes, -TAIL_BYTES)
  if (bytes + TAIL_BYTES <= glance.length) return decode(ofList(glance), pack.size)
  return decode(ofList(new Uint8Array(await pack.slice(-TAIL_BYTES - bytes).arrayBuffer())), pack.size)
}

/** The length of the list by the tail. */
function listBytes(end: Uint8Array<ArrayBuffer>): number | undefined {
  if (end.length < TAIL_BYTES) return undefined
  const tail = end.slice(-TAIL_BYTES)
  if (new TextDecoder().decode(tail.subarray(4)) !== MARK) return undefined
  return new DataView(tail.buffer).getUint32(0, true)
}

function decode(bytes: Uint8Array, size: number): PackList['files'] | undefined {
  try {
    const { schema, files } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as PackList
    const isSound =
      schema === 1 && files.every(([path, start, end]) => path && 0 <= start && start <= end && end <= size)
    return isSound ? files : undefined
  } catch {
    return undefined
  }
}
