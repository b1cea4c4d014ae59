import type { Doubt } from './dataset.ts'

/** Doubts that are left once a column of dates is read in an order; it has so many `cells` that say one. */
export function settleOrder(doubts: readonly Doubt[], column: string, cells: number): Doubt[] {
  return doubts.flatMap((doubt) => {
    if (doubt.kind !== 'dateOrder' || !doubt.columns.includes(column)) return [doubt]
    const columns = doubt.columns.filter((name) => name !== column)
    return columns.length > 0 ? [{ ...doubt, columns, cells: doubt.cells - cells }] : []
  })
}
