import { median } from '../centre.ts'
import { auc, macroAuc } from '../metrics/ranking.ts'
import { seededRandom, shuffle } from '../random.ts'
import { type Answers, type Feature, scoreFold, type TreeLimits, widthOf } from './tree.ts'

/** Folds of every cross-validation here. */
export const FOLDS = 4

/** A fold for each of `n` rows, by chance, all equally large. */
export function dealFolds(n: number, ...seed: readonly (string | number)[]): Uint8Array {
  const order = shuffle(
    Uint32Array.from({ length: n }, (_, i) => i),
    seededRandom('leak folds', ...seed),
  )
  const folds = new Uint8Array(n)
  order.forEach((row, i) => {
    folds[row] = i % FOLDS
  })
  return folds
}

/**
 * How well answers that were given out of fold tell the truth, 0 (as if nothing was known) to 1, after the predictive
 * power score (Wetschoreck 2020, github.com/8080labs/ppscore), whose F1 is replaced by AUC since F1 sees nothing of a rare
 * class:
 *
 * - classes: 2·AUC − 1, of several classes by the mean of one against the rest (Hand and Till 2001);
 * - values: 1 − MAE / MAE of always saying the median.
 */
export function powerOf(scores: Float64Array, answers: Answers): number {
  const { y, classes } = answers
  if (classes > 0) {
    const area = classes > 2 ? macroAuc(y, scores, classes) : auc(y, scores)
    return Math.max(0, 2 * (area ?? 0.5) - 1)
  }
  const middle = median(y)
  let naive = 0
  let own = 0
  for (let i = 0; i < y.length; i++) {
    naive += Math.abs(y[i]! - middle)
    own += Math.abs(y[i]! - scores[i]!)
  }
  return naive === 0 ? 0 : Math.max(0, 1 - own / naive)
}

/** The power of one feature by cross-validated trees. `breathe` is called between folds. */
export async function predictivePower(
  feature: Feature,
  answers: Answers,
  folds: Uint8Array,
  breathe: () => Promise<void>,
  limits?: TreeLimits,
): Promise<number> {
  const scores = new Float64Array(answers.y.length * widthOf(answers))
  for (let fold = 0; fold < FOLDS; fold++) {
    scoreFold(feature, answers, folds, fold, scores, limits)
    await breathe()
  }
  return powerOf(scores, answers)
}
