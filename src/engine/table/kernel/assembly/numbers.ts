// Numbers from bytes, by the rules of `parseNumberBytes` in ../../numbers.ts; what is not decided here is left to it.

import { take } from './memory'
import { decimal } from './rules'

/** What the last parse found: a value, or that the other side must look. */
export let isOdd: bool = false
/** Whether the last number would be written again just so as a whole number. */
export let isPlain: bool = false

const LARGEST_EXACT: u64 = 9007199254740991
const FIRST_POWER: i32 = -342
const LAST_POWER: i32 = 308

/** 128-bit significands of 5^q for q of −342 to 308, high word first; filled by the other side. */
let powers: usize = 0
/** 10^0 to 10^22, exact in a double. */
let tens: usize = 0
/** 10^0 to 10^8, whole. */
let wholeTens: usize = 0

/** Bytes looked at at once, and the most that such a number may have without its sign: all its digits are exact. */
const BLOCK: usize = 16
const SHORT: usize = 15
/** Zeros, then ones: a block from byte n on has ones in its last n bytes. */
const lastBytes = memory.data(32, 16)
/** For each place of the decimal mark within a block: where each byte comes from once it is taken out. At last: no mark. */
const withoutMark = memory.data(272, 16)
/** For each place of the mark: by what the digits are divided. Then the same below zero. */
const divisors = memory.data(272, 8)
const BELOW: usize = 17

export function setNumbers(): void {
  powers = take((LAST_POWER - FIRST_POWER + 1) * 16)
  tens = take(23 * 8)
  let value: f64 = 1
  for (let i = 0; i < 23; i++) {
    store<f64>(tens + (i << 3), value)
    value *= 10
  }
  wholeTens = take(9 * 8)
  for (let i = 0; i < 9; i++) store<u64>(wholeTens + (i << 3), <u64>load<f64>(tens + (i << 3)))
  memory.fill(lastBytes + BLOCK, 0xff, BLOCK)
  for (let mark: usize = 0; mark <= BLOCK; mark++) {
    const hasMark = mark < BLOCK
    for (let i: usize = 0; i < BLOCK; i++)
      store<u8>(withoutMark + mark * BLOCK + i, <u8>(hasMark && i <= mark ? i - 1 : i))
    const divisor = hasMark ? load<f64>(tens + ((BLOCK - 1 - mark) << 3)) : 1
    store<f64>(divisors + (mark << 3), divisor)
    store<f64>(divisors + ((mark + BELOW) << 3), -divisor)
  }
}

export function powersPtr(): usize {
  return powers
}

// @ts-ignore: decorator
@inline
function highWord(a: u64, b: u64): u64 {
  const al = a & 0xffffffff
  const ah = a >> 32
  const bl = b & 0xffffffff
  const bh = b >> 32
  const low = al * bl
  const first = ah * bl + (low >> 32)
  const second = al * bh + (first & 0xffffffff)
  return ah * bh + (first >> 32) + (second >> 32)
}

/** 10^power · mantissa correctly rounded, or odd where this cannot tell (Lemire 2021, "Number parsing at a gigabyte per second"). */
function scale(mantissa: u64, power: i32): f64 {
  if (mantissa == 0) return 0
  if (power < FIRST_POWER || power > LAST_POWER) {
    isOdd = true
    return NaN
  }
  const zeros = clz(mantissa)
  const w = mantissa << zeros
  const entry = powers + (<usize>(power - FIRST_POWER) << 4)
  let high = highWord(w, load<u64>(entry))
  let low = w * load<u64>(entry)
  if ((high & 0x1ff) == 0x1ff) {
    const more = highWord(w, load<u64>(entry, 8))
    low += more
    if (more > low) high++
    // The product is not known well enough beyond these powers.
    if (low == ~(<u64>0) && (power < -27 || power > 55)) {
      isOdd = true
      return NaN
    }
  }
  const upper = high >> 63
  const shift = upper + 9
  let bits = high >> shift
  let exponent = ((217706 * power) >> 16) + 63 + <i32>upper - <i32>zeros + 1023
  if (exponent <= 0) {
    isOdd = true
    return NaN
  }
  // Halfway between two doubles: to the even one.
  if (low <= 1 && power >= -4 && power <= 23 && (bits & 3) == 1 && bits << shift == high) bits &= ~(<u64>1)
  bits += bits & 1
  bits >>= 1
  if (bits >= <u64>1 << 53) {
    bits = <u64>1 << 52
    exponent++
  }
  if (exponent >= 0x7ff) {
    isOdd = true
    return NaN
  }
  return reinterpret<f64>((bits & ~(<u64>1 << 52)) | (<u64>exponent << 52))
}

/** How many of eight bytes, of which 0x30 was taken bit by bit, are digits before the first that is none. */
// @ts-ignore: decorator
@inline
function leadingDigits(word: u64): u32 {
  const others = ((word + 0x0606060606060606) | word) & 0xf0f0f0f0f0f0f0f0
  return others == 0 ? 8 : <u32>(ctz(others) >> 3)
}

/** The number of eight digits, one a byte, the first in the lowest, in three multiplications. */
// @ts-ignore: decorator
@inline
function eightDigits(word: u64): u64 {
  word = word * 10 + (word >> 8)
  return ((word & 0x000000ff000000ff) * 0x000f424000000064 + ((word >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32
}

/** The number of sixteen digits, one a byte, the first in the lowest; of no more than 15 after zeros. */
// @ts-ignore: decorator
@inline
function blockDigits(digits: v128): i64 {
  // Two bytes a + 256 b, times 2561 and without what runs over, are 256 (10 a + b) + a.
  const pairs = i16x8.shr_u(i16x8.mul(digits, i16x8.splat(2561)), 8)
  const fours = i32x4.dot_i16x8_s(pairs, i16x8(100, 1, 100, 1, 100, 1, 100, 1))
  const narrow = i16x8.narrow_i32x4_s(fours, fours)
  const eights = i64x2.extract_lane(i32x4.dot_i16x8_s(narrow, i16x8(10000, 1, 10000, 1, 10000, 1, 10000, 1)), 0)
  return (eights & 0xffffffff) * 100000000 + (eights >> 32)
}

/** The decimal mark in every byte, as {@link parseShort} compares it. */
// @ts-ignore: decorator
@inline
export function shortMarks(): v128 {
  return i8x16.splat(<i8>(decimal - 48))
}

/**
 * The number that bytes [start, end) spell if they are a few digits, with a sign or not, with a decimal mark or not: without
 * a branch on how many, since none could be guessed. NaN where they are anything else, for `parseNumber`. `isPlain` is set
 * where `tellsPlain`, which costs a tenth of it.
 */
// @ts-ignore: decorator
@inline
export function parseShort(start: usize, end: usize, decimals: v128, tellsPlain: bool): f64 {
  const isNegative = <usize>(load<u8>(start) == 45)
  const first = start + isNegative
  const length = end - first
  if (length - 1 >= SHORT) return NaN
  // The last digit in the last byte, zeros before the first.
  const block = i8x16.sub(v128.load(end - BLOCK), i8x16.splat(48))
  const cell = v128.and(block, v128.load(lastBytes + length))
  const marks = i8x16.bitmask(i8x16.eq(cell, decimals))
  const mark = <usize>ctz(marks | (1 << <i32>BLOCK))
  const digits = i8x16.swizzle(cell, v128.load(withoutMark + (mark << 4)))
  const lead = <u32>load<u8>(first) - 48
  const isCode = <i32>(lead == 0) & <i32>(mark + length > BLOCK + 1)
  if (v128.any_true(i8x16.sub_sat_u(digits, i8x16.splat(9)))) return NaN
  if (isCode | <i32>(lead > 9)) return NaN
  if (tellsPlain) isPlain = <bool>(<i32>(marks == 0) & (<i32>(isNegative == 0) | <i32>(lead != 0)))
  // Divided by what is below zero it is; no minus zero.
  return <f64>blockDigits(digits) / load<f64>(divisors + ((mark + isNegative * BELOW) << 3)) + 0
}

/** The number that bytes [start, end) spell; `isOdd` where they spell none, or one that is not decided here. Not empty. */
export function parseNumber(start: usize, end: usize): f64 {
  isOdd = false
  isPlain = false
  let at = start
  let byte: u32 = load<u8>(at)
  const isNegative = byte == 45
  if (isNegative || byte == 43) at++
  let mantissa: u64 = 0
  const whole = at
  while (at < end) {
    byte = <u32>load<u8>(at) - 48
    if (byte > 9) break
    mantissa = mantissa * 10 + byte
    at++
  }
  const wholeDigits = <i32>(at - whole)
  // 007 is a code; sums of more than 19 digits run over.
  if ((wholeDigits > 1 && load<u8>(whole) == 48) || wholeDigits > 18) {
    isOdd = true
    return NaN
  }
  if (at == end) {
    if (wholeDigits == 0 || mantissa > LARGEST_EXACT) {
      isOdd = true
      return NaN
    }
    isPlain = whole == start || (isNegative && load<u8>(whole) != 48)
    const value = <f64>mantissa
    return isNegative ? 0 - value : value
  }
  let power: i32 = 0
  let digits = wholeDigits
  if (load<u8>(at) == decimal) {
    const fraction = ++at
    // Behind a cell there is no digit, so that none beyond it is taken.
    while (true) {
      const word = load<u64>(at) ^ 0x3030303030303030
      const count = leadingDigits(word)
      if (count == 0) break
      // Zeros move in where digits are missing.
      mantissa = mantissa * load<u64>(wholeTens + (<usize>count << 3)) + eightDigits(word << (<u64>(8 - count) << 3))
      at += count
      if (count < 8) break
    }
    power = -<i32>(at - fraction)
    digits -= power
    if (digits > 19) {
      // Zeros in front are no digits of the sum.
      let first = whole
      let zeros = 0
      while (first < at && (load<u8>(first) == 48 || load<u8>(first) == decimal)) {
        if (load<u8>(first) == 48) zeros++
        first++
      }
      if (digits - zeros > 19) {
        isOdd = true
        return NaN
      }
    }
  }
  if (digits == 0) {
    isOdd = true
    return NaN
  }
  if (at < end) {
    if ((load<u8>(at) | 32) != 101) {
      isOdd = true
      return NaN
    }
    at++
    let sign: i32 = 1
    if (at < end) {
      byte = load<u8>(at)
      if (byte == 45) sign = -1
      if (byte == 45 || byte == 43) at++
    }
    let exponent: i32 = 0
    const first = at
    while (at < end) {
      byte = <u32>load<u8>(at) - 48
      if (byte > 9) break
      if (exponent < 100000) exponent = exponent * 10 + byte
      at++
    }
    if (at == first || at < end) {
      isOdd = true
      return NaN
    }
    power += sign * exponent
  }
  let value: f64
  if (mantissa <= LARGEST_EXACT && power >= -22 && power <= 22) {
    value = <f64>mantissa
    if (power < 0) value /= load<f64>(tens + (<usize>-power << 3))
    else value *= load<f64>(tens + (<usize>power << 3))
  } else value = scale(mantissa, power)
  return isNegative ? 0 - value : value
}
