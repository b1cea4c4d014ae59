import {
  isInfinite,
  type NumberFormat,
  parseBoolean,
  parseDateTime,
  parseNumber,
  trimCell,
} from '@/core/dataset/cell.ts'

export type Look = 'number' | 'date' | 'truth' | 'text'

const YEAR_LAST = /^\d{1,2}([/.-])\d{1,2}\1\d{4}\b/
const TIME = /^\d{1,2}([:.])\d{2}(?:\1\d{2}(?:[.,]\d+)?)?$/

/** What one cell looks like, dates without regard to whether their order is known. A time of day counts as a date. */
export function lookOf(text: string, format?: NumberFormat): Look {
  const cell = trimCell(text)
  if (parseNumber(cell, format) !== undefined || isInfinite(cell)) return 'number'
  if (YEAR_LAST.test(cell) || TIME.test(cell) || parseDateTime(cell) !== undefined) return 'date'
  return parseBoolean(cell) === undefined || cell.length === 1 ? 'text' : 'truth'
}

/** Numbers in any format that files have, also with a unit of money or a percent sign. */
const LIKE_NUMBER =
  /^[+-]?[$€£¥]? ?(?:\d+|\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+)?(?:[.,]\d*)?(?:[eE][+-]?\d+)?(?: ?[%€$£])?$/

/** Digits with marks between them: a number in some format. */
export function looksLikeNumber(text: string): boolean {
  return /^[+-]?\d[\d.,' \u00a0\u202f]*$/.test(text)
}

/** Whether a cell looks like a value rather than a text, whatever the format. */
export function looksLikeValue(text: string): boolean {
  return (/\d/.test(text) && LIKE_NUMBER.test(text)) || lookOf(text) !== 'text'
}
