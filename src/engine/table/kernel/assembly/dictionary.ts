// Distinct byte strings of a column, numbered in the order in which they first occur.

import { take } from './memory'

/** Offsets of a dictionary's members, each 4 bytes. */
const SIZE: usize = 0
const MASK: usize = 4
const SLOTS: usize = 8
const STARTS: usize = 12
const ENDS: usize = 16
const ENTRIES: usize = 20
const BYTES: usize = 24
const ROOM: usize = 28
const DICTIONARY: usize = 32

/** A slot: the hash, and the code or −1 where it is free. Most looks end with it and the entry's first bytes. */
const SLOT: usize = 8
const CODE: usize = 4

const FIRST_SLOTS: u32 = 64
const FIRST_ENTRIES: u32 = 32
const FIRST_BYTES: u32 = 512

export function makeDictionary(): usize {
  const it = take(DICTIONARY)
  store<u32>(it, 0, SIZE)
  store<u32>(it, FIRST_SLOTS - 1, MASK)
  store<u32>(it, <u32>makeSlots(FIRST_SLOTS), SLOTS)
  // The first eight bytes of each entry, the rest of them zero where it is shorter.
  store<u32>(it, <u32>take(FIRST_ENTRIES * 8), STARTS)
  // One more before the first: where it begins.
  store<u32>(it, <u32>take(FIRST_ENTRIES * 4 + 4) + 4, ENDS)
  store<u32>(load<u32>(it, ENDS) - 4, 0)
  store<u32>(it, FIRST_ENTRIES, ENTRIES)
  store<u32>(it, <u32>take(FIRST_BYTES + 8), BYTES)
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

/** The code of bytes [start, start + length), a new one if they were never seen. */
export function codeOf(it: usize, start: usize, length: u32): i32 {
  const first = length >= 8 ? load<u64>(start) : tail(start, length)
  let hash = mix(length, first)
  if (length > 8) {
    let at = start + 8
    let left = length - 8
    while (left >= 8) {
      hash = mix(hash, load<u64>(at))
      at += 8
      left -= 8
    }
    if (left) hash = mix(hash, tail(at, left))
  }
  const short = <u32>(hash >> 32) ^ <u32>hash
  const mask = load<u32>(it, MASK)
  const slots = <usize>load<u32>(it, SLOTS)
  let slot = short & mask
  while (true) {
    const place = slots + <usize>slot * SLOT
    const code = load<i32>(place, CODE)
    if (code < 0) break
    if (load<u32>(place) == short && isEntry(it, code, start, length, first)) return code
    slot = (slot + 1) & mask
  }
  return add(it, start, length, first, short, slot)
}

// @ts-ignore: decorator
@inline
function isEntry(it: usize, code: i32, start: usize, length: u32, first: u64): bool {
  if (load<u64>(<usize>load<u32>(it, STARTS) + (<usize>code << 3)) != first) return false
  const end = <usize>load<u32>(it, ENDS) + (<usize>code << 2)
  const from = load<u32>(end - 4)
  if (load<u32>(end) - from != length) return false
  return length <= 8 || areEqual(<usize>load<u32>(it, BYTES) + from + 8, start + 8, length - 8)
}

function add(it: usize, start: usize, length: u32, first: u64, hash: u32, slot: u32): i32 {
  const code = load<u32>(it, SIZE)
  if (code == load<u32>(it, ENTRIES)) growEntries(it, code)
  const used = load<u32>(<usize>load<u32>(it, ENDS) + (<usize>code << 2) - 4)
  if (used + length > load<u32>(it, ROOM)) growBytes(it, used, length)
  memory.copy(<usize>load<u32>(it, BYTES) + used, start, length)
  store<u32>(<usize>load<u32>(it, ENDS) + (<usize>code << 2), used + length)
  store<u64>(<usize>load<u32>(it, STARTS) + (<usize>code << 3), first)
  const place = <usize>load<u32>(it, SLOTS) + <usize>slot * SLOT
  store<u32>(place, hash)
  store<i32>(place, <i32>code, CODE)
  store<u32>(it, code + 1, SIZE)
  if ((code + 1) * 2 > load<u32>(it, MASK) + 1) growSlots(it)
  return <i32>code
}

function growEntries(it: usize, count: u32): void {
  const starts = take(<usize>count * 16)
  memory.copy(starts, load<u32>(it, STARTS), <usize>count * 8)
  store<u32>(it, <u32>starts, STARTS)
  const ends = take(<usize>count * 8 + 4) + 4
  memory.copy(ends - 4, load<u32>(it, ENDS) - 4, <usize>count * 4 + 4)
  store<u32>(it, <u32>ends, ENDS)
  store<u32>(it, count * 2, ENTRIES)
}

function growBytes(it: usize, used: u32, length: u32): void {
  let room = <u64>load<u32>(it, ROOM)
  while (room < <u64>used + length) room *= 2
  if (room > 0x7fffffff) unreachable()
  const bytes = take(<usize>room + 8)
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
    memory.copy(slots + <usize>slot * SLOT, from, SLOT)
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
