import type { Frame, FrameColumn } from '../dataset/column.ts'
import type { ColumnMeta } from '../dataset/dataset.ts'
import { denseWidth, encodeDense, fitDense } from '../encoding/dense.ts'
import type { DenseColumn } from '../encoding/encoding.ts'
import type { Metric, Points } from '../knn/points.ts'
import { breather, type Task } from '../task.ts'

/** Neighbours looked at of each row. */
export const NEIGHBOURS = 10
/** With more features rows are compared by their direction. */
const MOST_EUCLIDEAN = 3
/** Values of a category that have a feature of their own; the others share one. */
const OWN_FEATURES = 20
/** Cells encoded between two breaths. */
const CELLS_AT_ONCE = 500_000

/**
 * Rows as points to be compared: numbers, dates and truths scaled to mean 0 and deviation 1 (a missing one at the mean,
 * with a feature that says so), one feature for each of the 20 most common values of a category.
 */
export async function toPoints(frame: Frame, task: Pick<Task, 'signal'>): Promise<Points> {
  const breathe = breather(task)
  const columns: DenseColumn[] = []
  for (const column of frame.columns) {
    columns.push(fitColumn(frame.rows, column))
    await breathe()
  }
  const width = columns.reduce((sum, column) => sum + denseWidth(column), 0)
  const values = new Float32Array(frame.rows * width)
  const atOnce = Math.max(1, Math.floor(CELLS_AT_ONCE / Math.max(1, width)))
  for (let start = 0; start < frame.rows && width > 0; start += atOnce) {
    const end = Math.min(frame.rows, start + atOnce)
    values.set(encodeDense({ kind: 'dense', columns, width }, frame, start, end), start * width)
    await breathe()
  }
  return { values, rows: frame.rows, width }
}

function fitColumn(rows: number, column: FrameColumn): DenseColumn {
  const [fitted] = fitDense({ rows, columns: [column] }).columns
  if (fitted?.kind !== 'oneHot' || fitted.values.length <= OWN_FEATURES) return fitted!
  return { ...fitted, values: fitted.values.slice(0, OWN_FEATURES), other: true }
}

/** Features that columns have at most; at least 1. */
export function widestOf(columns: readonly Pick<ColumnMeta, 'kind' | 'summary'>[]): number {
  const widths = columns.map(({ kind, summary }) =>
    kind === 'numeric' ? 2 : Math.min(summary.distinct, OWN_FEATURES) + 2,
  )
  return Math.max(
    1,
    widths.reduce((sum, width) => sum + width, 0),
  )
}

/** Cosine where there are more than three features, else the straight distance (as cleanlab's Datalab). */
export function metricFor(width: number): Metric {
  return width > MOST_EUCLIDEAN ? 'cosine' : 'euclidean'
}
