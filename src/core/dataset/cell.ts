import { type ColumnType, isNumericType, type Zone } from './column.ts'
import type { Dialect } from './dataset.ts'

// Only ASCII blanks are dropped around a cell: the reader works on bytes and must agree with this file.
const BLANKS = /^[\t-\r ]+|[\t-\r ]+$/g

/** The cell without blanks around it. */
export function trimCell(text: string): string {
  // Hardly any cell has some, and most columns are asked cell by cell.
  return text.charCodeAt(0) > 32 && text.charCodeAt(text.length - 1) > 32 ? text : text.replace(BLANKS, '')
}

/** How a file writes numbers; a point and nothing where absent. A dialect is one. */
export type NumberFormat = Pick<Dialect, 'decimal' | 'thousands'>

/** How a file writes values. A dialect is one. */
export interface ValueFormat extends NumberFormat {
  /** Which number of a date with the year last is the day. */
  readonly dateOrder?: DateOrder
}

/** Thousands marks in their guises: spaces that do not break, and the typographer's apostrophe. */
const THOUSANDS = { ',': ',', '.': '\\.', ' ': '[ \u00a0\u202f\u2009]', "'": "['\u2019]" } as const

/** What {@link parseNumber} needs for a format. */
interface NumberPattern {
  readonly isNumber: RegExp
  readonly marks: RegExp | undefined
}

function makePattern(decimal: '.' | ',', thousands: NumberFormat['thousands']): NumberPattern {
  const mark = thousands && THOUSANDS[thousands]
  const grouped = mark ? `|[1-9]\\d{0,2}(?:${mark}\\d{3})+` : ''
  const point = decimal === '.' ? '\\.' : ','
  return {
    isNumber: new RegExp(`^[+-]?(?:(?:0|[1-9]\\d*${grouped})(?:${point}\\d*)?|${point}\\d+)(?:[eE][+-]?\\d+)?$`),
    marks: mark ? new RegExp(mark, 'g') : undefined,
  }
}

const PLAIN = makePattern('.', '')
const PATTERNS = new Map<string, NumberPattern>()

function patternOf({ decimal = '.', thousands = '' }: NumberFormat): NumberPattern {
  const key = decimal + thousands
  let pattern = PATTERNS.get(key)
  if (!pattern) {
    pattern = makePattern(decimal, thousands)
    PATTERNS.set(key, pattern)
  }
  return pattern
}

const WHOLE = /^[+-]?\d+$/

/**
 * The number a cell says: plain decimals with a point, a sign, an exponent (`-3`, `.5`, `5.`, `1E+05`), or with the
 * decimal and thousands marks of a format (`1.234,5`), groups of three digits each.
 * Not numbers: leading zeros (`007` is a code), whole numbers beyond 2^53 − 1 (a digit would be lost), marks that the
 * format does not have, hexadecimals, and infinities (`inf`, `1e999`), which no mean or scale survives.
 */
export function parseNumber(text: string, format?: NumberFormat): number | undefined {
  let cell = trimCell(text)
  const { isNumber, marks } = format ? patternOf(format) : PLAIN
  if (!isNumber.test(cell)) return undefined
  if (marks) cell = cell.replace(marks, '')
  if (format?.decimal === ',') cell = cell.replace(',', '.')
  const value = Number(cell)
  if (!Number.isFinite(value) || (WHOLE.test(cell) && !Number.isSafeInteger(value))) return undefined
  return value + 0 // −0 is 0
}

const INFINITE = /^[+-]?inf(?:inity)?$/i

/** Whether a cell spells infinity. In a column of numbers it becomes missing, and is counted as coerced. */
export function isInfinite(text: string): boolean {
  return INFINITE.test(trimCell(text))
}

/** Ways of saying yes and no; one column uses one of them. */
const BOOLEAN_WORDS = [
  { yes: 'true', no: 'false' },
  { yes: 'yes', no: 'no' },
  { yes: 't', no: 'f' },
  { yes: 'y', no: 'n' },
] as const

/** The truth a cell says, in any case: true/false, yes/no, t/f, y/n. Not 0 and 1, which are numbers. */
export function parseBoolean(text: string): boolean | undefined {
  const word = trimCell(text).toLowerCase()
  for (const { yes, no } of BOOLEAN_WORDS) {
    if (word === yes) return true
    if (word === no) return false
  }
  return undefined
}

/**
 * Whether the distinct texts of a column are truths said in one way. Single letters must show both (a column of nothing
 * but F is more likely a sex than a falsehood).
 */
export function areBooleans(texts: readonly string[]): boolean {
  const [first] = texts
  if (first === undefined || texts.length > 64) return false
  const words = new Set(texts.map((text) => trimCell(text).toLowerCase()))
  const family = BOOLEAN_WORDS.find(({ yes, no }) => words.has(yes) || words.has(no))
  if (!family) return false
  const both = words.has(family.yes) && words.has(family.no)
  return both ? words.size === 2 : words.size === 1 && family.yes.length > 1
}

/** How dates with the year last are read: day first or month first. */
export type DateOrder = 'dmy' | 'mdy'

const TIME = String.raw`(?:[Tt ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?`
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/])(\d{1,2})\2(\d{1,2})${TIME}$`)
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${TIME}$`)

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function toInstant(
  year: number,
  month: number,
  day: number,
  time: readonly (string | undefined)[],
): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  const [hours = '0', minutes = '0', seconds = '0', fraction = '', zone = 'Z'] = time
  if (+hours > 23 || +minutes > 59 || +seconds > 59) return undefined
  let offset = 0
  if (zone !== 'Z' && zone !== 'z') {
    const zoneHours = Number(zone.slice(1, 3))
    const zoneMinutes = Number(zone.slice(3).replace(':', '') || 0)
    if (zoneHours > 23 || zoneMinutes > 59) return undefined
    offset = (zone[0] === '-' ? -1 : 1) * (zoneHours * 60 + zoneMinutes)
  }
  const milliseconds = fraction === '' ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'))
  return (
    (((daysSince1970(year, month, day) * 24 + +hours) * 60 + +minutes - offset) * 60 + +seconds) * 1_000 + milliseconds
  )
}

/** Days of the Gregorian calendar, by Howard Hinnant's `days_from_civil`; years 0 to 9999. */
function daysSince1970(year: number, month: number, day: number): number {
  // Years begin with March, so that the leap day is their last.
  const shifted = month > 2 ? year : year - 1
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400)
  return shifted * 365 + leapDays + dayOfYear - 719_468
}

/**
 * The instant a cell says, in milliseconds since 1970 UTC: `2012-01-31`, `2012/01/31`, with `T` or a space and
 * `14:05`, `14:05:30`, `14:05:30.250`, and `Z` or an offset such as `+02:00`. Without a zone, UTC is assumed. Days that
 * no calendar has (30 February) are not dates. Dates with the year last are read only when `order` says which number is
 * the day: see {@link findDateOrder}.
 */
export function parseDateTime(text: string, order?: DateOrder): number | undefined {
  const cell = trimCell(text)
  const first = YEAR_FIRST.exec(cell)
  if (first) return toInstant(Number(first[1]), Number(first[3]), Number(first[4]), first.slice(5))
  if (!order) return undefined
  const last = YEAR_LAST.exec(cell)
  if (!last) return undefined
  const [one, two] = [Number(last[1]), Number(last[3])]
  return toInstant(Number(last[4]), order === 'dmy' ? two : one, order === 'dmy' ? one : two, last.slice(5))
}

/** A zone after a time. */
const ZONE = /:.*(?:[Zz]|[+-]\d{2}(?::?\d{2})?)$/

/** Whether the text of an instant says its zone. */
export function hasZone(text: string): boolean {
  return ZONE.test(trimCell(text))
}

/** What a column of instants says of their zone, by their texts. */
export function findZone(texts: readonly string[]): Zone {
  const zoned = texts.filter(hasZone).length
  if (zoned === 0) return 'none'
  return zoned === texts.length ? 'stated' : 'mixed'
}

/** Whether a text is a date with the year last that is one whichever number is the day. */
export function isAmbiguousDate(text: string): boolean {
  return (
    parseDateTime(text) === undefined &&
    parseDateTime(text, 'dmy') !== undefined &&
    parseDateTime(text, 'mdy') !== undefined
  )
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/**
 * Whether the day or the month comes first in a column's dates, if the column proves it: some first number beyond 12
 * and no second one, or the reverse. Undefined when nothing proves it, or when both occur.
 */
export function findDateOrder(texts: readonly string[]): DateOrder | undefined {
  let dayFirst = false
  let monthFirst = false
  for (const text of texts) {
    // A first mark comes after one or two digits, or the year does not come last: most columns are over with that.
    if (isDigit(text.charCodeAt(1)) && isDigit(text.charCodeAt(2))) continue
    const match = YEAR_LAST.exec(trimCell(text))
    if (!match) continue
    if (Number(match[1]) > 12) dayFirst = true
    if (Number(match[3]) > 12) monthFirst = true
    if (dayFirst && monthFirst) return undefined
  }
  if (dayFirst) return 'dmy'
  return monthFirst ? 'mdy' : undefined
}

/**
 * A cell's value under a type that is already decided, as a column holds it: a number for number, integer, boolean (0, 1)
 * and datetime (ms UTC), the text itself for the others. Undefined when the cell is blank or has no value of that type.
 * Booleans also take `0` and `1` here: somebody has said that the column holds truths.
 */
export function parseCell(text: string, type: ColumnType, format?: ValueFormat): number | string | undefined {
  if (trimCell(text) === '') return undefined
  return isNumericType(type) ? parseNumericCell(text, type, format) : text
}

/** {@link parseCell} for the types held as numbers. */
export function parseNumericCell(text: string, type: ColumnType, format?: ValueFormat): number | undefined {
  if (type === 'datetime') return parseDateTime(text, format?.dateOrder)
  if (type === 'boolean') {
    const truth = parseBoolean(text)
    if (truth !== undefined) return truth ? 1 : 0
    const number = parseNumber(text)
    return number === 0 || number === 1 ? number : undefined
  }
  const number = parseNumber(text, format)
  return number !== undefined && type === 'integer' && !Number.isSafeInteger(number) ? undefined : number
}
