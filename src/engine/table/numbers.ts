import { type NumberFormat, parseNumber } from '@/core/dataset/cell.ts'

/** Powers of ten that a double holds exactly. */
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`))

/** Digits that never lose one in a double: 10^15 < 2^53. */
const EXACT_DIGITS = 15

/** Whether a byte is a blank that is dropped around a cell: tab to carriage return, and space. */
export function isBlank(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13)
}

/**
 * The number that bytes [start, end) spell, or NaN where they spell none: `core/dataset/cell.ts` `parseNumber` without
 * making a string. Up to 15 digits with a small power of ten are exact in one division (Clinger 1990, "How to read
 * floating point numbers accurately"); the rest goes through `Number`, and numbers with thousands marks through
 * `parseNumber`.
 */
export function parseNumberBytes(bytes: Uint8Array, start: number, end: number, format?: NumberFormat): number {
  if (format?.thousands && hasMark(bytes, start, end, format.thousands))
    return parseNumber(utf8.decode(bytes.subarray(start, end)), format) ?? Number.NaN
  const decimal = format?.decimal === ',' ? 44 : 46
  let i = start
  let byte = bytes[i]!
  const negative = byte === 45
  if (negative || byte === 43) i++

  let mantissa = 0
  const whole = i
  for (; i < end; i++) {
    byte = bytes[i]! - 48
    if (byte < 0 || byte > 9) break
    mantissa = mantissa * 10 + byte
  }
  const wholeDigits = i - whole
  if (wholeDigits > 1 && bytes[whole] === 48) return Number.NaN // 007 is a code
  if (i === end) {
    // Nothing but digits. Beyond 2^53 − 1 the sum is no longer exact, but it is never below.
    if (wholeDigits === 0 || mantissa > Number.MAX_SAFE_INTEGER) return Number.NaN
    return negative ? 0 - mantissa : mantissa
  }

  let fractionDigits = 0
  if (bytes[i] === decimal) {
    const fraction = ++i
    for (; i < end; i++) {
      byte = bytes[i]! - 48
      if (byte < 0 || byte > 9) break
      mantissa = mantissa * 10 + byte
    }
    fractionDigits = i - fraction
  }
  if (wholeDigits + fractionDigits === 0) return Number.NaN

  let power = -fractionDigits
  if (i < end) {
    if ((bytes[i]! | 32) !== 101) return Number.NaN
    i++
    const negativePower = bytes[i] === 45
    if (negativePower || bytes[i] === 43) i++
    if (i >= end) return Number.NaN
    let exponent = 0
    for (; i < end; i++) {
      byte = bytes[i]! - 48
      if (byte < 0 || byte > 9) return Number.NaN
      if (exponent < 100_000) exponent = exponent * 10 + byte
    }
    power += negativePower ? -exponent : exponent
  }

  if (wholeDigits + fractionDigits <= EXACT_DIGITS && power >= -22 && power <= 22) {
    const size = power < 0 ? mantissa / EXACT_POWERS[-power]! : mantissa * EXACT_POWERS[power]!
    return negative ? 0 - size : size
  }
  const text = latin1(bytes, start, end)
  const value = Number(decimal === 44 ? text.replace(',', '.') : text)
  return Number.isFinite(value) ? value + 0 : Number.NaN
}

const utf8 = new TextDecoder()

/** Whether a byte may belong to the thousands mark. Spaces and apostrophes come in other guises, none of them ASCII. */
function hasMark(bytes: Uint8Array, start: number, end: number, thousands: string): boolean {
  const mark = thousands.charCodeAt(0)
  for (let i = start; i < end; i++) if (bytes[i] === mark || bytes[i]! >= 128) return true
  return false
}

/** Whether bytes [start, end) are a whole number as it would be written again: digits, perhaps a minus, not `-0`. */
export function isPlainInteger(bytes: Uint8Array, start: number, end: number): boolean {
  const negative = bytes[start] === 45
  const from = negative ? start + 1 : start
  for (let i = from; i < end; i++) if (bytes[i]! < 48 || bytes[i]! > 57) return false
  return from < end && !(negative && bytes[from] === 48)
}

/** Bytes as text, one character each: right for ASCII. */
function latin1(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!)
  return text
}
