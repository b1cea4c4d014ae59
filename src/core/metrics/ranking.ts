/**
 * Area under the ROC curve: the chance that a positive row scores above a negative one, ties counting half (the
 * Mann–Whitney statistic over midranks). O(n log n): both sides are sorted and merged. Equal to scikit-learn's
 * `roc_auc_score`. `positive[i]` is 1 or 0. Undefined where one side has no rows, or a score is not a number.
 */
export function auc(positive: ArrayLike<number>, scores: ArrayLike<number>): number | undefined {
  let positives = 0
  for (let i = 0; i < positive.length; i++) positives += positive[i]!
  const above = new Float64Array(positives)
  const below = new Float64Array(positive.length - positives)
  if (above.length === 0 || below.length === 0) return undefined
  let a = 0
  let b = 0
  for (let i = 0; i < positive.length; i++) {
    if (Number.isNaN(scores[i]!)) return undefined
    if (positive[i] === 1) above[a++] = scores[i]!
    else below[b++] = scores[i]!
  }
  above.sort()
  below.sort()
  let wins = 0
  let lower = 0
  let lowerOrEqual = 0
  for (const score of above) {
    while (lower < below.length && below[lower]! < score) lower++
    while (lowerOrEqual < below.length && below[lowerOrEqual]! <= score) lowerOrEqual++
    wins += (lower + lowerOrEqual) / 2
  }
  return wins / (above.length * below.length)
}

/**
 * The plain mean of each class's AUC against all others (scikit-learn: `multi_class='ovr', average='macro'`), over the
 * classes that occur in `actual`. `scores` is rows × classes. Undefined where no class has rows on both sides.
 */
export function macroAuc(actual: ArrayLike<number>, scores: ArrayLike<number>, classes: number): number | undefined {
  return oneAgainstAll(actual, scores, classes, auc)
}

/**
 * The plain mean, over the classes that occur in `actual`, of what each class's scores are worth against all others.
 * `scores` is rows × classes. Undefined where no class occurs, or one that does has no value.
 */
export function oneAgainstAll(
  actual: ArrayLike<number>,
  scores: ArrayLike<number>,
  classes: number,
  worth: (isOfClass: Uint8Array, scores: Float64Array) => number | undefined,
): number | undefined {
  const rows = actual.length
  const positive = new Uint8Array(rows)
  const column = new Float64Array(rows)
  let sum = 0
  let present = 0
  for (let j = 0; j < classes; j++) {
    let count = 0
    for (let i = 0; i < rows; i++) {
      column[i] = scores[i * classes + j]!
      count += positive[i] = actual[i] === j ? 1 : 0
    }
    if (count === 0) continue
    const value = worth(positive, column)
    if (value === undefined) return undefined
    sum += value
    present++
  }
  return present === 0 ? undefined : sum / present
}
