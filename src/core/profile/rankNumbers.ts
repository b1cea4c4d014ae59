import { runAtOnce } from '../work.ts'
import { gridOf, rankOnGrid } from './grid.ts'

/** Bits sorted by in one pass, and the values they have. */
const BITS = 11
const DIGITS = 1 << BITS

/**
 * The places of numbers in ascending order, equals as they lie: `order[0]` is where the least stands. Missing ones (NaN)
 * come last. By the bits of the numbers, eleven at a time from the lowest (radix sort); passes in which all have the
 * same are left out, and numbers that a 32-bit float holds have half as many.
 */
export function orderNumbers(values: Float64Array): Uint32Array {
  return areSingle(values) ? bySingle(values) : byDouble(values)
}

function areSingle(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (Math.fround(value) !== value && !Number.isNaN(value)) return false
  }
  return true
}

function bySingle(values: Float64Array): Uint32Array {
  const singles = new Float32Array(values)
  const keys = new Uint32Array(singles.buffer)
  for (let i = 0; i < keys.length; i++) {
    // Of −0 makes 0.
    singles[i]! += 0
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
  // A copy, of which both halves of each number can be looked at; the sign of a zero is dropped.
  const words = new Uint32Array(values.slice().buffer)
  for (let i = 0; i < length; i++) {
    const value = values[i]!
    const bits = words[2 * i + 1]!
    if (Number.isNaN(value)) low[i] = high[i] = 0xffffffff
    else if (value < 0) {
      low[i] = ~words[2 * i]!
      high[i] = ~bits
    } else {
      low[i] = words[2 * i]!
      high[i] = (bits & 0x7fffffff) | 0x80000000
    }
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

/** Ranks of numbers of which none is missing or infinite: by counting where they lie on a grid, else in their order. */
export function rankAll(values: Float64Array): Float64Array {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value < min) min = value
    if (value > max) max = value
  }
  const grid = max - min < Number.POSITIVE_INFINITY && max > min ? runAtOnce(gridOf(values, min, max)) : undefined
  return grid ? rankOnGrid(values, grid) : rankNumbers(values, orderNumbers(values))
}
