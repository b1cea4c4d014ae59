import { type IsOver, type Reached, unlimited } from '@/core/budget.ts'
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
  /** Asked between permutations. */
  readonly isOver?: IsOver | undefined
}

interface Permuted {
  /** Most important first; those only that the time was enough for. */
  readonly columns: readonly ColumnImportance[]
  readonly reached?: Reached | undefined
}

/** Times that a column is permuted unless another number is asked for, as scikit-learn. */
const REPEATS = 5

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019): how much the mean loss rises when the cells of a
 * column are dealt anew among the rows. Columns are those that a person knows, before preparation, so what becomes of a
 * category is permuted as one. The interval is that of the mean of the rows' rises, each averaged over the repeats. All columns
 * are permuted once before any is again, so that where the time is up each was about as often.
 */
export async function permuteColumns(
  { frame, columns, losses, seed, repeats = REPEATS, isOver = unlimited }: PermuteInput,
  task: Task<Reached>,
): Promise<Permuted> {
  const before = await losses(frame)
  const known = columns.flatMap((name) => findColumn(frame, name) ?? [])
  const rises = known.map(() => ({ sums: new Float64Array(frame.rows), repeats: 0 }))
  const total = known.length * repeats
  let done = 0
  while (done < total && (done === 0 || !isOver())) {
    throwIfAborted(task)
    const [repeat, place] = [Math.floor(done / known.length), done % known.length]
    const column = known[place]!
    const order = shuffle(
      Uint32Array.from({ length: frame.rows }, (_, row) => row),
      seededRandom('permute', seed, column.name, repeat),
    )
    const after = await losses(reorderColumn(frame, column, order))
    const its = rises[place]!
    for (let row = 0; row < frame.rows; row++) its.sums[row]! += after[row]! - before[row]!
    its.repeats++
    task.report({ done: ++done, total })
  }
  const found = known.flatMap(({ name }, place): ColumnImportance[] => {
    const its = rises[place]!
    if (its.repeats === 0) return []
    const { mean, std } = meanAndStd(its.sums.map((sum) => sum / its.repeats))
    const reach = frame.rows > 1 ? (Z_95 * std) / Math.sqrt(frame.rows - 1) : Number.POSITIVE_INFINITY
    return [{ column: name, rise: mean, low: mean - reach, high: mean + reach }]
  })
  return { columns: found.sort((a, b) => b.rise - a.rise), ...(done < total && { reached: { done, total } }) }
}
