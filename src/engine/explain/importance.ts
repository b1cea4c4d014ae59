import { meanAndStd } from '@/core/centre.ts'
import { type Frame, findColumn } from '@/core/dataset/column.ts'
import type { ColumnImportance } from '@/core/explain/explain.ts'
import { Z_95 } from '@/core/metrics/interval.ts'
import { seededRandom, shuffle } from '@/core/random.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { type Answer, reorderColumn } from './answer.ts'

interface PermuteInput {
  readonly frame: Frame
  /** Columns to permute, one at a time. */
  readonly columns: readonly string[]
  /** The loss of each row. */
  readonly losses: Answer
  readonly seed: number
  /** Times that each column is permuted. */
  readonly repeats?: number | undefined
}

/** Times that a column is permuted unless another number is asked for, as scikit-learn. */
const REPEATS = 5

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019): how much the mean loss rises when the cells of a
 * column are dealt anew among the rows. Columns are those that a person knows, before preparation, so what becomes of a
 * category is permuted as one. The interval is that of the mean of the rows' rises, each averaged over the repeats. Most
 * important first.
 */
export async function permuteColumns(
  { frame, columns, losses, seed, repeats = REPEATS }: PermuteInput,
  task: Task<{ readonly done: number; readonly total: number }>,
): Promise<ColumnImportance[]> {
  const before = await losses(frame)
  const found: ColumnImportance[] = []
  for (const [place, name] of columns.entries()) {
    const column = findColumn(frame, name)
    if (!column) continue
    const rises = new Float64Array(frame.rows)
    for (let repeat = 0; repeat < repeats; repeat++) {
      throwIfAborted(task)
      const order = shuffle(
        Uint32Array.from({ length: frame.rows }, (_, row) => row),
        seededRandom('permute', seed, name, repeat),
      )
      const after = await losses(reorderColumn(frame, column, order))
      for (let row = 0; row < rises.length; row++) rises[row]! += (after[row]! - before[row]!) / repeats
      task.report({ done: place * repeats + repeat + 1, total: columns.length * repeats })
    }
    const { mean, std } = meanAndStd(rises)
    const reach = frame.rows > 1 ? (Z_95 * std) / Math.sqrt(frame.rows - 1) : Number.POSITIVE_INFINITY
    found.push({ column: name, rise: mean, low: mean - reach, high: mean + reach })
  }
  return found.sort((a, b) => b.rise - a.rise)
}
