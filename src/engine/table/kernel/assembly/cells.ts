// Where one cell of the window lies, without what surrounds it.

import { endsPtr, hasQuotes, hasReturns, widthOf } from './records'
import { isBlank, isSpace, quote, trim } from './rules'

export let start: usize = 0
export let end: usize = 0
export let isQuoted: bool = false

/** Where the cell starts whose end is stored at `place`, with whatever surrounds it. */
// @ts-ignore: decorator
@inline
export function startOf(place: usize): usize {
  return <usize>load<u32>(place - 4) + 1
}

/** Where it ends: before the end of the line, of which a carriage return may be a part. */
// @ts-ignore: decorator
@inline
export function endOf(place: usize, mayReturn: bool): usize {
  const end = <usize>load<u32>(place)
  if (!mayReturn) return end
  return end > startOf(place) && load<u8>(end) == 10 && load<u8>(end - 1) == 13 ? end - 1 : end
}

/** Finds the cell whose end is stored at `place`: between its quotes, else without the spaces that the dialect drops. */
// @ts-ignore: decorator
@inline
export function locate(place: usize, isLastColumn: bool): void {
  let s = startOf(place)
  let e = endOf(place, isLastColumn && hasReturns)
  isQuoted = false
  if (hasQuotes && e > s && load<u8>(s) == quote) {
    isQuoted = true
    s++
    e--
  } else if (trim) {
    while (s < e && isSpace(load<u8>(s))) s++
    while (e > s && isSpace(load<u8>(e - 1))) e--
  }
  start = s
  end = e
}

/** Finds a cell without any blanks around what it says. */
// @ts-ignore: decorator
@inline
export function locateValue(place: usize, isLastColumn: bool): void {
  locate(place, isLastColumn)
  let s = start
  let e = end
  while (s < e && isBlank(load<u8>(s))) s++
  while (e > s && isBlank(load<u8>(e - 1))) e--
  start = s
  end = e
}

/** Where the end of the cell of record 0 is stored. */
export function firstPlace(column: i32): usize {
  return endsPtr() + (<usize>column << 2)
}

/** For the other side: finds one cell, to be read from `start` and `end`. */
export function cell(row: i32, column: i32): void {
  locate(firstPlace(column) + ((<usize>row * widthOf()) << 2), column == widthOf() - 1)
}
