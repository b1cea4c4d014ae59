/**
 * One memory as the modules of this folder read and write it, on typed arrays. They are AssemblyScript too: compiled, they
 * have assembly/memory.ts in the place of this one, and loads and stores of WebAssembly. Places are bytes from the memory's
 * start; words have 32 bits and doubles lie at multiples of 8. Numbers come out the same to the last bit.
 */
let bytes = new Uint8Array(0)
let words = new Int32Array(0)
let doubles = new Float64Array(0)

/** Turns to a memory, whose length is a multiple of 8. Whoever calls into this folder does so first: there may be several. */
export function useMemory(buffer: ArrayBufferLike): void {
  if (bytes.buffer === buffer) return
  bytes = new Uint8Array(buffer) as Uint8Array<ArrayBuffer>
  words = new Int32Array(buffer) as Int32Array<ArrayBuffer>
  doubles = new Float64Array(buffer) as Float64Array<ArrayBuffer>
}

export function byteAt(place: usize): i32 {
  return bytes[place]!
}

export function setByte(place: usize, value: i32): void {
  bytes[place] = value
}

export function wordAt(place: usize): i32 {
  return words[place >>> 2]!
}

/** A word that is a place, or the number of a row. */
export function placeAt(place: usize): usize {
  return words[place >>> 2]! >>> 0
}

export function setWord(place: usize, value: i32): void {
  words[place >>> 2] = value
}

export function addWord(place: usize, value: i32): void {
  words[place >>> 2]! += value
}

/** Sets bits of a word. */
export function joinWord(place: usize, bits: i32): void {
  words[place >>> 2]! |= bits
}

export function doubleAt(place: usize): f64 {
  return doubles[place >>> 3]!
}

export function setDouble(place: usize, value: f64): void {
  doubles[place >>> 3] = value
}

export function addDouble(place: usize, value: f64): void {
  doubles[place >>> 3]! += value
}

/** Adds two doubles side by side to two others. */
export function addPair(place: usize, what: usize): void {
  doubles[place >>> 3]! += doubles[what >>> 3]!
  doubles[(place >>> 3) + 1]! += doubles[(what >>> 3) + 1]!
}

export function copyPair(place: usize, what: usize): void {
  doubles[place >>> 3] = doubles[what >>> 3]!
  doubles[(place >>> 3) + 1] = doubles[(what >>> 3) + 1]!
}

export function clearPair(place: usize): void {
  doubles[place >>> 3] = 0
  doubles[(place >>> 3) + 1] = 0
}

export function clear(place: usize, length: usize): void {
  bytes.fill(0, place, place + length)
}

export function copy(place: usize, what: usize, length: usize): void {
  bytes.copyWithin(place, what, what + length)
}

/** A number from 0 on without what is behind its point. */
export function truncate(value: f64): i32 {
  return Math.floor(value)
}

/** A word's bits as a number from 0 on. */
export function unsigned(word: i32): f64 {
  return word >>> 0
}

/** How many bits of a word that is not 0 lie below its lowest 1. */
export function trailingZeros(word: i32): i32 {
  return 31 - Math.clz32(word & -word)
}

/** Where free memory begins. */
export function base(): usize {
  return 0
}
