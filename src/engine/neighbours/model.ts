import { AssayError } from '@/core/errors.ts'
import type { Points } from '@/core/knn/points.ts'
import type { OneHotBlock } from '@/core/knn/search.ts'
import type { NeighbourWeights } from '@/core/learner/learner.ts'

/** Most neighbours that are asked for. */
export const MOST_NEIGHBOURS = 1_000

/** The training rows themselves: what k nearest neighbours are a model of. */
export interface NeighboursModel {
  /** Neighbours asked of each row; all rows where there are fewer. */
  readonly k: number
  readonly weights: NeighbourWeights
  /** Classes of the answers; 0 for numbers. */
  readonly classCount: number
  readonly points: Points
  /** Of each point: the index of its class, or a number. */
  readonly answers: Float32Array
  /** Columns that the encoding made of one category each, where every point has one of them. */
  readonly blocks?: readonly OneHotBlock[] | undefined
}

/**
 * Takes rows as a model.
 * @param y Of each point: the index of its class, or a number, which single precision is to hold.
 * @throws AssayError `split.empty` without rows; `recipe.invalid` for a feature that is no finite number; `target.unusable` for
 * an answer that is none; `spec.invalid` for options out of range.
 */
export function fitNeighbours(
  points: Points,
  y: Float64Array,
  { k, weights, classCount }: Pick<NeighboursModel, 'k' | 'weights' | 'classCount'>,
): NeighboursModel {
  if (points.rows === 0)
    throw new AssayError('split.empty', 'There are no rows to train on. Change the split, then train again.')
  if (!(Number.isInteger(k) && k >= 1 && k <= MOST_NEIGHBOURS))
    throw new AssayError(
      'spec.invalid',
      `Neighbours are from 1 to ${MOST_NEIGHBOURS}, not ${k}. Change it, then train.`,
    )
  const { values, width } = points
  const at = values.findIndex((value) => !Number.isFinite(value))
  if (at >= 0)
    throw new AssayError(
      'recipe.invalid',
      `Row ${Math.floor(at / width) + 1} of the training rows has ${values[at]} in feature ${(at % width) + 1} once it is prepared. Fill, clip or drop such values in the recipe.`,
    )
  const answers = Float32Array.from(y)
  const odd = answers.findIndex((answer) => !isAnswer(answer, classCount))
  if (odd >= 0)
    throw new AssayError(
      'target.unusable',
      `Row ${odd + 1} of the training rows has the answer ${y[odd]}, which ${classCount > 0 ? 'is none of the classes' : 'single precision does not hold'}. Mend the target, then train again.`,
    )
  return { k, weights, classCount, points, answers }
}

export function isAnswer(answer: number, classCount: number): boolean {
  return classCount > 0 ? Number.isInteger(answer) && answer >= 0 && answer < classCount : Number.isFinite(answer)
}
