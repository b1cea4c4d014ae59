// Whether bytes are valid UTF-8 (Keiser and Lemire 2021, "Validating UTF-8 in less than one instruction per byte").

import { take } from './memory'

// What two neighbouring bytes can have against them, a bit each.
const TOO_SHORT: u8 = 1 << 0
const TOO_LONG: u8 = 1 << 1
const OVERLONG_3: u8 = 1 << 2
const TOO_LARGE: u8 = 1 << 3
const SURROGATE: u8 = 1 << 4
const OVERLONG_2: u8 = 1 << 5
const TOO_LARGE_1000: u8 = 1 << 6
const OVERLONG_4: u8 = 1 << 6
const TWO_CONTINUATIONS: u8 = 1 << 7
const CARRY: u8 = TOO_SHORT | TOO_LONG | TWO_CONTINUATIONS

/** By the high half of the first byte, its low half, and the high half of the second. */
let table: usize = 0

function put(at: i32, value: u8): void {
  store<u8>(table + at, value)
}

export function setUtf8(): void {
  table = take(48 + 128)
  for (let i = 0; i < 8; i++) put(i, TOO_LONG)
  for (let i = 8; i < 12; i++) put(i, TWO_CONTINUATIONS)
  put(12, TOO_SHORT | OVERLONG_2)
  put(13, TOO_SHORT)
  put(14, TOO_SHORT | OVERLONG_3 | SURROGATE)
  put(15, TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4)

  put(16, CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4)
  put(17, CARRY | OVERLONG_2)
  put(18, CARRY)
  put(19, CARRY)
  put(20, CARRY | TOO_LARGE)
  for (let i = 21; i < 32; i++) put(i, CARRY | TOO_LARGE | TOO_LARGE_1000)
  put(29, CARRY | TOO_LARGE | TOO_LARGE_1000 | SURROGATE)

  for (let i = 32; i < 40; i++) put(i, TOO_SHORT)
  const second: u8 = TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS
  put(40, second | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4)
  put(41, second | OVERLONG_3 | TOO_LARGE)
  put(42, second | SURROGATE | TOO_LARGE)
  put(43, second | SURROGATE | TOO_LARGE)
  for (let i = 44; i < 48; i++) put(i, TOO_SHORT)
}

// @ts-ignore: decorator
@inline
function errorsOf(input: v128, before: v128): v128 {
  const nibble = i8x16.splat(15)
  const previous = v128.shuffle<u8>(before, input, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
  const second = v128.shuffle<u8>(before, input, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29)
  const third = v128.shuffle<u8>(before, input, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28)
  const special = v128.and(
    v128.and(
      i8x16.swizzle(v128.load(table), i8x16.shr_u(previous, 4)),
      i8x16.swizzle(v128.load(table, 16), v128.and(previous, nibble)),
    ),
    i8x16.swizzle(v128.load(table, 32), i8x16.shr_u(input, 4)),
  )
  const mustContinue = v128.and(
    v128.or(
      i8x16.sub_sat_u(second, i8x16.splat(<i8>(0xe0 - 0x80))),
      i8x16.sub_sat_u(third, i8x16.splat(<i8>(0xf0 - 0x80))),
    ),
    i8x16.splat(<i8>0x80),
  )
  return v128.xor(mustContinue, special)
}

/** Whether bytes [start, end) are whole characters of UTF-8. */
export function isUtf8(start: usize, end: usize): bool {
  let before = i8x16.splat(0)
  let errors = i8x16.splat(0)
  /** Whether the bytes before end within a character. */
  let isOpen = false
  const last = table + 48
  let at = start
  while (at < end) {
    let from = at
    if (end - at < 64) {
      memory.fill(last, 0, 64)
      memory.copy(last, at, end - at)
      from = last
    }
    const a = v128.load(from)
    const b = v128.load(from, 16)
    const c = v128.load(from, 32)
    const d = v128.load(from, 48)
    at += 64
    if (!isOpen && i8x16.bitmask(v128.or(v128.or(a, b), v128.or(c, d))) == 0) {
      before = d
      continue
    }
    errors = v128.or(errors, errorsOf(a, before))
    errors = v128.or(errors, errorsOf(b, a))
    errors = v128.or(errors, errorsOf(c, b))
    errors = v128.or(errors, errorsOf(d, c))
    before = d
    // A lead byte that misses some of what it announces, in the last three places.
    const limit = i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, <i8>(0xf0 - 1), <i8>(0xe0 - 1), <i8>(0xc0 - 1))
    isOpen = v128.any_true(i8x16.sub_sat_u(d, limit))
    if (from == last && isOpen) return false
    if (v128.any_true(errors)) return false
  }
  return !isOpen
}
