import { type Confusion, f1, macro, precision, recall, total, weighted } from './confusion.ts'

/** Precision, recall and F1 of a class, or of all; one that has no value (a class never called) is absent. */
interface ClassScores {
  readonly precision: number | undefined
  readonly recall: number | undefined
  readonly f1: number | undefined
  /** Rows that are of the class. */
  readonly support: number
}

export interface ClassReport {
  /** In the order of the classes. */
  readonly classes: readonly ClassScores[]
  /** The plain mean over classes that have a value. */
  readonly macro: ClassScores
  /** The mean weighted by support, over classes that have a value. */
  readonly weighted: ClassScores
}

/**
 * Every class against all others, and the means (scikit-learn's `classification_report` with `zero_division=nan`: a class
 * without a value is left out of the mean, not counted as 0).
 */
export function reportClasses(confusion: Confusion): ClassReport {
  const classes = confusion.map((row, j) => ({
    precision: precision(confusion, j),
    recall: recall(confusion, j),
    f1: f1(confusion, j),
    support: total(row),
  }))
  const support = classes.reduce((sum, each) => sum + each.support, 0)
  const average = (over: typeof macro): ClassScores => ({
    precision: over(confusion, precision),
    recall: over(confusion, recall),
    f1: over(confusion, f1),
    support,
  })
  return { classes, macro: average(macro), weighted: average(weighted) }
}
