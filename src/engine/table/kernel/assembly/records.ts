// Finds the cells of whole, well-formed, rectangular records: 64 bytes at a time, one bit a byte.

import { take } from './memory'
import { commentLength, delimiter, isComment, isSpace, quote } from './rules'

const LF: i32 = 10
const CR: i32 = 13

/** Where each cell of the window ends: `ends[row * width + column]`; before it, where the window starts less one. */
let ends: usize = 0
/** Records within which a line ends, one entry for each such line. */
let breaks: usize = 0

/** Cells of every record. */
let width: i32 = 1
export let rows: i32 = 0
export let breakCount: i32 = 0
/** Whether the window has any quote, and any carriage return. */
export let hasQuotes: bool = false
export let hasReturns: bool = false

export function setWindow(bytes: usize, cells: i32): void {
  width = cells
  ends = take((bytes + 80) * 4) + 64
  breaks = take((bytes + 1) * 4)
}

export function endsPtr(): usize {
  return ends
}

export function breaksPtr(): usize {
  return breaks
}

export function widthOf(): i32 {
  return width
}

// @ts-ignore: decorator
@inline
function maskOf(a: v128, b: v128, c: v128, d: v128, byte: v128): u64 {
  return (
    <u64>i8x16.bitmask(i8x16.eq(a, byte)) |
    (<u64>i8x16.bitmask(i8x16.eq(b, byte)) << 16) |
    (<u64>i8x16.bitmask(i8x16.eq(c, byte)) << 32) |
    (<u64>i8x16.bitmask(i8x16.eq(d, byte)) << 48)
  )
}

/** Bit i: whether an odd number of bits up to and with i are set. */
// @ts-ignore: decorator
@inline
function parity(bits: u64): u64 {
  bits ^= bits << 1
  bits ^= bits << 2
  bits ^= bits << 4
  bits ^= bits << 8
  bits ^= bits << 16
  return bits ^ (bits << 32)
}

/**
 * Looks at bytes [from, from + length) and finds as many records from the start as end there, are written as RFC 4180
 * says and have `width` cells. Returns their bytes; `rows` is their number. What follows is for the tokenizer that reads
 * leniently, or for more bytes. With `last`, the end of the bytes ends a record.
 */
export function findRecords(from: usize, length: usize, last: bool): usize {
  rows = 0
  breakCount = 0
  hasQuotes = false
  hasReturns = false
  let end = from + length
  // A line feed may follow.
  if (!last && length > 0 && load<u8>(end - 1) == CR) end--
  if (end == from) return 0

  const delimiters = i8x16.splat(<i8>delimiter)
  const quotes = i8x16.splat(<i8>quote)
  const feeds = i8x16.splat(<i8>LF)
  const returns = i8x16.splat(<i8>CR)
  let out = ends
  let breakOut = breaks
  store<u32>(ends - 4, <u32>(from - 1))
  /** All ones within quotes. */
  let carry: u64 = 0
  /** Whether the byte before may stand before an opening quote; whether it is a closing one. */
  let opens: u64 = 1
  let closed: u64 = 0
  let isLegal = true
  let lines: i32 = 0

  for (let at = from; at < end; at += 64) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    const left = end - at
    let valid: u64 = left < 64 ? (<u64>1 << <u64>left) - 1 : ~(<u64>0)
    const delims = maskOf(a, b, c, d, delimiters) & valid
    const lf = maskOf(a, b, c, d, feeds) & valid
    let newlines = lf
    let cr: u64 = 0
    const anyReturn = v128.or(
      v128.or(i8x16.eq(a, returns), i8x16.eq(b, returns)),
      v128.or(i8x16.eq(c, returns), i8x16.eq(d, returns)),
    )
    if (v128.any_true(anyReturn)) {
      hasReturns = true
      cr = maskOf(a, b, c, d, returns) & valid
      // A carriage return ends a line of its own where no line feed follows.
      const followed = (lf >> 1) | (left >= 64 && load<u8>(at, 64) == LF ? <u64>1 << 63 : 0)
      newlines |= cr & ~followed
    }
    let q = maskOf(a, b, c, d, quotes) & valid
    let structural = delims | newlines
    if (q | carry | closed) {
      const inside = parity(q) ^ carry
      const open = q & inside
      const close = q & ~inside
      const separators = delims | lf | cr
      let bad = (open & ~(((separators | close) << 1) | opens)) | (((close << 1) | closed) & ~(separators | q) & valid)
      if (bad) {
        isLegal = false
        valid = (bad & -bad) - 1
      }
      if (q) hasQuotes = true
      let inner = newlines & inside & valid
      while (inner) {
        store<u32>(breakOut, <u32>(at + <usize>ctz(inner)))
        breakOut += 4
        inner &= inner - 1
      }
      structural &= ~inside & valid
      newlines &= ~inside & valid
      opens = (separators | close) >> 63
      closed = close >> 63
      carry = <u64>(<i64>inside >> 63)
    } else {
      opens = structural >> 63
      if (cr) opens |= cr >> 63
    }
    lines += <i32>popcnt(newlines)
    const found = <usize>popcnt(structural)
    const base = <u32>at
    let written = out
    while (structural) {
      store<u32>(written, base + <u32>ctz(structural))
      structural &= structural - 1
      store<u32>(written, base + <u32>ctz(structural), 4)
      structural &= structural - 1
      store<u32>(written, base + <u32>ctz(structural), 8)
      structural &= structural - 1
      store<u32>(written, base + <u32>ctz(structural), 12)
      structural &= structural - 1
      written += 16
    }
    out += found << 2
    if (!isLegal) break
  }

  if (last && isLegal) {
    if (carry) isLegal = false
    else if (load<u8>(end - 1) != LF && load<u8>(end - 1) != CR) {
      store<u8>(end, LF)
      store<u32>(out, <u32>end)
      out += 4
      lines++
    }
  }
  const taken = keepRectangular(from, out, breakOut, lines)
  // The line end that was added is not the file's.
  return taken > length ? length : taken
}

/** Cuts what was found to the records from the start that have `width` cells each; returns their bytes. */
function keepRectangular(from: usize, out: usize, breakOut: usize, lines: i32): usize {
  while (out > ends && load<u8>(load<u32>(out - 4)) == delimiter) out -= 4
  const found = <i32>((out - ends) >> 2)
  let records = isRectangular(found, lines) ? lines : countRectangular(found)
  if (commentLength > 0 || width == 1) records = countPlain(records)
  if (records == 0) return 0
  rows = records
  const next = <usize>load<u32>(ends + ((<usize>records * width - 1) << 2)) + 1
  attributeBreaks(breakOut, next)
  return next - from
}

function isRectangular(found: i32, lines: i32): bool {
  if (found != lines * width) return false
  const stride = <usize>width << 2
  let at = ends + stride - 4
  for (let r = 0; r < lines; r++) {
    if (load<u8>(load<u32>(at)) == delimiter) return false
    at += stride
  }
  return true
}

function countRectangular(found: i32): i32 {
  let records = 0
  let cells = 0
  for (let i = 0; i < found; i++) {
    cells++
    if (load<u8>(load<u32>(ends + (<usize>i << 2))) == delimiter) continue
    if (cells != width) return records
    records++
    cells = 0
  }
  return records
}

/** Records before the first that is a comment, or (in a table of one column) blank. */
function countPlain(records: i32): i32 {
  for (let r = 0; r < records; r++) {
    const last = ends + ((<usize>r * width) << 2)
    const start = <usize>load<u32>(last - 4) + 1
    if (isComment(start)) return r
    if (width > 1) continue
    const end = <usize>load<u32>(last)
    let at = start
    while (at < end && (isSpace(load<u8>(at)) || load<u8>(at) == 9 || load<u8>(at) == CR)) at++
    if (at == end) return r
  }
  return records
}

/** Turns places of line ends within cells into the records they lie in. */
function attributeBreaks(breakOut: usize, next: usize): void {
  const stride = <usize>width << 2
  let record = 0
  let end = ends + stride - 4
  for (let at = breaks; at < breakOut; at += 4) {
    const place = load<u32>(at)
    if (<usize>place >= next) break
    while (load<u32>(end) < place) {
      record++
      end += stride
    }
    store<i32>(breaks + (<usize>breakCount << 2), record)
    breakCount++
  }
}
