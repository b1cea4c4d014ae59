// What a dialect says, as the loops need it.

export let delimiter: i32 = 44
export let quote: i32 = 34
export let decimal: i32 = 46
/** First byte of a comment line, or −1. */
export let comment: i32 = -1
export let trim: bool = false

export function setRules(delimiterByte: i32, quoteByte: i32, decimalByte: i32, commentByte: i32, trims: bool): void {
  delimiter = delimiterByte
  quote = quoteByte
  decimal = decimalByte
  comment = commentByte
  trim = trims
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
