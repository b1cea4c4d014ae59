import { ROWS_AT_ONCE } from '@/core/work.ts'
import type { FollowedTree } from './followedTree.ts'
import { leafAnswer, type Penalties } from './leafAnswer.ts'
import type { Loss, Targets } from './losses.ts'
import { quantileOf } from './quantile.ts'
import { scaleFor, sizeOf, writeScaled } from './wholeNumbers.ts'

/** What threads share out in a round of boosting. Doing a task of one twice does no harm, but for those of `build` and `finish`. */
export const OPERATIONS = {
  build: 0,
  finish: 1,
  show: 2,
  sum: 3,
  slopes: 4,
  write: 5,
  leaves: 6,
  follow: 7,
  settle: 8,
} as const

/** Rows whose scores follow the trees. */
export interface ScoredRows {
  readonly loss: Pick<Loss, 'sum' | 'outputs'>
  readonly targets: Targets
  /** Bins, column by column. */
  readonly bins: Uint8Array
  readonly scores: Float64Array
  /**
   * Output by output: what the loss keeps for its slopes, until a tree's slopes are written; then the scores with the tree, until
   * all of the round's are there and `settle` makes them the scores.
   */
  readonly kept: Float64Array
  /** Two numbers for each slice of rows: its loss; or how large its gradients are together, and its hessians. */
  readonly sums: Float64Array
}

/** Rows that trees are grown on. */
export interface TrainedRows extends ScoredRows {
  readonly loss: Loss
  readonly gradient: Float64Array
  readonly hessian: Float64Array
  /** Both in whole numbers, side by side, and by what they were multiplied. */
  readonly words: Int32Array
  readonly scales: Float64Array
  /** Rows of the tree, those of a leaf side by side. */
  readonly order: Uint32Array
  /** `LEAF_NUMBERS` for each leaf of the tree. */
  readonly leaves: Float64Array
}

/** What is sent of rows to another thread: what lies in the kernel's memory it finds by its places. */
export type SharedRows = Omit<TrainedRows, 'loss' | 'words' | 'order' | 'bins'>

// Written out, here and for whatever else is read in a loop: what a spread makes has a shape of its own each time, for which
// engines throw away what they compiled for the one before.

export function trainedRows(
  { targets, scores, kept, sums, gradient, hessian, scales, leaves }: SharedRows,
  loss: Loss,
  words: Int32Array,
  order: Uint32Array,
  bins: Uint8Array,
): TrainedRows {
  return { loss, targets, bins, scores, kept, sums, gradient, hessian, words, scales, order, leaves }
}

export function watchedRows({ targets, bins, scores, kept, sums }: Omit<ScoredRows, 'loss'>, loss: Loss): ScoredRows {
  return { loss, targets, bins, scores, kept, sums }
}

/** Of a leaf: the places of its rows in the order, between what its answer must lie; then what is added to scores, and its weight. */
export const LEAF_NUMBERS = 6

/** What leaves answer by. */
export interface LeafRules extends Penalties {
  readonly learningRate: number
  /** Whether all rows are in the order, so that a leaf's scores are written with it. */
  readonly hasAllRows: boolean
}

/** Slices of so many rows: sums are of these, whoever does which. */
export function sliceCount(rows: number): number {
  return Math.ceil(rows / ROWS_AT_ONCE)
}

const startOf = (slice: number) => slice * ROWS_AT_ONCE
const endOf = (slice: number, rows: number) => Math.min(rows, (slice + 1) * ROWS_AT_ONCE)

/** Writes the loss of a slice, and what its slopes need. */
export function sumSlice({ loss, targets, scores, kept, sums }: ScoredRows, slice: number): void {
  sums[2 * slice] = loss.sum(targets, scores, startOf(slice), endOf(slice, targets.y.length), kept)
}

/** Writes gradients and hessians of an output, and how large those of the slice are together. */
export function writeSlopes(rows: TrainedRows, slice: number, output: number): void {
  const { loss, targets, kept, gradient, hessian, sums } = rows
  const [start, end] = [startOf(slice), endOf(slice, gradient.length)]
  loss.slopes(targets, kept, output, start, end, gradient, hessian)
  sums[2 * slice] = sizeOf(gradient, start, end)
  sums[2 * slice + 1] = sizeOf(hessian, start, end)
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

/** Writes gradients and hessians as whole numbers; and the rows as the order, where all are in it. */
export function writeWords(rows: TrainedRows, slice: number, { hasAllRows }: LeafRules): void {
  const { gradient, hessian, words, scales, order } = rows
  const [start, end] = [startOf(slice), endOf(slice, gradient.length)]
  writeScaled(gradient, scales[0]!, words, 0, start, end)
  writeScaled(hessian, scales[1]!, words, 1, start, end)
  if (hasAllRows) for (let i = start; i < end; i++) order[i] = i
}

/** Writes a leaf's value and weight, and the new scores of its rows. Sums are in the order of the rows. */
export function answerLeaf(rows: TrainedRows, leaf: number, output: number, rules: LeafRules): void {
  const { gradient, hessian, order, leaves, loss } = rows
  const its = leaves.subarray(leaf * LEAF_NUMBERS, (leaf + 1) * LEAF_NUMBERS)
  const [start, end, low, high] = its as unknown as readonly [number, number, number, number]
  let [slope, weight] = [0, 0]
  for (let i = start; i < end; i++) {
    const row = order[i]!
    slope += gradient[row]!
    weight += hessian[row]!
  }
  const answer =
    loss.quantile === undefined
      ? leafAnswer(slope, weight, rules, low, high)
      : restOf(rows, order.subarray(start, end), loss.quantile)
  const value = rules.learningRate * answer
  its[4] = value
  its[5] = weight
  if (rules.hasAllRows) raise(rows, order, start, end, output, value)
}

function raise(
  { kept, scores, loss: { outputs }, gradient }: TrainedRows,
  order: Uint32Array,
  start: number,
  end: number,
  output: number,
  value: number,
): void {
  const first = output * gradient.length
  for (let i = start; i < end; i++) {
    const row = order[i]!
    kept[first + row] = scores[row * outputs + output]! + value
  }
}

/** The quantile of what is left over in a leaf's rows, for losses that are made least by it. */
function restOf({ targets: { y, weights }, scores }: ScoredRows, rows: Uint32Array, quantile: number): number {
  const rest = new Float64Array(rows.length)
  const counted = weights && new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    rest[i] = y[rows[i]!]! - scores[rows[i]!]!
    if (counted) counted[i] = weights[rows[i]!]!
  }
  return quantileOf(rest, counted, quantile)
}

/** Writes the scores of a slice with a tree, whose leaves its rows find by their bins. */
export function followSlice(
  { bins, scores, kept, loss: { outputs }, targets }: ScoredRows,
  slice: number,
  output: number,
  { feature, left, values, sides }: FollowedTree,
): void {
  const rows = targets.y.length
  const end = endOf(slice, rows)
  for (let row = startOf(slice); row < end; row++) {
    let node = 0
    while (feature[node]! >= 0) node = left[node]! + 1 - sides[256 * node + bins[feature[node]! * rows + row]!]!
    kept[output * rows + row] = scores[row * outputs + output]! + values[node]!
  }
}

/** Makes what trees have written the scores. */
export function settleSlice({ scores, kept, loss: { outputs }, targets }: ScoredRows, slice: number): void {
  const rows = targets.y.length
  const [start, end] = [startOf(slice), endOf(slice, rows)]
  if (outputs === 1) scores.set(kept.subarray(start, end), start)
  else for (let output = 0; output < outputs; output++) settle(scores, kept, outputs, output, rows, start, end)
}

function settle(
  scores: Float64Array,
  kept: Float64Array,
  outputs: number,
  output: number,
  rows: number,
  start: number,
  end: number,
): void {
  for (let row = start; row < end; row++) scores[row * outputs + output] = kept[output * rows + row]!
}
