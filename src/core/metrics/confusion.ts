import { type MetricName, metricsFor } from './metric.ts'

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
  return macro(confusion, recall)
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

/** A score of class `j` against all others. */
type ClassScore = (confusion: Confusion, j: number) => number | undefined

/** The plain mean of a score over the classes that have one (scikit-learn `average='macro'`). */
export function macro(confusion: Confusion, of: ClassScore): number | undefined {
  const values = confusion.map((_, j) => of(confusion, j)).filter((value) => value !== undefined)
  return ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  )
}

/** The mean of a score weighted by rows of the class, over the classes that have one (scikit-learn `average='weighted'`). */
export function weighted(confusion: Confusion, of: ClassScore): number | undefined {
  let [sum, rows] = [0, 0]
  for (const [j, row] of confusion.entries()) {
    const value = of(confusion, j)
    if (value === undefined) continue
    sum += value * total(row)
    rows += total(row)
  }
  return ratio(sum, rows)
}

/**
 * Matthews correlation coefficient, for several classes as Gorodkin 2004 (R_K): the correlation of true and predicted
 * classes. Undefined where all rows are of one class, or all are called one (scikit-learn says 0).
 */
export function mcc(confusion: Confusion): number | undefined {
  const { rows, right, chance, trueSquares, calledSquares } = margins(confusion)
  const spread = Math.sqrt((rows * rows - trueSquares) * (rows * rows - calledSquares))
  return ratio(right * rows - chance, spread)
}

/**
 * Cohen's kappa (1960): agreement beyond chance, (p_o − p_e) / (1 − p_e). Undefined where chance alone agrees on all rows
 * (one class that is always called).
 */
export function kappa(confusion: Confusion): number | undefined {
  const { rows, right, chance } = margins(confusion)
  return ratio(right * rows - chance, rows * rows - chance)
}

/** Of two classes the positive one's, of more the mean over classes. */
const ofClasses = (of: ClassScore) => (confusion: Confusion) =>
  confusion.length === 2 ? of(confusion, 1) : macro(confusion, of)

/** The metrics that are functions of the matrix alone. */
export const CONFUSION_METRICS = {
  accuracy,
  balancedAccuracy,
  f1: ofClasses(f1),
  mcc,
  kappa,
  precision: ofClasses(precision),
  recall: ofClasses(recall),
  weightedF1: (confusion: Confusion) => weighted(confusion, f1),
  weightedPrecision: (confusion: Confusion) => weighted(confusion, precision),
  // Each class's share of rows found, by its share of rows.
  weightedRecall: accuracy,
} as const satisfies Readonly<Partial<Record<MetricName, (confusion: Confusion) => number | undefined>>>

export type ConfusionMetric = keyof typeof CONFUSION_METRICS

export function isConfusionMetric(name: MetricName): name is ConfusionMetric {
  return Object.hasOwn(CONFUSION_METRICS, name)
}

/** The metrics of the matrix that have a value on it, of two classes or of several. */
export function valuesOfMatrix(confusion: Confusion): Readonly<Partial<Record<ConfusionMetric, number>>> {
  const task = confusion.length === 2 ? 'binary' : 'multiclass'
  const names = metricsFor(task).filter(isConfusionMetric)
  const values = names.map((name) => [name, CONFUSION_METRICS[name](confusion)] as const)
  return Object.fromEntries(values.filter(([, value]) => value !== undefined))
}

/** Rows, those on the diagonal, and over classes the sums of true · called, true² and called². */
function margins(confusion: Confusion) {
  const sums = { rows: 0, right: 0, chance: 0, trueSquares: 0, calledSquares: 0 }
  confusion.forEach((row, j) => {
    const [isOf, isCalled] = [total(row), called(confusion, j)]
    sums.rows += isOf
    sums.right += row[j]!
    sums.chance += isOf * isCalled
    sums.trueSquares += isOf * isOf
    sums.calledSquares += isCalled * isCalled
  })
  return sums
}

/** Rows called class `j`. */
function called(confusion: Confusion, j: number): number {
  return confusion.reduce((sum, row) => sum + row[j]!, 0)
}

/** Rows of a class: the sum of its row of the matrix. */
export function total(row: readonly number[]): number {
  return row.reduce((sum, count) => sum + count, 0)
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole
}
