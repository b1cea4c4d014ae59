import type { Metric } from '../knn/points.ts'

/** What can be odd about rows, about their order, and about columns that say nothing of their row. */
export type RowFindingKind = 'duplicates' | 'conflicts' | 'alike' | 'outliers' | 'order' | 'constant' | 'identifier'

/** One row that a finding is about. Rows count from 0, as the dataset has them. */
export interface OddRow {
  readonly row: number
  /** The row that it is like: the first of its equals, or the nearest. */
  readonly beside?: number
  /** To that row; of an outlier, the mean to its neighbours. */
  readonly distance?: number
  /** Of an outlier: the distance in times of the usual one. */
  readonly times?: number
  /** Of an outlier: near 1 for a row as near to others as most, towards 0 for one far from all. */
  readonly score?: number
}

/**
 * One odd thing about rows, in a sentence, with the rows or columns that it is about. A `Finding` is about what the columns of a
 * profile hold and how to mend it; this is about rows and which to drop.
 */
export interface RowFinding {
  readonly kind: RowFindingKind
  readonly sentence: string
  /** Rows (or, of constant and identifier columns, columns) that it is about; 0 of an order, which is about none alone. */
  readonly count: number
  /** Of all rows, or of all columns. */
  readonly share: number
  /** The most telling first, at most `ODD_ROWS_LISTED`. */
  readonly rows: readonly OddRow[]
  /** Columns that are constant, or only count the rows. */
  readonly columns?: readonly string[]
  /** What dropping would mean, ascending: copies but the first, near copies but the first, else every row. */
  readonly droppable?: Uint32Array<ArrayBuffer>
}

export const ODD_ROWS_LISTED = 100

/** What was looked for how, so that "nothing found" can be told from "not looked for". */
export interface RowFindings {
  readonly rows: number
  /** How rows were compared for what is nearly the same or far away; absent where no two could be. */
  readonly compared?: {
    /** Rows that were: all, or as many chosen by chance. */
    readonly rows: number
    readonly columns: readonly string[]
    readonly metric: Metric
    readonly neighbours: number
  }
  /** The test of the order of rows; absent as above. */
  readonly order?: OrderTest
  readonly findings: readonly RowFinding[]
}

/** Whether rows that are alike lie near each other in the file. */
export interface OrderTest {
  /** The largest distance between the shares of neighbours, and of any two rows, that lie up to so many rows apart. */
  readonly statistic: number
  readonly p: number
}

/** Rows of a finding as they are shown: near copies in pairs, each pair once, and the others alone. */
export function listPairs({
  kind,
  rows,
}: Pick<RowFinding, 'kind' | 'rows'>): readonly (OddRow & { readonly twin?: number })[] {
  if (kind !== 'alike') return rows
  const told = new Set<string>()
  return rows.flatMap((odd) => {
    const { row, beside } = odd
    if (beside === undefined) return [odd]
    const pair = [row, beside].sort((a, b) => a - b).join()
    if (told.has(pair)) return []
    told.add(pair)
    return [{ ...odd, twin: beside }]
  })
}
