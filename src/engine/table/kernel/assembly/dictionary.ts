// Distinct byte strings of a column, numbered in the order in which they first occur.

import { take } from './memory'

/** Offsets of a dictionary's members, each 4 bytes. */
const SIZE: usize = 0
const MASK: usize = 4
const SLOTS: usize = 8
const KEYS: usize = 12
const ENDS: usize = 16
const ENTRIES: usize = 20
const BYTES: usize = 24
const ROOM: usize = 28
const DICTIONARY: usize = 32

/** A slot: the hash, and the code or −1 where it is free. */
const SLOT: usize = 8
const CODE: usize = 4

/**
 * A key of 16 bytes for each entry. Of texts shorter than that it says all: their bytes, zeros, and their length in the last
 * byte. Of others it is the first eight bytes and a hash of the rest whose last byte is ones.
 */
const KEY: usize = 16
const SECOND: usize = 8
const LONG: u64 = 0xff << 56

const FIRST_SLOTS: u32 = 64
const FIRST_ENTRIES: u32 = 32
const FIRST_BYTES: u32 = 512

/** Texts that are looked up together, so that what one waits for from memory comes while others are hashed. */
export const MOST_TEXTS: i32 = 128
/** A text that waits: its key, where it lies, its length, its hash. */
const TEXT: usize = 32
const START: usize = 16
const LENGTH: usize = 20
const HASH: usize = 24
const waiting = memory.data(32 * 128, 16)
/** What was touched must be used for something. */
let touched: u32 = 0

/** Ones, then zeros: from byte 16 − n on, ones for n bytes. */
const firstBytes = memory.data(32, 16)

export function setDictionary(): void {
  memory.fill(firstBytes, 0xff, KEY)
}

export function makeDictionary(): usize {
  const it = take(DICTIONARY)
  store<u32>(it, 0, SIZE)
  store<u32>(it, FIRST_SLOTS - 1, MASK)
  store<u32>(it, <u32>makeSlots(FIRST_SLOTS), SLOTS)
  store<u32>(it, <u32>take(FIRST_ENTRIES * KEY), KEYS)
  // One more before the first: where it begins.
  store<u32>(it, <u32>take(FIRST_ENTRIES * 4 + 4) + 4, ENDS)
  store<u32>(load<u32>(it, ENDS) - 4, 0)
  store<u32>(it, FIRST_ENTRIES, ENTRIES)
  store<u32>(it, <u32>take(FIRST_BYTES + KEY), BYTES)
  store<u32>(it, FIRST_BYTES, ROOM)
  return it
}

/** Slots of open addressing, all free (−1). */
function makeSlots(count: u32): usize {
  const slots = take(<usize>count * SLOT)
  memory.fill(slots, 0xff, <usize>count * SLOT)
  return slots
}

// @ts-ignore: decorator
@inline
function mix(hash: u64, word: u64): u64 {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15
  return hash ^ (hash >> 29)
}

/** Up to eight bytes from `at`, the others zero. Reads beyond them. */
// @ts-ignore: decorator
@inline
function tail(at: usize, count: u32): u64 {
  return load<u64>(at) & (((<u64>1) << (<u64>count * 8)) - 1)
}

// @ts-ignore: decorator
@inline
function areEqual(a: usize, b: usize, length: u32): bool {
  while (length >= 8) {
    if (load<u64>(a) != load<u64>(b)) return false
    a += 8
    b += 8
    length -= 8
  }
  return length == 0 || tail(a, length) == tail(b, length)
}

/** Sets text i of those that are looked up together. Reads up to 16 bytes beyond it. */
// @ts-ignore: decorator
@inline
export function setText(i: i32, start: usize, length: u32): void {
  let first = load<u64>(start)
  let second: u64
  if (length < <u32>KEY) {
    // Most texts are short, and no branch depends on how short.
    const mask = firstBytes + KEY - <usize>length
    first &= load<u64>(mask)
    second = (load<u64>(start, 8) & load<u64>(mask, 8)) | (<u64>length << 56)
  } else second = hashRest(start + 8, length - 8) | LONG
  let hash = first * 0x9e3779b97f4a7c15 + second * 0xc2b2ae3d27d4eb4f
  hash = (hash ^ (hash >> 32)) * 0xd6e8feb86659fd93
  const text = waiting + <usize>i * TEXT
  store<u64>(text, first)
  store<u64>(text, second, SECOND)
  store<u32>(text, <u32>start, START)
  store<u32>(text, length, LENGTH)
  store<u32>(text, <u32>(hash >> 32), HASH)
}

/** Has memory fetch what the first `count` texts will be looked up in. */
export function touch(it: usize, count: i32): void {
  const mask = load<u32>(it, MASK)
  const slots = <usize>load<u32>(it, SLOTS)
  const keys = <usize>load<u32>(it, KEYS)
  const last = waiting + <usize>count * TEXT
  let sum: u32 = 0
  for (let text = waiting; text < last; text += TEXT) {
    const code = load<i32>(slots + <usize>(load<u32>(text, HASH) & mask) * SLOT, CODE)
    // Where there is none yet, what lies before the keys is as good.
    sum += load<u32>(keys + <usize>code * KEY)
  }
  touched += sum
}

/** The code of text i, a new one if it was never seen; −1 where it is empty. */
// @ts-ignore: decorator
@inline
export function findCode(it: usize, i: i32): i32 {
  const text = waiting + <usize>i * TEXT
  const length = load<u32>(text, LENGTH)
  if (length == 0) return -1
  const first = load<u64>(text)
  const second = load<u64>(text, SECOND)
  const hash = load<u32>(text, HASH)
  const mask = load<u32>(it, MASK)
  const slots = <usize>load<u32>(it, SLOTS)
  let slot = hash & mask
  while (true) {
    const place = slots + <usize>slot * SLOT
    const code = load<i32>(place, CODE)
    if (code < 0) break
    if (load<u32>(place) == hash) {
      const key = <usize>load<u32>(it, KEYS) + <usize>code * KEY
      const isSame = <i32>(load<u64>(key) == first) & <i32>(load<u64>(key, SECOND) == second)
      if (isSame && (length < <u32>KEY || isEntry(it, code, load<u32>(text, START), length))) return code
    }
    slot = (slot + 1) & mask
  }
  return add(it, text, slot)
}

/** The code of bytes [start, start + length), a new one if they were never seen. */
export function codeOf(it: usize, start: usize, length: u32): i32 {
  setText(0, start, length)
  return findCode(it, 0)
}

/**
 * The codes of `count` texts that lie one after another from `bytes`, none of them empty. Where each ends, counted from
 * `bytes`, stands at `ends`; its code is written over that.
 */
export function codesOf(it: usize, bytes: usize, ends: usize, count: i32): void {
  let start = bytes
  for (let first = 0; first < count; first += MOST_TEXTS) {
    const texts = min(MOST_TEXTS, count - first)
    const out = ends + (<usize>first << 2)
    for (let i = 0; i < texts; i++) {
      const end = bytes + <usize>load<u32>(out + (<usize>i << 2))
      setText(i, start, <u32>(end - start))
      start = end
    }
    touch(it, texts)
    for (let i = 0; i < texts; i++) store<i32>(out + (<usize>i << 2), findCode(it, i))
  }
}

function hashRest(at: usize, left: u32): u64 {
  let hash: u64 = left
  while (left >= 8) {
    hash = mix(hash, load<u64>(at))
    at += 8
    left -= 8
  }
  return left ? mix(hash, tail(at, left)) : hash
}

/** Whether an entry is these bytes, of which the first eight are known to be alike. */
function isEntry(it: usize, code: i32, start: usize, length: u32): bool {
  const end = <usize>load<u32>(it, ENDS) + (<usize>code << 2)
  const from = load<u32>(end - 4)
  if (load<u32>(end) - from != length) return false
  return areEqual(<usize>load<u32>(it, BYTES) + from + 8, start + 8, length - 8)
}

function add(it: usize, text: usize, slot: u32): i32 {
  const length = load<u32>(text, LENGTH)
  const code = load<u32>(it, SIZE)
  if (code == load<u32>(it, ENTRIES)) growEntries(it, code)
  const used = load<u32>(<usize>load<u32>(it, ENDS) + (<usize>code << 2) - 4)
  if (used + length > load<u32>(it, ROOM)) growBytes(it, used, length)
  copy(<usize>load<u32>(it, BYTES) + used, load<u32>(text, START), length)
  store<u32>(<usize>load<u32>(it, ENDS) + (<usize>code << 2), used + length)
  const key = <usize>load<u32>(it, KEYS) + <usize>code * KEY
  v128.store(key, v128.load(text))
  const place = <usize>load<u32>(it, SLOTS) + <usize>slot * SLOT
  store<u32>(place, load<u32>(text, HASH))
  store<i32>(place, <i32>code, CODE)
  store<u32>(it, code + 1, SIZE)
  if ((code + 1) * 2 > load<u32>(it, MASK) + 1) growSlots(it)
  return <i32>code
}

/** Copies 16 bytes at once, beyond the end on both sides: `memory.copy` calls out of the program, which short texts feel. */
// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, length: u32): void {
  for (let at: usize = 0; at < <usize>length; at += KEY) v128.store(to + at, v128.load(from + at))
}

function growEntries(it: usize, count: u32): void {
  const keys = take(<usize>count * 2 * KEY)
  memory.copy(keys, load<u32>(it, KEYS), <usize>count * KEY)
  store<u32>(it, <u32>keys, KEYS)
  const ends = take(<usize>count * 8 + 4) + 4
  memory.copy(ends - 4, load<u32>(it, ENDS) - 4, <usize>count * 4 + 4)
  store<u32>(it, <u32>ends, ENDS)
  store<u32>(it, count * 2, ENTRIES)
}

function growBytes(it: usize, used: u32, length: u32): void {
  let room = <u64>load<u32>(it, ROOM)
  while (room < <u64>used + length) room *= 2
  if (room > 0x7fffffff) unreachable()
  const bytes = take(<usize>room + KEY)
  memory.copy(bytes, load<u32>(it, BYTES), used)
  store<u32>(it, <u32>bytes, BYTES)
  store<u32>(it, <u32>room, ROOM)
}

function growSlots(it: usize): void {
  const before = <usize>load<u32>(it, SLOTS)
  const last = before + <usize>(load<u32>(it, MASK) + 1) * SLOT
  const count = (load<u32>(it, MASK) + 1) * 2
  const slots = makeSlots(count)
  const mask = count - 1
  for (let from = before; from < last; from += SLOT) {
    if (load<i32>(from, CODE) < 0) continue
    let slot = load<u32>(from) & mask
    while (load<i32>(slots + <usize>slot * SLOT, CODE) >= 0) slot = (slot + 1) & mask
    store<u64>(slots + <usize>slot * SLOT, load<u64>(from))
  }
  store<u32>(it, <u32>slots, SLOTS)
  store<u32>(it, mask, MASK)
}

export function dictionarySize(it: usize): u32 {
  return load<u32>(it, SIZE)
}

/** Where each entry ends within the bytes; the first begins at 0. */
export function dictionaryEnds(it: usize): usize {
  return load<u32>(it, ENDS)
}

export function dictionaryBytes(it: usize): usize {
  return load<u32>(it, BYTES)
}
