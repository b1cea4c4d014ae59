import { ROWS_AT_ONCE, type Work } from '@/core/work.ts'
import type { Loss, Targets } from './losses.ts'
import { scaleFor, sizeOf, writeScaled } from './wholeNumbers.ts'

/** What is done row by row in a round of boosting, and the building of histograms. Doing one twice does no harm. */
export const OPERATIONS = { build: 0, sum: 1, slopes: 2, write: 3 } as const

/** Rows whose scores follow the trees. */
export interface ScoredRows {
  readonly loss: Pick<Loss, 'sum'>
  readonly targets: Targets
  readonly scores: Float64Array
  /** What the loss keeps for its slopes. */
  readonly kept: Float64Array
  /** Two numbers for each slice of rows: its loss; or how large its gradients are together, and its hessians. */
  readonly sums: Float64Array
}

/** Rows that trees are grown on. */
export interface TrainedRows extends ScoredRows {
  readonly loss: Pick<Loss, 'sum' | 'slopes'>
  readonly gradient: Float64Array
  readonly hessian: Float64Array
  /** Both in whole numbers, side by side, and by what they were multiplied. */
  readonly words: Int32Array
  readonly scales: Float64Array
}

/** Slices of so many rows: sums are of these, whoever does which. */
export function sliceCount(rows: number): number {
  return Math.ceil(rows / ROWS_AT_ONCE)
}

const startOf = (slice: number) => slice * ROWS_AT_ONCE
const endOf = (slice: number, rows: number) => Math.min(rows, (slice + 1) * ROWS_AT_ONCE)

/** Writes the loss of each slice, and what its slopes need. */
export function* sumSlices({ loss, targets, scores, kept, sums }: ScoredRows, from: number, to: number): Work<void> {
  for (let slice = from; slice < to; slice++) {
    sums[2 * slice] = loss.sum(targets, scores, startOf(slice), endOf(slice, targets.y.length), kept)
    yield
  }
}

/** Writes gradients and hessians of an output, and how large those of each slice are together. */
export function* slopeSlices(rows: TrainedRows, from: number, to: number, output: number): Work<void> {
  const { loss, targets, kept, gradient, hessian, sums } = rows
  for (let slice = from; slice < to; slice++) {
    const [start, end] = [startOf(slice), endOf(slice, gradient.length)]
    loss.slopes(targets, kept, output, start, end, gradient, hessian)
    sums[2 * slice] = sizeOf(gradient, start, end)
    sums[2 * slice + 1] = sizeOf(hessian, start, end)
    yield
  }
}

/** Chooses scales by the sums of the slopes. Returns the units: what 1 stands for. */
export function chooseScales({ gradient, sums, scales }: TrainedRows): readonly [number, number] {
  let [slope, weight] = [0, 0]
  for (let slice = 0; slice < sliceCount(gradient.length); slice++) {
    slope += sums[2 * slice]!
    weight += sums[2 * slice + 1]!
  }
  scales[0] = scaleFor(slope)
  scales[1] = scaleFor(weight)
  return [1 / scales[0], 1 / scales[1]]
}

/** Writes gradients and hessians as whole numbers. */
export function* writeSlices(rows: TrainedRows, from: number, to: number): Work<void> {
  const { gradient, hessian, words, scales } = rows
  for (let slice = from; slice < to; slice++) {
    const [start, end] = [startOf(slice), endOf(slice, gradient.length)]
    writeScaled(gradient, scales[0]!, words, 0, start, end)
    writeScaled(hessian, scales[1]!, words, 1, start, end)
    yield
  }
}
