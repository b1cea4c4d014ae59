import { type Confusion, total } from './confusion.ts'

/** Rows of one class that were called another, by the places of the classes. */
export interface Mistake {
  readonly actual: number
  readonly predicted: number
  readonly count: number
}

/** Every pair of classes that was mixed up, most often first, then in the order of the classes. */
export function mistakesOf(confusion: Confusion): readonly Mistake[] {
  return confusion
    .flatMap((line, actual) => line.map((count, predicted) => ({ actual, predicted, count })))
    .filter(({ actual, predicted, count }) => actual !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
}

/**
 * Places of the classes by how many rows were called otherwise, or wrongly called this, the most first, then in the order of
 * the classes.
 */
export function mostConfused(confusion: Confusion): readonly number[] {
  const wrong = confusion.map(
    (line, of) => total(line) + confusion.reduce((sum, row) => sum + row[of]!, 0) - 2 * line[of]!,
  )
  return wrong.map((_, of) => of).sort((a, b) => wrong[b]! - wrong[a]!)
}
