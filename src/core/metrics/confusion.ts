/** Counts of rows: true class down, predicted class across, in the order of the classes. */
export type Confusion = readonly (readonly number[])[]

/** Counts every pair of true and predicted class index. */
export function countConfusion(actual: ArrayLike<number>, labels: ArrayLike<number>, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (let i = 0; i < actual.length; i++) counts[actual[i]!]![labels[i]!]!++
  return counts
}

/** Share of rows on the diagonal. */
export function accuracy(confusion: Confusion): number | undefined {
  let right = 0
  let all = 0
  confusion.forEach((row, i) => {
    right += row[i]!
    all += total(row)
  })
  return ratio(right, all)
}

/** Recall of every class that has rows, averaged (scikit-learn `balanced_accuracy_score`). */
export function balancedAccuracy(confusion: Confusion): number | undefined {
  return mean(confusion.map((_, j) => recall(confusion, j)))
}

/** Of the rows called class `j`, the share that is; undefined where none is called so (scikit-learn says 0 and warns). */
export function precision(confusion: Confusion, j: number): number | undefined {
  return ratio(confusion[j]![j]!, called(confusion, j))
}

/** Of the rows of class `j`, the share that is found; undefined where there are none. */
export function recall(confusion: Confusion, j: number): number | undefined {
  return ratio(confusion[j]![j]!, total(confusion[j]!))
}

/** 2·TP / (2·TP + FP + FN) of class `j`; undefined where it neither occurs nor is called. */
export function f1(confusion: Confusion, j: number): number | undefined {
  return ratio(2 * confusion[j]![j]!, called(confusion, j) + total(confusion[j]!))
}

/** The plain mean of F1 over the classes that occur or are called (scikit-learn `average='macro'`). */
export function macroF1(confusion: Confusion): number | undefined {
  return mean(confusion.map((_, j) => f1(confusion, j)))
}

function called(confusion: Confusion, j: number): number {
  return confusion.reduce((sum, row) => sum + row[j]!, 0)
}

function total(row: readonly number[]): number {
  return row.reduce((sum, count) => sum + count, 0)
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole
}

function mean(values: readonly (number | undefined)[]): number | undefined {
  const defined = values.filter((value) => value !== undefined)
  return ratio(
    defined.reduce((sum, value) => sum + value, 0),
    defined.length,
  )
}
