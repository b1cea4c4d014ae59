import {
  areBooleans,
  findDateOrder,
  isInfinite,
  parseBoolean,
  parseDateTime,
  parseNumber,
  trimCell,
  type ValueFormat,
} from '@/core/dataset/cell.ts'
import type { ColumnType, NumericArray } from '@/core/dataset/column.ts'
import { wordsOf } from '@/core/dataset/entity.ts'
import { MISSING_CANDIDATES, MISSING_IN_CATEGORIES } from './missing.ts'

/** Values that a column of few rows may have and still be a category, and the share of rows that a long one may. */
const CATEGORY_VALUES = 50
const CATEGORY_SHARE = 0.05
/** Mean characters and words above which a column is text. */
const TEXT_LENGTH = 40
const TEXT_WORDS = 5
/** Share of different values from which a column of at least so many rows tells its rows apart. */
const UNIQUE_SHARE = 0.95
const UNIQUE_ROWS = 20
/** Rows that a column without an identifier's name must count one by one to be taken for the row's number. */
const COUNTED_ROWS = 100
/** Texts looked at for their words. */
const TEXTS_SAMPLED = 10_000
/** Texts between two breaths. */
const TEXTS_AT_ONCE = 4_096

type Breathe = () => Promise<void>

/** What the texts of a column are when each says a value. */
export interface Values {
  readonly type: 'number' | 'boolean' | 'datetime'
  /** The value of each text as a column holds it; infinities are NaN. */
  readonly values: Float64Array
}

/** What all the texts are: numbers, truths or instants; undefined when there is one that is not, or none at all. */
export async function findValues(
  texts: readonly string[],
  format: ValueFormat,
  breathe: Breathe,
): Promise<Values | undefined> {
  const numbers = await parseAll(
    texts,
    (text) => parseNumber(text, format) ?? (isInfinite(text) ? Number.NaN : undefined),
    breathe,
  )
  if (numbers?.some((value) => !Number.isNaN(value))) return { type: 'number', values: numbers }
  if (areBooleans(texts))
    return { type: 'boolean', values: Float64Array.from(texts, (text) => Number(parseBoolean(text))) }
  // Most texts are no dates, which the first of them tells.
  if (!/\d/.test(texts[0] ?? '')) return undefined
  const order = findDateOrder(texts) ?? format.dateOrder
  const instants = await parseAll(texts, (text) => parseDateTime(text, order), breathe)
  return instants && { type: 'datetime', values: instants }
}

/** The values of all texts, or undefined at the first that has none. */
async function parseAll(
  texts: readonly string[],
  parse: (text: string) => number | undefined,
  breathe: Breathe,
): Promise<Float64Array | undefined> {
  const values = new Float64Array(texts.length)
  for (let i = 0; i < texts.length; i++) {
    const value = parse(texts[i]!)
    if (value === undefined) return undefined
    values[i] = value
    if (i % TEXTS_AT_ONCE === TEXTS_AT_ONCE - 1) await breathe()
  }
  return values
}

/** What is known of a column of texts; missing cells are left out of `texts` and `present`. */
export interface TextFacts {
  readonly name: string
  readonly texts: readonly string[]
  /** Cells that are not missing. */
  readonly present: number
  readonly rows: number
}

/** Whether a column of texts holds categories, row names or free text, by how many there are and how they look. */
export function findTextType({ name, texts, present, rows }: TextFacts): 'category' | 'text' | 'identifier' {
  const distinct = texts.length
  if (distinct === 0) return 'category'
  const look = lookOf(texts)
  const isCode = !look.hasSpaces && look.length <= TEXT_LENGTH
  if (isCode && distinct === rows && hasIdentifierName(name)) return 'identifier'
  if ((look.length > TEXT_LENGTH || look.words > TEXT_WORDS) && distinct > rows / 10) return 'text'
  if (present >= UNIQUE_ROWS && distinct >= UNIQUE_SHARE * present) return isCode ? 'identifier' : 'text'
  if (distinct <= Math.max(CATEGORY_VALUES, CATEGORY_SHARE * rows)) return 'category'
  return distinct <= present / 2 ? 'category' : 'text'
}

function lookOf(texts: readonly string[]): { length: number; words: number; hasSpaces: boolean } {
  const step = Math.max(1, Math.floor(texts.length / TEXTS_SAMPLED))
  let [sampled, length, words, spaced] = [0, 0, 0, 0]
  for (let i = 0; i < texts.length; i += step) {
    const parts = trimCell(texts[i]!).split(/\s+/)
    sampled++
    length += texts[i]!.length
    words += parts.length
    if (parts.length > 1) spaced++
  }
  return { length: length / sampled, words: words / sampled, hasSpaces: spaced > sampled / 100 }
}

const IDENTIFIER_WORDS = new Set(['id', 'uuid', 'guid', 'identifier', 'rowid'])
const IDENTIFIER_NAMES = new Set(['index', 'key', 'row', 'rownames', 'row names', 'row number', 'row id', 'unnamed 0'])

/** Whether a name says that the column tells rows apart: `id`, `PassengerId`, `customer_id`, `index`. */
function hasIdentifierName(name: string): boolean {
  const words = wordsOf(name)
  return IDENTIFIER_WORDS.has(words.at(-1) ?? '') || IDENTIFIER_NAMES.has(words.join(' '))
}

/**
 * Whether whole numbers without gaps are names of rows rather than amounts: all different under an identifier's name, or
 * counting the rows one by one from 0 or 1.
 */
export function tellsRowsApart(name: string, chunks: readonly NumericArray[], rows: number): boolean {
  if (rows < 2) return false
  const first = chunks[0]![0]!
  let counts = rows >= COUNTED_ROWS && (first === 0 || first === 1)
  let climbs = hasIdentifierName(name)
  let previous = first - 1
  for (const chunk of chunks) {
    if (counts) counts = countsOn(chunk, previous)
    if (climbs && !counts) climbs = climbsOn(chunk, previous)
    previous = chunk.at(-1)!
  }
  return counts || climbs || (hasIdentifierName(name) && areDistinct(chunks, rows))
}

function countsOn(chunk: NumericArray, previous: number): boolean {
  for (let i = 0; i < chunk.length; i++) if (chunk[i] !== previous + 1 + i) return false
  return true
}

function climbsOn(chunk: NumericArray, previous: number): boolean {
  let last = previous
  for (let i = 0; i < chunk.length; i++) {
    const value = chunk[i]!
    if (!(value > last)) return false
    last = value
  }
  return true
}

function areDistinct(chunks: readonly NumericArray[], rows: number): boolean {
  const values = new Float64Array(rows)
  let at = 0
  for (const chunk of chunks) {
    values.set(chunk, at)
    at += chunk.length
  }
  values.sort()
  for (let i = 1; i < rows; i++) if (values[i] === values[i - 1]) return false
  return true
}

/**
 * The words of a column that should count as missing: any candidate when the column says values without it, one that
 * hardly ever names a category when the column is a category. `fixed` is the type the person gave, if any.
 */
export async function proposeMissing(
  facts: TextFacts,
  fixed: ColumnType | undefined,
  format: ValueFormat,
  breathe: Breathe,
): Promise<readonly string[]> {
  if (fixed === 'text' || fixed === 'identifier') return []
  const met = facts.texts.filter(isCandidate).map(trimCell)
  if (met.length === 0) return []
  const texts = facts.texts.filter((text) => !isCandidate(text))
  const isValues = fixed ? fixed !== 'category' : (await findValues(texts, format, breathe)) !== undefined
  if (isValues) return met
  const type = fixed ?? findTextType({ ...facts, texts })
  return type === 'category' || type === 'text' ? met.filter((token) => MISSING_IN_CATEGORIES.has(token)) : []
}

const CANDIDATES: ReadonlySet<string> = new Set(MISSING_CANDIDATES)
const LONGEST_CANDIDATE = Math.max(...MISSING_CANDIDATES.map((text) => text.length))

function isCandidate(text: string): boolean {
  const trimmed = trimCell(text)
  return trimmed.length <= LONGEST_CANDIDATE && CANDIDATES.has(trimmed)
}
