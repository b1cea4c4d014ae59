import type { ColumnMeta } from './dataset.ts'

/** The words of a column's name in lower case, parted at signs, spaces and camel humps: `customerID` is customer, id. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** Things that a table may have several rows about. */
const ENTITIES = new Set(
  'patient user customer client subject person participant respondent member household account student employee driver rider passenger borrower guest visitor session'.split(
    ' ',
  ),
)
const ID_WORDS = new Set(['id', 'ids', 'uuid', 'guid', 'identifier'])
const NUMBER_WORDS = new Set(['no', 'nr', 'number', 'code', 'key', 'name'])

/** Rows that a thing of unnamed kind may have on average; a code with more is an ordinary category, such as a country. */
const MOST_ROWS_EACH = 100
/** With fewer different values a column is a category, whatever its name (`customer`: new, returning). */
const LEAST_VALUES = 10

/** Whether a name is that of a thing (`patient`, `customer_no`) or of any identifier (`store_id`). */
function nameKind(name: string): 'entity' | 'identifier' | undefined {
  const words = wordsOf(name)
  const last = words.at(-1)
  if (last === undefined) return undefined
  const before = words.at(-2) ?? ''
  if (ENTITIES.has(last) || (ENTITIES.has(before) && (ID_WORDS.has(last) || NUMBER_WORDS.has(last)))) return 'entity'
  return ID_WORDS.has(last) ? 'identifier' : undefined
}

/**
 * Whether a column names things that each have several rows, which must not be parted between training and test: it is
 * an identifier by type or by name (an ordinary category never is), and has two or more rows a value on average.
 */
export function isRepeatedEntity({ name, type, summary }: ColumnMeta, rows: number): boolean {
  if (type !== 'identifier' && type !== 'category' && type !== 'integer' && type !== 'text') return false
  const kind = nameKind(name)
  if (type !== 'identifier' && (kind === undefined || summary.distinct < LEAST_VALUES)) return false
  const each = (rows - summary.missing) / summary.distinct
  return summary.distinct > 1 && each >= 2 && (kind === 'entity' || each <= MOST_ROWS_EACH)
}

/**
 * Whether a column only tells rows apart: an identifier by type, nearly one value a row under an identifier's name, or
 * whole numbers that count the rows one by one.
 */
export function isRowLabel({ name, type, summary }: ColumnMeta, rows: number): boolean {
  if (type === 'identifier') return true
  const unique = summary.distinct === rows - summary.missing && summary.distinct > 1
  if (type !== 'integer' || !unique || summary.kind !== 'numeric') return false
  const counts = summary.missing === 0 && summary.max! - summary.min! + 1 === rows
  return nameKind(name) !== undefined || (counts && rows > 20)
}

/** Whether a date is somebody's birth by its name, so that only the age in it matters. */
export function isBirth(name: string): boolean {
  return wordsOf(name).some((word) => word.startsWith('birth') || word === 'dob' || word === 'born')
}
