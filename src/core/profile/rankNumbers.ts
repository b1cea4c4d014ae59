/** Bits sorted by in one pass, and the values they have. */
const BITS = 11
const DIGITS = 1 << BITS

/**
 * The places of numbers in ascending order, equals as they lie: `order[0]` is where the least stands. Missing ones (NaN)
 * come last. By the bits of the numbers, eleven at a time from the lowest (radix sort); passes in which all have the
 * same are left out, and numbers that a 32-bit float holds have half as many.
 */
export function orderNumbers(values: Float64Array): Uint32Array {
  return values.every((value) => Math.fround(value) === value || Number.isNaN(value))
    ? bySingle(values)
    : byDouble(values)
}

function bySingle(values: Float64Array): Uint32Array {
  const keys = new Uint32Array(Float32Array.from(values, (value) => value + 0).buffer)
  for (let i = 0; i < keys.length; i++) {
    const bits = keys[i]!
    // Of negative numbers all bits turn round, of others the sign, so that they compare as whole numbers do.
    keys[i] = Number.isNaN(values[i]!) ? 0xffffffff : bits & 0x80000000 ? ~bits : bits | 0x80000000
  }
  return [0, BITS, 2 * BITS].reduce((order, shift) => sortBy(keys, order, shift), places(keys.length))
}

function byDouble(values: Float64Array): Uint32Array {
  const { length } = values
  const low = new Uint32Array(length)
  const high = new Uint32Array(length)
  const one = new Float64Array(1)
  const words = new Uint32Array(one.buffer)
  for (let i = 0; i < length; i++) {
    one[0] = values[i]! + 0
    const isNegative = (words[1]! & 0x80000000) !== 0
    const isMissing = Number.isNaN(values[i]!)
    low[i] = isMissing ? 0xffffffff : isNegative ? ~words[0]! : words[0]!
    high[i] = isMissing ? 0xffffffff : isNegative ? ~words[1]! : words[1]! | 0x80000000
  }
  const shifts = [0, BITS, 2 * BITS]
  const lower = shifts.reduce((order, shift) => sortBy(low, order, shift), places(length))
  return shifts.reduce((order, shift) => sortBy(high, order, shift), lower)
}

function places(length: number): Uint32Array {
  const order = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = i
  return order
}

/** One stable pass by eleven bits of the keys. */
function sortBy(keys: Uint32Array, order: Uint32Array, shift: number): Uint32Array {
  const next = new Uint32Array(DIGITS)
  for (let i = 0; i < keys.length; i++) next[(keys[i]! >>> shift) & (DIGITS - 1)]!++
  let start = 0
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = next[digit]!
    if (count === keys.length) return order
    next[digit] = start
    start += count
  }
  const sorted = new Uint32Array(order.length)
  for (let i = 0; i < order.length; i++) {
    const place = order[i]!
    sorted[next[(keys[place]! >>> shift) & (DIGITS - 1)]!++] = place
  }
  return sorted
}

/**
 * Ranks from 1 of the numbers at the places that `isIn` marks (all where absent), equals sharing the mean of theirs,
 * taken in ascending `order`. Places left out, and missing numbers, get NaN.
 */
export function rankNumbers(values: Float64Array, order: Uint32Array, isIn?: Uint8Array): Float64Array {
  const ranks = new Float64Array(values.length).fill(Number.NaN)
  let taken = 0
  for (let start = 0; start < order.length; ) {
    const value = values[order[start]!]!
    if (Number.isNaN(value)) break
    let end = start
    let equals = 0
    for (; end < order.length && values[order[end]!] === value; end++) if (!isIn || isIn[order[end]!]) equals++
    const rank = taken + (equals + 1) / 2
    for (let i = start; i < end; i++) if (!isIn || isIn[order[i]!]) ranks[order[i]!] = rank
    taken += equals
    start = end
  }
  return ranks
}
