import { CHUNK_ROWS, type Column } from '@/core/dataset/column.ts'
import type { Doubt } from '@/core/dataset/dataset.ts'
import { doubtOrder, type UndatedColumn } from './finish.ts'

/** Share of a column's cells that a mark must be to be noticed. */
const MARK_SHARE = 0.01
/** Different values that a column must have beside a mark: of two or three, none is far from the others. */
const OTHER_VALUES = 10

type MissingDoubt = Extract<Doubt, { kind: 'missing' }>

/** What only a person can decide about columns. `decimal` is the mark that the file writes numbers with. */
export function findDoubts(
  columns: readonly Column[],
  undated: readonly UndatedColumn[],
  decimal?: '.' | ',',
): Doubt[] {
  return [...findMarksForMissing(columns, decimal), ...doubtOrder(undated)]
}

/**
 * Numbers that look like marks for "no value", such as −200 among concentrations. In some column the number is the least
 * or the greatest, at least one cell in a hundred, and further from the next value than all others are from each other;
 * the other columns of which it is the least or greatest value are named with it. Zero is never one.
 */
function findMarksForMissing(columns: readonly Column[], decimal: '.' | ',' = '.'): MissingDoubt[] {
  if (!columns.some(mayHaveMark)) return []
  const ends = columns.flatMap((column) => endsOf(column).map((end) => ({ ...end, name: column.name })))
  const marks = new Set(ends.filter(({ isFar }) => isFar).map(({ value }) => value))
  return [...marks].map((mark) => {
    const met = ends.filter(({ value }) => value === mark)
    return {
      kind: 'missing',
      token: String(mark).replace('.', decimal),
      cells: met.reduce((sum, { count }) => sum + count, 0),
      columns: met.map(({ name }) => name),
    }
  })
}

/** Values looked at before all of a column are: enough that one in a hundred is met many times. */
const GLANCE = 4_096
/** Share of the values in a glance above which a least or greatest one may be a mark; a fifth of what a mark has. */
const GLANCE_SHARE = MARK_SHARE / 5

/**
 * Whether the least or the greatest of some values, spread over the column, comes often and far from the others: less far
 * than among all they cannot be. Most columns are over with that.
 */
function mayHaveMark({ type, data }: Column): boolean {
  if ((type !== 'number' && type !== 'integer') || data.kind !== 'numeric') return false
  const rows = data.chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const least = new Extreme()
  const greatest = new Extreme()
  const values = new Set<number>()
  const looks = Math.min(rows, GLANCE)
  let seen = 0
  for (let i = 0; i < looks; i++) {
    // By the golden ratio, so that no pattern of the rows is met alone.
    const row = looks === rows ? i : Math.floor(((i * 0.618033988749895) % 1) * rows)
    const value = data.chunks[Math.floor(row / CHUNK_ROWS)]![row % CHUNK_ROWS]!
    if (Number.isNaN(value)) continue
    seen++
    least.add(value)
    greatest.add(-value)
    // More than these are as good as all.
    if (values.size <= OTHER_VALUES) values.add(value)
  }
  // Too few were met to tell: all must be looked at.
  if (looks < rows && seen < GLANCE / 2) return true
  if (looks < rows && values.size <= OTHER_VALUES) return false
  const isFar = (end: Extreme, opposite: Extreme) =>
    end.count > GLANCE_SHARE * seen && end.second - end.first > -opposite.first - end.second
  return isFar(least, greatest) || isFar(greatest, least)
}

interface End {
  readonly value: number
  readonly count: number
  /** Whether it is often and far from the other values of its column. */
  readonly isFar: boolean
}

/** The least and the greatest value of a column of numbers. */
function endsOf({ type, data }: Column): End[] {
  if ((type !== 'number' && type !== 'integer') || data.kind !== 'numeric') return []
  const least = new Extreme()
  const greatest = new Extreme()
  const values = new Set<number>()
  let present = 0
  for (const chunk of data.chunks)
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i]!
      if (Number.isNaN(value)) continue
      present++
      least.add(value)
      greatest.add(-value)
      if (values.size <= OTHER_VALUES) values.add(value)
    }
  if (values.size <= OTHER_VALUES) return []
  const end = (value: number, { first, second, count }: Extreme, opposite: number): End => ({
    value,
    count,
    isFar: value !== 0 && count >= MARK_SHARE * present && second - first > opposite - second,
  })
  return [end(least.first, least, -greatest.first), end(-greatest.first, greatest, -least.first)]
}

/** The least of some numbers, how often it occurs, and the next. */
class Extreme {
  first = Number.POSITIVE_INFINITY
  second = Number.POSITIVE_INFINITY
  count = 0

  add(value: number): void {
    if (value === this.first) this.count++
    else if (value < this.first) {
      this.second = this.first
      this.first = value
      this.count = 1
    } else if (value < this.second) this.second = value
  }
}
