const BLANKS = ' \t\n\r'

/** Without the spaces, tabs and line ends around it. */
export function trimBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && BLANKS.includes(text[start]!)) start++
  while (end > start && BLANKS.includes(text[end - 1]!)) end--
  return text.slice(start, end)
}

/** Where one character has no single other one, it stays: `ﬁ` has no capital. Each alone, as DuckDB does. */
function recase(text: string, change: (character: string) => string, odd: string, oddTo: string): string {
  let result = ''
  for (const character of text) {
    const changed = change(character)
    if (character === odd) result += oddTo
    else result += changed.length === character.length || [...changed].length === 1 ? changed : character
  }
  return result
}

export function upperCase(text: string): string {
  return recase(text, (character) => character.toUpperCase(), 'ß', 'ẞ')
}

export function lowerCase(text: string): string {
  return recase(text, (character) => character.toLowerCase(), 'İ', 'i')
}

/** Characters (code points), not the halves that JavaScript counts. */
export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}

/** `length` characters from the `start`-th, counted from 1; to the end without a length. */
export function partOf(text: string, start: number, length = Number.POSITIVE_INFINITY): string {
  let result = ''
  let at = 0
  for (const character of text) {
    at++
    if (at >= start + length) break
    if (at >= start) result += character
  }
  return result
}

/** Every `part` replaced; an empty part replaces nothing. */
export function replacePart(text: string, part: string, by: string): string {
  return part === '' ? text : text.split(part).join(by)
}

/**
 * Below 0 where `a` comes first: by code points, which is the order of the bytes of UTF-8 that SQL keeps. It differs from the
 * order of code units only where a surrogate meets a unit above them.
 */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** Surrogates, of which the characters above U+FFFF are made, come after all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
