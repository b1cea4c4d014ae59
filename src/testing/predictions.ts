import type { Predictions } from '@/core/pipeline/pipeline.ts'

/** What a model of two classes says, by the probability of the positive one. */
export function sayProbabilities(positive: ArrayLike<number>): Predictions {
  const scores = new Float32Array(2 * positive.length)
  for (let row = 0; row < positive.length; row++) {
    scores[2 * row] = 1 - positive[row]!
    scores[2 * row + 1] = positive[row]!
  }
  return { rows: positive.length, width: 2, scores }
}

/** What a regression says. */
export function sayNumbers(values: ArrayLike<number>): Predictions {
  return { rows: values.length, width: 1, scores: Float32Array.from(values) }
}
