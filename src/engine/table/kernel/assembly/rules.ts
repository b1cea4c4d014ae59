// What a dialect says, as the loops need it.

import { take } from './memory'

export let delimiter: i32 = 44
export let quote: i32 = 34
export let decimal: i32 = 46
/** Bytes that a comment begins with, and how many there are: 0 where there are no comments. */
let comment: usize = 0
export let commentLength: usize = 0
export let trim: bool = false

export function setRules(delimiterByte: i32, quoteByte: i32, decimalByte: i32, trims: bool): void {
  delimiter = delimiterByte
  quote = quoteByte
  decimal = decimalByte
  trim = trims
}

/** Where the bytes are to be put that a comment begins with, `length` of them. */
export function setComment(length: usize): usize {
  comment = take(length)
  commentLength = length
  return comment
}

/** Whether a comment begins at `at`. It has no line end, so nothing beyond the line is looked at. */
export function isComment(at: usize): bool {
  for (let i: usize = 0; i < commentLength; i++) if (load<u8>(at + i) != load<u8>(comment + i)) return false
  return commentLength > 0
}

/** Blanks that are dropped around values: tab to carriage return, and space. */
// @ts-ignore: decorator
@inline
export function isBlank(byte: u32): bool {
  return byte == 32 || byte - 9 < 5
}

/** Blanks that a dialect drops around every cell. */
// @ts-ignore: decorator
@inline
export function isSpace(byte: i32): bool {
  return byte == 32 || (byte == 9 && delimiter != 9)
}
