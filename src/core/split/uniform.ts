import { md5 } from '@noble/hashes/legacy.js'

/** 2⁵³: the numbers that a double holds exactly between 0 and 1, evenly spaced. */
const STEPS = 2 ** 53

/**
 * The uniform number in [0, 1) of every row key under one seed: the first 53 bits (most significant first) of
 * md5(`${seed}:${key}`), as UTF-8, divided by 2⁵³. A number as key is written in decimal. md5 since every language and
 * database has it, so that a split can be checked, or made again, elsewhere; nothing here has to be secret.
 *
 * The function returned reuses its buffers: hashing a million row numbers allocates nothing per row.
 */
export function uniformsOf(seed: number): (key: string | number) => number {
  const encoder = new TextEncoder()
  const seeded = md5.create().update(encoder.encode(`${seed}:`))
  const hasher = md5.create()
  const digest = new Uint8Array(16)
  const words = new DataView(digest.buffer)
  let room = new Uint8Array(64)
  return (key) => {
    const text = String(key)
    // UTF-8 needs at most three bytes for each UTF-16 unit.
    if (room.length < text.length * 3) room = new Uint8Array(text.length * 6)
    const { written } = encoder.encodeInto(text, room)
    seeded._cloneInto(hasher)
    hasher.update(room.subarray(0, written))
    hasher.digestInto(digest)
    return (words.getUint32(0) * 2 ** 21 + (words.getUint32(4) >>> 11)) / STEPS
  }
}

/** {@link uniformsOf} for a single key. */
export function rowUniform(seed: number, key: string): number {
  return uniformsOf(seed)(key)
}
