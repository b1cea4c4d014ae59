import type { ColumnType, Frame, Vector } from '../../dataset/column.ts'
import { fill, type Work } from '../../work.ts'
import { type ColumnHead, replaceColumns } from './info.ts'
import { requireNumbers } from './require.ts'

/** What steps say that work on amounts: dates and truths are none. */
export const takesNumbers = {
  accepts: (type: ColumnType) => type === 'number' || type === 'integer',
  takes: 'numbers',
  needs: 'some',
} as const

/** Whether values of a type can be measured: truths can, as 0 and 1, dates not. */
export function isAmount(type: ColumnType): boolean {
  return type === 'number' || type === 'integer' || type === 'boolean'
}

/** Each named column with every cell changed, as numbers. A missing cell is NaN. */
export function mapNumbers(frame: Frame, changes: ReadonlyMap<string, (x: number) => number>): Work<Frame> {
  for (const name of changes.keys()) requireNumbers(frame, name)
  return replaceColumns(frame, function* (column) {
    const change = changes.get(column.name)
    if (!change || column.vector.kind !== 'numeric') return [column]
    return [{ name: column.name, type: 'number', vector: yield* changeNumbers(column.vector.values, change) }]
  })
}

/** A vector of numbers with every one changed. */
export function* changeNumbers(
  values: Float64Array,
  change: (x: number) => number,
): Work<Extract<Vector, { kind: 'numeric' }>> {
  const changed = yield* fill(new Float64Array(values.length), (row) => change(values[row]!))
  return { kind: 'numeric', values: changed }
}

/** The heads with the named ones as another type. */
export function retype(heads: readonly ColumnHead[], names: readonly string[], type: ColumnType): ColumnHead[] {
  return heads.map((head) => (names.includes(head.name) ? { ...head, type } : head))
}

/** A distance to divide by: 1 where there is none, and within the numbers where it leaves them. */
export function usableSpread(spread: number): number {
  return spread === 0 ? 1 : Math.min(spread, Number.MAX_VALUE)
}
