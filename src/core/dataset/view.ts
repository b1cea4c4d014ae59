import { AssayError } from '../errors.ts'
import { formatCell, formatCount } from '../format/format.ts'
import type { ColumnType } from './column.ts'
import type { ColumnMeta } from './dataset.ts'

/** What a cell with a number is compared by. */
type NumberWord = 'equal' | 'unequal' | 'less' | 'atMost' | 'more' | 'atLeast'
/** What an instant is compared by. A date without a time of day means the whole of that day, UTC. */
type DateWord = 'before' | 'after' | 'on'
/** What a text is compared by: `is` and `isNot` exactly, `contains` and `startsWith` whatever the case. */
type TextWord = 'is' | 'isNot' | 'contains' | 'startsWith'
type PlainWord = 'missing' | 'present' | 'true' | 'false'
export type ConditionWord = NumberWord | DateWord | TextWord | PlainWord | 'between' | 'oneOf'

/** One thing asked of one column. A missing cell meets none but `missing`. */
export type Condition =
  | { readonly column: string; readonly word: PlainWord }
  /** Numbers, or milliseconds since 1970 UTC. */
  | { readonly column: string; readonly word: NumberWord | DateWord; readonly value: number }
  /** Both ends belong to it. */
  | { readonly column: string; readonly word: 'between'; readonly from: number; readonly to: number }
  | { readonly column: string; readonly word: TextWord; readonly text: string }
  | { readonly column: string; readonly word: 'oneOf'; readonly texts: readonly string[] }

export interface SortKey {
  readonly column: string
  readonly descending: boolean
}

/** Which rows of a dataset are shown, and in which order. */
export interface View {
  /** All of them must hold. */
  readonly conditions: readonly Condition[]
  /** A text that some shown cell of the row contains, as it is shown and whatever the case; empty for none. */
  readonly search: string
  /** The first counts most; rows that are equal by all of them stay as they were. Missing cells come last either way. */
  readonly sort: readonly SortKey[]
}

/** Every row, in the order of the file. */
export const WHOLE_VIEW: View = { conditions: [], search: '', sort: [] }

export function isWhole({ conditions, search, sort }: View): boolean {
  return conditions.length === 0 && search === '' && sort.length === 0
}

/** Whether a view may leave rows out. */
export function isFiltered({ conditions, search }: View): boolean {
  return conditions.length > 0 || search !== ''
}

const PRESENCE: readonly ConditionWord[] = ['missing', 'present']
const NUMBERS: readonly ConditionWord[] = ['equal', 'unequal', 'less', 'atMost', 'more', 'atLeast', 'between']
const TEXTS: readonly ConditionWord[] = ['is', 'isNot', 'contains', 'startsWith', 'oneOf']

/** What can be asked of a column of this type. */
export function wordsFor(type: ColumnType): readonly ConditionWord[] {
  if (type === 'number' || type === 'integer') return [...NUMBERS, ...PRESENCE]
  if (type === 'datetime') return ['before', 'after', 'on', 'between', ...PRESENCE]
  if (type === 'boolean') return ['true', 'false', ...PRESENCE]
  return [...TEXTS, ...PRESENCE]
}

/** Each word as it is read between a column and a value. */
export const CONDITION_WORDS: Readonly<Record<ConditionWord, string>> = {
  equal: '=',
  unequal: '≠',
  less: '<',
  atMost: '≤',
  more: '>',
  atLeast: '≥',
  between: 'is between',
  before: 'is before',
  after: 'is after',
  on: 'is on',
  true: 'is true',
  false: 'is false',
  is: 'is',
  isNot: 'is not',
  contains: 'contains',
  startsWith: 'starts with',
  oneOf: 'is one of',
  missing: 'is missing',
  present: 'is present',
}

/** Texts of a list that are named; the rest is counted. */
const NAMED = 3

/** "age ≥ 30", "city is one of Oslo, Bergen". */
export function describeCondition(condition: Condition, type: ColumnType): string {
  const start = `${condition.column} ${CONDITION_WORDS[condition.word]}`
  if ('value' in condition) return `${start} ${formatCell(condition.value, type)}`
  if ('from' in condition) return `${start} ${formatCell(condition.from, type)} and ${formatCell(condition.to, type)}`
  if ('text' in condition) return `${start} “${condition.text}”`
  if ('texts' in condition) {
    const { texts } = condition
    const rest = texts.length > NAMED ? ` and ${formatCount(texts.length - NAMED)} more` : ''
    return `${start} ${texts.slice(0, NAMED).join(', ')}${rest}`
  }
  return start
}

const DAY = 86_400_000

/** The first and the last millisecond that a typed date means: all of its day where it has no time of day. */
function spanOf(value: number): { from: number; to: number } {
  return { from: value, to: value % DAY === 0 ? value + DAY - 1 : value }
}

/** The test of a condition on a column held as numbers (of the given type); NaN is a missing cell. */
export function numberTest(condition: Condition, type: ColumnType): (value: number) => boolean {
  if (condition.word === 'missing') return Number.isNaN
  if (condition.word === 'present') return (cell) => !Number.isNaN(cell)
  if (condition.word === 'true') return (cell) => cell === 1
  if (condition.word === 'false') return (cell) => cell === 0
  if ('from' in condition) {
    const { from } = condition
    const to = type === 'datetime' ? spanOf(condition.to).to : condition.to
    return (cell) => cell >= from && cell <= to
  }
  if (!('value' in condition)) return () => false
  const { value } = condition
  switch (condition.word) {
    case 'equal':
      return (cell) => cell === value
    case 'unequal':
      return (cell) => cell < value || cell > value
    case 'less':
    case 'before':
      return (cell) => cell < value
    case 'atMost':
      return (cell) => cell <= value
    case 'more':
      return (cell) => cell > value
    case 'atLeast':
      return (cell) => cell >= value
    case 'after': {
      const { to } = spanOf(value)
      return (cell) => cell > to
    }
    case 'on': {
      const { from, to } = spanOf(value)
      return (cell) => cell >= from && cell <= to
    }
  }
}

/** The test of a condition on a column held as texts; null is a missing cell. */
export function textTest(condition: Condition): (cell: string | null) => boolean {
  if (condition.word === 'missing') return (cell) => cell === null
  if (condition.word === 'present') return (cell) => cell !== null
  if ('texts' in condition) {
    const texts = new Set<string | null>(condition.texts)
    return (cell) => texts.has(cell)
  }
  if (!('text' in condition)) return () => false
  const { text } = condition
  switch (condition.word) {
    case 'is':
      return (cell) => cell === text
    case 'isNot':
      return (cell) => cell !== null && cell !== text
    case 'contains':
      return contains(text)
    case 'startsWith': {
      const start = fold(text)
      return (cell) => cell !== null && fold(cell).startsWith(start)
    }
  }
}

/** Whether a cell, as it is shown, contains a text whatever the case. A missing cell shows nothing, so never does. */
export function contains(text: string): (cell: string | null) => boolean {
  const part = fold(text)
  return (cell) => cell !== null && fold(cell).includes(part)
}

/** Upper case first: some letters (ß, ſ) agree only after both. */
function fold(text: string): string {
  return text.toUpperCase().toLowerCase()
}

/** The view with one more key of sorting, or another direction of one, or without it; `alone` drops the others. */
export function sortBy(view: View, column: string, direction: 'up' | 'down' | 'none', alone: boolean): View {
  const key = direction === 'none' ? [] : [{ column, descending: direction === 'down' }]
  if (alone) return { ...view, sort: key }
  const at = view.sort.findIndex((each) => each.column === column)
  if (at < 0) return { ...view, sort: [...view.sort, ...key] }
  return { ...view, sort: view.sort.toSpliced(at, 1, ...key) }
}

/** What a click on a column's head makes of the order: ascending, then descending, then as in the file. */
export function nextDirection({ sort }: View, column: string): 'up' | 'down' | 'none' {
  const key = sort.find((each) => each.column === column)
  if (!key) return 'up'
  return key.descending ? 'none' : 'down'
}

/**
 * Throws where a view asks what these columns cannot answer: an address from elsewhere, or of another version of the data.
 * @throws AssayError `dataset.unknownColumn`, `dataset.typeMismatch`
 */
export function checkView({ conditions, sort }: View, columns: readonly Pick<ColumnMeta, 'name' | 'type'>[]): void {
  const types = new Map(columns.map(({ name, type }) => [name, type]))
  for (const { column } of [...conditions, ...sort])
    if (!types.has(column))
      throw new AssayError(
        'dataset.unknownColumn',
        `This view asks for a column “${column}”, which the data does not have. Clear the filters to see all rows.`,
        { column },
      )
  for (const { column, word } of conditions)
    if (!wordsFor(types.get(column)!).includes(word))
      throw new AssayError(
        'dataset.typeMismatch',
        `“${column}” is read as ${types.get(column)}, of which “${CONDITION_WORDS[word]}” cannot be asked. Remove that filter.`,
        { column },
      )
}
