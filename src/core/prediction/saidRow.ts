import { AssayError } from '../errors.ts'
import { type EvaluateInput, judge } from '../metrics/evaluate.ts'
import type { TaskKind } from '../metrics/metric.ts'
import { surprise } from '../metrics/probability.ts'
import { fill, type Work } from '../work.ts'

/** What a model said of rows, and how far off it was, one entry a row. */
export interface SaidRows {
  readonly task: TaskKind
  /** Class index, or the value itself. */
  readonly actual: Float64Array
  /** The class that the row is called (of two, by the threshold), or the value predicted. */
  readonly called: Float64Array
  /** The probability that the true class was given; of numbers, what was predicted less what is true, in the target's units. */
  readonly score: Float64Array
  /**
   * What the row adds to the loss: −ln p of the true class, in nats; of a number the size of the error, in its units, which
   * puts rows in the same order as the square that training lowers.
   */
  readonly loss: Float64Array
}

/**
 * Reads off what predictions say row by row, by the same labels as every metric.
 * @throws AssayError `train.diverged` where a prediction is not a number
 */
export function* sayRows(input: EvaluateInput): Work<SaidRows> {
  const { task, actual } = input
  const judged = judge(input)
  yield
  if (!judged || judged.scores.some(Number.isNaN))
    throw new AssayError(
      'train.diverged',
      'The predictions of this run are not numbers, so there is nothing to list. Train it again with a lower learning rate.',
    )
  const { scores, width } = judged
  const make = (take: (row: number) => number) => fill(new Float64Array(actual.length), take)
  if (task === 'regression') {
    const called = Float64Array.from(scores)
    const score = yield* make((row) => called[row]! - actual[row]!)
    return { task, actual, called, score, loss: yield* make((row) => Math.abs(score[row]!)) }
  }
  const { labels } = judged
  yield
  const score = yield* make((row) => scores[row * width + actual[row]!]!)
  const loss = yield* make((row) => surprise(score[row]!))
  return { task, actual, called: Float64Array.from(labels), score, loss }
}

/** A probability, loss or predicted value as it is listed: four significant digits, whole numbers whole. */
export function roundSaid(value: number): number {
  return Math.abs(value) >= 1_000 ? Math.round(value) : Number(value.toPrecision(4))
}
