// What ../memory.ts does on typed arrays, for the compiler: see there. `scripts/assemblyScript.mjs` puts this in its place.

export function byteAt(place: usize): i32 {
  return load<u8>(place)
}

export function setByte(place: usize, value: i32): void {
  store<u8>(place, value)
}

export function wordAt(place: usize): i32 {
  return load<i32>(place)
}

export function placeAt(place: usize): usize {
  return load<u32>(place)
}

export function setWord(place: usize, value: i32): void {
  store<i32>(place, value)
}

export function addWord(place: usize, value: i32): void {
  store<i32>(place, load<i32>(place) + value)
}

export function joinWord(place: usize, bits: i32): void {
  store<i32>(place, load<i32>(place) | bits)
}

export function doubleAt(place: usize): f64 {
  return load<f64>(place)
}

export function setDouble(place: usize, value: f64): void {
  store<f64>(place, value)
}

export function addDouble(place: usize, value: f64): void {
  store<f64>(place, load<f64>(place) + value)
}

export function addPair(place: usize, what: usize): void {
  v128.store(place, f64x2.add(v128.load(place), v128.load(what)))
}

export function copyPair(place: usize, what: usize): void {
  v128.store(place, v128.load(what))
}

export function clearPair(place: usize): void {
  v128.store(place, i64x2.splat(0))
}

export function clear(place: usize, bytes: usize): void {
  memory.fill(place, 0, bytes)
}

export function copy(place: usize, what: usize, bytes: usize): void {
  memory.copy(place, what, bytes)
}

export function truncate(value: f64): i32 {
  return <i32>value
}

export function unsigned(word: i32): f64 {
  return <f64>(<u32>word)
}

export function trailingZeros(word: i32): i32 {
  return ctz<i32>(word)
}

export function base(): usize {
  return (__heap_base + 4096 + 63) & ~63
}
