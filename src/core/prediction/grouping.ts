import type { ColumnType, FrameColumn } from '../dataset/column.ts'
import type { Condition } from '../dataset/view.ts'
import { sortNumbers } from '../profile/sortNumbers.ts'
import { sayValue } from '../profile/words.ts'
import { eachRow, type Work } from '../work.ts'

/** Groups of present values a column is parted into, at most. */
const MOST_GROUPS = 8
/** Values that are one group together may be asked for by name up to this many. */
const MOST_NAMED = 20
const DAY = 86_400_000

/** Values of a column that are looked at together. */
export interface ValueGroup {
  /** "39 to 47", "Oslo", "9 other values", "missing". */
  readonly label: string
  /** Met by the rows of the group and no others; absent where none says as much in a few words. */
  readonly condition?: Condition
}

/** A column parted into groups: which group each row is of. */
export interface Grouping {
  readonly groups: readonly ValueGroup[]
  readonly codes: Int32Array
  /** Whether groups have an order of their own (numbers, dates), unlike categories. */
  readonly isOrdered: boolean
}

/**
 * Parts a column into a few groups: numbers and instants into ranges that hold about as many rows each, equal values always
 * together; categories into the most common and the others; missing cells are a group of their own. Undefined where nothing can be told by
 * it: texts and identifiers, or one group only.
 */
export function* groupColumn({ name, type, vector }: FrameColumn): Work<Grouping | undefined> {
  if (type === 'text' || type === 'identifier') return undefined
  const grouping =
    vector.kind === 'coded'
      ? yield* groupCodes(name, vector.codes, vector.dictionary)
      : yield* groupNumbers(name, type, vector.values)
  return grouping.groups.length > 1 ? grouping : undefined
}

function* groupCodes(name: string, codes: Int32Array, dictionary: readonly string[]): Work<Grouping> {
  const counts = new Float64Array(dictionary.length)
  let missing = 0
  yield* eachRow(codes.length, (row) => {
    const code = codes[row]!
    if (code < 0) missing++
    else counts[code]!++
  })
  const present: number[] = []
  for (let code = 0; code < counts.length; code++) if (counts[code]! > 0) present.push(code)
  present.sort((a, b) => counts[b]! - counts[a]! || a - b)
  const named = present.length > MOST_GROUPS ? present.slice(0, MOST_GROUPS - 1) : present
  const rest = present.slice(named.length)
  const groups: ValueGroup[] = named.map((code) => ({
    label: dictionary[code]!,
    condition: { column: name, word: 'is', text: dictionary[code]! },
  }))
  const placeOf = new Int32Array(dictionary.length).fill(named.length)
  for (const [place, code] of named.entries()) placeOf[code] = place
  if (rest.length > 0)
    groups.push({
      label: `${rest.length} other values`,
      ...(rest.length <= MOST_NAMED && {
        condition: { column: name, word: 'oneOf', texts: rest.map((code) => dictionary[code]!) },
      }),
    })
  const absent = groups.length
  if (missing > 0) groups.push({ label: 'missing', condition: { column: name, word: 'missing' } })
  const found = new Int32Array(codes.length)
  yield* eachRow(codes.length, (row) => {
    found[row] = codes[row]! < 0 ? absent : placeOf[codes[row]!]!
  })
  return { groups, codes: found, isOrdered: false }
}

function* groupNumbers(name: string, type: ColumnType, values: Float64Array): Work<Grouping> {
  const present = values.filter((value) => !Number.isNaN(value))
  yield
  yield* sortNumbers(present)
  const ranges = yield* rangesOf(present, type)
  const groups: ValueGroup[] = ranges.map(({ from, to }) => {
    const condition = conditionOf(name, type, from, to)
    return { label: labelOf(from, to, type), ...(condition && { condition }) }
  })
  const absent = groups.length
  if (present.length < values.length) groups.push({ label: 'missing', condition: { column: name, word: 'missing' } })
  const ends = Float64Array.from(ranges, ({ to }) => to)
  const codes = new Int32Array(values.length)
  yield* eachRow(values.length, (row) => {
    const value = values[row]!
    codes[row] = Number.isNaN(value) ? absent : rangeWith(ends, value, type)
  })
  return { groups, codes, isOrdered: true }
}

/** A condition on instants takes a date without a time for all of its day. */
function reachOf(value: number, type: ColumnType): number {
  return type === 'datetime' && value % DAY === 0 ? value + DAY - 1 : value
}

function rangeWith(ends: Float64Array, value: number, type: ColumnType): number {
  let range = 0
  while (range < ends.length - 1 && value > reachOf(ends[range]!, type)) range++
  return range
}

/** Ranges of ordered values from a value that occurs to one that does; each different value its own where they are few. */
function* rangesOf(ordered: Float64Array, type: ColumnType): Work<readonly { from: number; to: number }[]> {
  const distinct: number[] = []
  for (let i = 0; i < ordered.length && distinct.length <= MOST_GROUPS; i++)
    if (i === 0 || ordered[i]! > reachOf(distinct.at(-1)!, type)) distinct.push(ordered[i]!)
  if (distinct.length <= MOST_GROUPS) return distinct.map((value) => ({ from: value, to: value }))
  const ranges: { from: number; to: number }[] = []
  let start = 0
  while (start < ordered.length) {
    const left = MOST_GROUPS - ranges.length
    let end = left === 1 ? ordered.length : Math.min(ordered.length, start + Math.ceil((ordered.length - start) / left))
    const reach = reachOf(ordered[end - 1]!, type)
    while (end < ordered.length && ordered[end]! <= reach) end++
    ranges.push({ from: ordered[start]!, to: ordered[end - 1]! })
    start = end
    yield
  }
  return ranges
}

function labelOf(from: number, to: number, type: ColumnType): string {
  if (type === 'boolean') return from === 1 ? 'true' : 'false'
  const [low, high] = [sayValue(from, type), sayValue(to, type)]
  return low === high ? low : `${low} to ${high}`
}

function conditionOf(name: string, type: ColumnType, from: number, to: number): Condition | undefined {
  if (type === 'boolean') return { column: name, word: from === 1 ? 'true' : 'false' }
  // An address holds finite numbers only.
  if (!Number.isFinite(to)) return Number.isFinite(from) ? { column: name, word: 'atLeast', value: from } : undefined
  if (!Number.isFinite(from)) return { column: name, word: 'atMost', value: to }
  if (from === to && type !== 'datetime') return { column: name, word: 'equal', value: from }
  return { column: name, word: 'between', from, to }
}
