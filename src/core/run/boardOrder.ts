import type { BoardRow } from './board.ts'
import type { BoardColumn } from './boardColumns.ts'

export interface BoardSort {
  readonly column: BoardColumn
  readonly reversed: boolean
}

/** Reads a sort from the address; what it does not know orders by the column that ranks, best first. */
export function parseSort(text: string | undefined, columns: readonly BoardColumn[], by: BoardColumn): BoardSort {
  const reversed = text?.startsWith('-') ?? false
  const key = reversed ? text?.slice(1) : text
  const column = columns.find((each) => each.key === key)
  return column ? { column, reversed } : { column: by, reversed: false }
}

/** Best first for metrics, A to Z, quickest, newest, or the other way round; what has no value comes last either way. */
export function sortBy<T>(
  items: readonly T[],
  { column, reversed }: BoardSort,
  orderOf: (item: T) => number | string | undefined,
  startedOf: (item: T) => number,
): readonly T[] {
  const sign = reversed === (column.first === 'low') ? -1 : 1
  return items
    .map((item) => ({ item, value: orderOf(item) }))
    .sort(({ item: a, value: left }, { item: b, value: right }) => {
      if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined)
      if (left === right) return startedOf(a) - startedOf(b)
      if (typeof left === 'string' || typeof right === 'string') return sign * compareTexts(String(left), String(right))
      return left < right ? -sign : sign
    })
    .map(({ item }) => item)
}

const { compare: compareTexts } = new Intl.Collator('en', { numeric: true })

/** Runs in the order of a column. */
export function sortRows(rows: readonly BoardRow[], sort: BoardSort): readonly BoardRow[] {
  return sortBy(rows, sort, sort.column.valueOf, ({ run }) => run.createdAt)
}
