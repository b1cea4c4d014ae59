import { AssayError } from '@/core/errors.ts'
import { lengthOf, type TreeData } from '@/core/trees/column.ts'
import type { ModelColumn } from '@/core/trees/model.ts'
import { eachRow, type Work } from '@/core/work.ts'
import type { ColumnBins } from './bins.ts'
import type { Targets } from './losses.ts'

/** How the columns of a table are cut into bins, and where the bins of each lie in a histogram. */
export interface Binning {
  readonly columns: readonly ColumnBins[]
  /** Of each column the place of its first bin; behind the last all of them. */
  readonly offsets: Int32Array
}

/** Rows that take part. */
export function rowCount({ target, rows }: TreeData): number {
  return rows?.length ?? target.length
}

/** @throws AssayError `split.empty` without rows; `spec.invalid` where lengths, weights or targets do not fit. */
export function checkData(data: TreeData, part: string): void {
  const { columns, target, weights, rows } = data
  const invalid = (what: string) => new AssayError('spec.invalid', `The ${part} data of the trees ${what}.`)
  if (rowCount(data) === 0)
    throw new AssayError('split.empty', `There are no ${part} rows. Choose a larger share of rows for them.`)
  if (columns.some((column) => lengthOf(column) !== target.length) || (weights && weights.length !== target.length))
    throw invalid('have columns of different lengths')
  let total = 0
  for (let i = 0; i < rowCount(data); i++) {
    const row = rows ? rows[i]! : i
    if (!(row < target.length)) throw invalid('name a row that is not there')
    if (!Number.isFinite(target[row]!)) throw invalid('have a target that is not a number')
    const weight = weights ? weights[row]! : 1
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) throw invalid('have a weight that is below 0 or no number')
    total += weight
  }
  if (!(total > 0 && total < Number.POSITIVE_INFINITY)) throw invalid('have weights without a sum above 0')
}

/** Targets and weights of the rows that take part. */
export function* targetsOf({ target, weights, rows }: TreeData): Work<Targets> {
  if (!rows) return { y: target, weights }
  const y = new Float64Array(rows.length)
  const counted = weights && new Float64Array(rows.length)
  yield* eachRow(rows.length, (i) => {
    y[i] = target[rows[i]!]!
    if (counted) counted[i] = weights[rows[i]!]!
  })
  return { y, weights: counted }
}

/** What a model keeps of the columns. */
export function modelColumns({ columns }: Binning): readonly ModelColumn[] {
  return columns.map((bins) =>
    bins.kind === 'number' ? { kind: 'number' } : { kind: 'category', bins: bins.count, binOfCode: bins.binOfCode },
  )
}
