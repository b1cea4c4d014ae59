import { type Reached, unlimited } from '@/core/budget.ts'
import { takeRows, type Vector } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import type { Effects } from '@/core/explain/explain.ts'
import { quantileOf } from '@/core/profile/quantile.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { stack, withVector } from './answer.ts'
import { coarseToFine } from './coarseToFine.ts'
import { columnOf, type DependenceInput } from './dependence.ts'

/** Rows between two points of the curve, at least. */
const BIN_ROWS = 4
/** Numbers of so few values are points themselves. */
const FEW_VALUES = 10
const MOST_BINS = 20

/**
 * Accumulated local effects of a number (Apley and Zhu 2020): how the answer changes with it among rows that are like that
 * anyway, so that no row is asked about that could not be. Points are quantiles with at least four rows between two, or the
 * values where they are at most ten. Centred so that the mean over the rows is 0, effects within a bin taken in the middle
 * (trapezoid). Empty where the column does not vary. One row of every bin is asked about before another of any, and so on by twice as
 * many, so that where the time is up the curve goes over the whole range, by fewer rows; which is what `reached` counts.
 */
export async function accumulatedEffects(
  { frame, column: name, answer, isOver = unlimited }: DependenceInput,
  task: Task<Reached>,
): Promise<Effects & { readonly reached?: Reached | undefined }> {
  const { vector } = columnOf(frame, name)
  if (vector.kind !== 'numeric')
    throw new AssayError('internal', `${name} holds no numbers, so its effects cannot be accumulated.`)
  const { values } = vector
  const edges = edgesOf(values.filter((value) => !Number.isNaN(value)).sort())
  if (edges.length < 2) return { column: name, points: [] }
  const bins = Array.from({ length: edges.length - 1 }, (): number[] => [])
  for (const [row, value] of values.entries()) if (!Number.isNaN(value)) bins[binOf(edges, value)]!.push(row)
  const total = bins.reduce((sum, rows) => sum + rows.length, 0)
  const orders = bins.map((rows) => coarseToFine(rows.length).map((place) => rows[place]!))
  const sums = new Float64Array(bins.length)
  const asked = new Float64Array(bins.length)
  let done = 0
  for (let from = 0; done < total && (done === 0 || !isOver()); ) {
    throwIfAborted(task)
    const to = from === 0 ? 1 : 2 * from
    const its = orders.flatMap((order, bin) => order.slice(from, to).map((row) => ({ row, bin })))
    const some = takeRows(
      frame,
      Uint32Array.from(its, ({ row }) => row),
    )
    const at = (shift: 0 | 1): Vector => ({
      kind: 'numeric',
      values: Float64Array.from(its, ({ bin }) => edges[bin + shift]!),
    })
    const answers = await answer(stack([withVector(some, name, at(0)), withVector(some, name, at(1))]))
    for (const [i, { bin }] of its.entries()) {
      sums[bin]! += answers[its.length + i]! - answers[i]!
      asked[bin]!++
    }
    done += its.length
    from = to
    task.report({ done, total })
  }
  const effects = new Float64Array(edges.length)
  let centre = 0
  for (const [bin, rows] of bins.entries()) {
    effects[bin + 1] = effects[bin]! + (asked[bin]! > 0 ? sums[bin]! / asked[bin]! : 0)
    centre += (rows.length / total) * ((effects[bin]! + effects[bin + 1]!) / 2)
  }
  return {
    column: name,
    points: Array.from(edges, (value, i) => ({ value, effect: effects[i]! - centre })),
    ...(done < total && { reached: { done, total } }),
  }
}

function edgesOf(ordered: Float64Array): Float64Array {
  const distinct = ordered.filter((value, i) => i === 0 || value !== ordered[i - 1])
  if (distinct.length <= FEW_VALUES) return distinct
  const bins = Math.max(1, Math.min(MOST_BINS, Math.floor(ordered.length / BIN_ROWS)))
  const quantiles = Float64Array.from({ length: bins + 1 }, (_, i) => quantileOf(ordered, i / bins))
  const last = quantiles[bins]!
  // Where many rows are the same, quantiles lie nearer together than rows that are not.
  let counted = 0
  const inner = quantiles.subarray(1, bins).filter((edge) => {
    const upTo = ordered.findLastIndex((value) => value <= edge) + 1
    const isFull = upTo - counted >= BIN_ROWS && ordered.length - upTo >= BIN_ROWS
    if (isFull) counted = upTo
    return isFull
  })
  return Float64Array.of(quantiles[0]!, ...inner, last)
}

/** Bins hold what is above their lower edge, up to their upper one; the first holds its lower edge too. */
function binOf(edges: Float64Array, value: number): number {
  let bin = 0
  while (bin < edges.length - 2 && value > edges[bin + 1]!) bin++
  return bin
}
