// Values of one column of the window.

import * as cells from './cells'
import { findCode, MOST_TEXTS, setText, touch } from './dictionary'
import * as instants from './instants'
import { take } from './memory'
import * as numbers from './numbers'
import { hasReturns, rows, widthOf } from './records'
import { isBlank, quote } from './rules'

/** Values of the column last read: 8-byte floats or 4-byte codes. */
let values: usize = 0
/** Rows whose cell the other side must look at, ascending. */
let odd: usize = 0
let scratch: usize = 0
/** Numbers that may stand for "missing": the other side looks at them. */
let marks: usize = 0
let markCount: i32 = 0

export let oddCount: i32 = 0
export let missing: i32 = 0
/** What all numbers of the column and window are; true where there are none. */
export let areWhole: bool = true
export let arePlain: bool = true

export const MOST_MARKS: i32 = 64
const LARGEST_SAFE: f64 = 9007199254740991

export function setColumns(window: usize): void {
  values = take(window * 8 + 8)
  odd = take(window * 4 + 4)
  scratch = take(window + 64)
  marks = take(MOST_MARKS * 8)
}

export function valuesPtr(): usize {
  return values
}

export function oddPtr(): usize {
  return odd
}

export function marksPtr(): usize {
  return marks
}

export function setMarks(count: i32): void {
  markCount = count
}

function isMark(value: f64): bool {
  for (let i = 0; i < markCount; i++) if (load<f64>(marks + (i << 3)) == value) return true
  return false
}

// @ts-ignore: decorator
@inline
function tellOdd(row: i32): void {
  store<i32>(odd + (<usize>oddCount << 2), row)
  oddCount++
}

/** Reads a column as numbers: NaN where the cell is blank, or odd. */
export function readNumbers(column: i32): void {
  begin()
  const count = rows
  const stride = <usize>widthOf() << 2
  const isLast = column == widthOf() - 1
  const mayReturn = isLast && hasReturns
  const hasMarks = markCount > 0
  const decimals = numbers.shortMarks()
  let plain = true
  let whole = true
  let row = 0
  let place = cells.firstPlace(column)
  let out = values
  // Until one is met that is not whole, it is asked of each number how it is written.
  for (; row < count && whole; row++, place += stride, out += 8) {
    const value = readCell(row, place, isLast, mayReturn, hasMarks, decimals, true)
    store<f64>(out, value)
    if (value != value || numbers.isPlain) continue
    plain = false
    whole = Math.abs(value) <= LARGEST_SAFE && nearest(value) == value
  }
  for (; row < count; row++, place += stride, out += 8)
    store<f64>(out, readCell(row, place, isLast, mayReturn, hasMarks, decimals, false))
  areWhole = whole
  arePlain = plain
}

/** Most cells are a short number and nothing else, neither quotes nor blanks. */
// @ts-ignore: decorator
@inline
function readCell(
  row: i32,
  place: usize,
  isLast: bool,
  mayReturn: bool,
  hasMarks: bool,
  decimals: v128,
  tellsPlain: bool,
): f64 {
  let value = numbers.parseShort(cells.startOf(place), cells.endOf(place, mayReturn), decimals, tellsPlain)
  if (value != value) value = readOther(row, place, isLast)
  if (hasMarks && isMark(value)) {
    tellOdd(row)
    value = NaN
  }
  return value
}

/** Reads one cell as a number, whatever surrounds it. */
function readOther(row: i32, place: usize, isLast: bool): f64 {
  cells.locateValue(place, isLast)
  if (cells.start == cells.end) {
    missing++
    return NaN
  }
  const value = numbers.parseNumber(cells.start, cells.end)
  if (!numbers.isOdd) return value
  tellOdd(row)
  return NaN
}

/** Reads a column as instants: NaN where the cell is blank, or odd. */
export function readInstants(column: i32): void {
  begin()
  const stride = <usize>widthOf() << 2
  const isLast = column == widthOf() - 1
  let place = cells.firstPlace(column)
  for (let row = 0; row < rows; row++, place += stride) {
    cells.locateValue(place, isLast)
    let value: f64 = NaN
    if (cells.start == cells.end) missing++
    else {
      value = instants.parseInstant(cells.start, cells.end)
      if (instants.isOdd) {
        tellOdd(row)
        value = NaN
      }
    }
    store<f64>(values + (<usize>row << 3), value)
  }
}

function begin(): void {
  oddCount = 0
  missing = 0
  areWhole = true
  arePlain = true
}

/** Reads a column as codes of its texts: −1 where the cell is blank. */
export function readCodes(column: i32, dictionary: usize): void {
  missing = 0
  const stride = <usize>widthOf() << 2
  const isLast = column == widthOf() - 1
  let place = cells.firstPlace(column)
  let out = values
  for (let row = 0; row < rows; row += MOST_TEXTS) {
    const count = min(MOST_TEXTS, rows - row)
    let spare = scratch
    for (let i = 0; i < count; i++, place += stride) {
      cells.locate(place, isLast)
      let start = cells.start
      let end = cells.end
      if (isBlankCell(start, end)) {
        missing++
        end = start
      } else if (cells.isQuoted && hasQuote(start, end)) {
        const halved = spare
        spare = halveQuotes(start, end, spare)
        start = halved
        end = spare
      }
      setText(i, start, <u32>(end - start))
    }
    touch(dictionary, count)
    for (let i = 0; i < count; i++, out += 4) store<i32>(out, findCode(dictionary, i))
  }
}

// @ts-ignore: decorator
@inline
function isBlankCell(start: usize, end: usize): bool {
  while (start < end && isBlank(load<u8>(start))) start++
  return start == end
}

/** Looks at 16 bytes at once, beyond the end of the cell too. */
// @ts-ignore: decorator
@inline
function hasQuote(start: usize, end: usize): bool {
  const quotes = i8x16.splat(<i8>quote)
  for (let at = start; at < end; at += 16) {
    const found = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), quotes))
    if (found) return at + ctz(found) < end
  }
  return false
}

/** Writes the cell to `out`, every pair of quotes as one, and returns where it ends. */
function halveQuotes(start: usize, end: usize, out: usize): usize {
  while (start < end) {
    const byte = load<u8>(start++)
    store<u8>(out++, byte)
    if (byte == quote && start < end && load<u8>(start) == quote) start++
  }
  return out
}
