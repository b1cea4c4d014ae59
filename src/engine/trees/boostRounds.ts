import { AssayError } from '@/core/errors.ts'
import { formatNumber } from '@/core/format/format.ts'
import { seededRandom } from '@/core/random.ts'
import type { TreeData } from '@/core/trees/column.ts'
import type { BoostingLoss, BoostingOptions } from '@/core/trees/options.ts'
import { inSlices, ROWS_AT_ONCE, type Work } from '@/core/work.ts'
import { type Binning, learnBinning, rowCount, targetsOf } from './binnedTable.ts'
import { type BinnedTree, leafFinder } from './binnedTree.ts'
import { writeBins } from './bins.ts'
import type { BoostingJob } from './boostingHelper.ts'
import type { Crew } from './crew.ts'
import { type GrownLeaf, growTree } from './growTree.ts'
import { leafAnswer } from './leafAnswer.ts'
import { type Loss, lossOf, type Targets } from './losses.ts'
import { quantileOf } from './quantile.ts'
import {
  chooseScales,
  OPERATIONS,
  type ScoredRows,
  sliceCount,
  slopeSlices,
  sumSlices,
  type TrainedRows,
  writeSlices,
} from './rowWork.ts'
import { sampleRows, someColumns } from './samples.ts'
import { type Machine, openWorkspace, type Workspace } from './workspace.ts'

export interface BoostingInput {
  readonly data: TreeData
  /** Rows by which the best round is chosen; its weights count too. Columns in the same order and codes as in `data`. */
  readonly validation?: TreeData | undefined
  readonly loss: BoostingLoss
  readonly options: BoostingOptions
  /** Of each column whether the score may only rise (1) or only fall (−1) with it; all are free where absent. */
  readonly monotone?: readonly (-1 | 0 | 1)[] | undefined
  readonly seed: number | string
}

export interface RoundRecord {
  /** From 1. */
  readonly round: number
  /** Mean loss by weight: half the squared error, half the Poisson deviance but for a constant, or nats. */
  readonly trainLoss: number
  readonly validationLoss: number | null
  readonly elapsedMs: number
}

export interface BoostingEvent {
  readonly kind: 'round'
  readonly record: RoundRecord
  /** Rounds at most. */
  readonly of: number
  /** Whether no round before had so small a validation loss; true where there are no validation rows. */
  readonly isBest: boolean
  /** Scores of the validation rows, row by row. The next round writes on: copy what is to be kept. */
  readonly validationScores: Float64Array | undefined
}

export type TreesEnded = 'rounds' | 'early' | 'stopped'

/** What has been reached so far; a stop keeps it. */
export interface BoostingProgress {
  binning?: Binning
  base?: Float64Array
  readonly trees: BinnedTree[]
  readonly values: number[]
  readonly history: RoundRecord[]
  best: { readonly round: number; readonly loss: number; readonly scores: Float64Array | undefined } | undefined
  ended: TreesEnded
}

/** Adds round after round to `progress`. @throws AssayError `train.diverged` */
export function* boost(
  input: BoostingInput,
  progress: BoostingProgress,
  report: (event: BoostingEvent) => void,
  machine: Machine,
  crew: Crew,
): Work<void> {
  const startedAt = performance.now()
  const { data, validation, options, monotone = [], seed } = input
  const loss = lossOf(input.loss)
  const { outputs } = loss
  const count = rowCount(data)
  const binning = yield* learnBinning(data)
  const space = yield* openWorkspace(data.columns, data.rows, count, binning, options.leaves, machine, crew)
  const targets = yield* targetsOf(data)
  const base = loss.base(targets)
  progress.binning = binning
  progress.base = base

  const doubles = crew.helpers > 0 ? sharedDoubles : (length: number) => new Float64Array(length)
  const shared = {
    targets: { y: copied(targets.y, doubles), weights: targets.weights && copied(targets.weights, doubles) },
    scores: repeated(base, doubles(count * outputs)),
    kept: doubles(count * outputs),
    gradient: doubles(count),
    hessian: doubles(count),
    sums: doubles(2 * sliceCount(count)),
    scales: doubles(2),
  }
  const rows: TrainedRows = { ...shared, loss, words: space.gradients }
  crew.begin((helper, control): BoostingJob => {
    const memory = space.kernel.shared!
    return { kind: 'boosting', control, memory, places: space.placesOf(helper), loss: input.loss, rows: shared }
  })
  const watched = validation && (yield* watch(validation, binning, loss, base))
  const isConstrained = monotone.some((direction) => direction !== 0)
  const growth = { ...options, monotone: isConstrained ? monotone : [] }
  const allColumns = Uint32Array.from(data.columns, (_, column) => column)
  const columnsShown = Math.max(Math.min(1, allColumns.length), Math.round(options.columnShare * allColumns.length))
  if (columnsShown === allColumns.length) yield* space.showColumns(allColumns)
  const steps: Steps = { space, crew, binning, growth, rows, outputs, quantile: loss.quantile, progress, watched }
  const slices = sliceCount(count)
  const weight = totalWeight(targets)
  const watchedWeight = watched ? totalWeight(watched.targets) : 0
  const trainingLoss = function* (): Work<number> {
    yield* crew.share(OPERATIONS.sum, slices, 0, (from, to) => sumSlices(rows, from, to))
    return addUp(rows.sums) / weight
  }

  yield* trainingLoss()
  for (let round = 1; round <= options.rounds; round++) {
    const sampled = yield* sampleRows(count, options.rowShare, seededRandom(seed, 'rows', round))
    for (let output = 0; output < outputs; output++) {
      let columns: Uint32Array = allColumns
      if (columnsShown < allColumns.length) {
        columns = someColumns(allColumns, columnsShown, seededRandom(seed, 'columns', round, output))
        yield* space.showColumns(columns)
      }
      if (sampled) space.order.set(sampled)
      else yield* inSlices(count, (start, end) => countUp(space.order, start, end))
      yield* addTree(steps, output, sampled?.length ?? count, columns, options)
    }
    const trainLoss = yield* trainingLoss()
    let validationLoss: number | null = null
    if (watched) {
      yield* sumSlices(watched, 0, sliceCount(watched.rows))
      validationLoss = addUp(watched.sums) / watchedWeight
    }
    if (!Number.isFinite(trainLoss) || (validationLoss !== null && !Number.isFinite(validationLoss)))
      throw diverged(round, options.learningRate)
    const record = { round, trainLoss, validationLoss, elapsedMs: performance.now() - startedAt }
    progress.history.push(record)
    const { best } = progress
    const isBest = validationLoss === null || !best || validationLoss < best.loss
    if (isBest) progress.best = { round, loss: validationLoss ?? trainLoss, scores: watched?.scores.slice() }
    report({ kind: 'round', record, of: options.rounds, isBest, validationScores: watched?.scores })
    if (watched && options.patience > 0 && round - progress.best!.round >= options.patience && round < options.rounds) {
      progress.ended = 'early'
      return
    }
    yield
  }
}

function sharedDoubles(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * length))
}

function copied(values: Float64Array, doubles: (length: number) => Float64Array): Float64Array {
  const copy = doubles(values.length)
  copy.set(values)
  return copy
}

/** The sum of the losses of all slices, every other number. */
function addUp(sums: Float64Array): number {
  let sum = 0
  for (let slice = 0; slice < sums.length; slice += 2) sum += sums[slice]!
  return sum
}

function totalWeight({ y, weights }: Targets): number {
  return weights ? weights.reduce((sum, weight) => sum + weight, 0) : y.length
}

function diverged(round: number, learningRate: number): AssayError {
  return new AssayError(
    'train.diverged',
    `The loss became infinite at round ${round}. Try a smaller learning rate (now ${formatNumber(learningRate)}).`,
  )
}

/** Validation rows, whose scores follow tree by tree. */
interface Watched extends ScoredRows {
  readonly rows: number
  /** Bins, column by column. */
  readonly bins: Uint8Array
}

function* watch(data: TreeData, binning: Binning, loss: Loss, base: Float64Array): Work<Watched> {
  const rows = rowCount(data)
  const bins = new Uint8Array(rows * data.columns.length)
  for (const [place, column] of data.columns.entries())
    yield* writeBins(binning.columns[place]!, column, data.rows, bins.subarray(place * rows, (place + 1) * rows))
  const scores = repeated(base, new Float64Array(rows * base.length))
  const kept = new Float64Array(scores.length)
  const sums = new Float64Array(2 * sliceCount(rows))
  return { loss, targets: yield* targetsOf(data), scores, kept, sums, rows, bins }
}

/** Writes the same scores for every row. */
function repeated(base: Float64Array, scores: Float64Array): Float64Array {
  for (let first = 0; first < scores.length; first += base.length) scores.set(base, first)
  return scores
}

function countUp(order: Uint32Array, start: number, end: number): void {
  for (let i = start; i < end; i++) order[i] = i
}

interface Steps {
  readonly space: Workspace
  readonly crew: Crew
  readonly binning: Binning
  readonly growth: Parameters<typeof growTree>[0]['growth']
  readonly rows: TrainedRows
  readonly outputs: number
  readonly quantile: number | undefined
  readonly watched: Watched | undefined
  readonly progress: BoostingProgress
}

/** Grows a tree over the first rows of the order, gives its leaves their values and all rows their new scores. */
function* addTree(
  steps: Steps,
  output: number,
  rowsOf: number,
  columns: Uint32Array,
  { learningRate, rowShare }: BoostingOptions,
): Work<void> {
  const { space, crew, binning, growth, rows, outputs, quantile, watched, progress } = steps
  const slices = sliceCount(space.rows)
  yield* crew.share(OPERATIONS.slopes, slices, output, (from, to) => slopeSlices(rows, from, to, output))
  const scales = chooseScales(rows)
  yield* crew.share(OPERATIONS.write, slices, 0, (from, to) => writeSlices(rows, from, to))
  const grown = yield* growTree({ space, binning, growth, scales, rows: rowsOf, columns })
  for (const leaf of grown.leaves) {
    const hessian = sumOf(rows.hessian, space.order, leaf)
    const answer =
      quantile === undefined
        ? leafAnswer(sumOf(rows.gradient, space.order, leaf), hessian, growth, leaf.low, leaf.high)
        : renewed(rows, space.order.subarray(leaf.start, leaf.end), quantile)
    const value = learningRate * answer
    grown.nodes.setLeaf(leaf.node, progress.values.push(value) - 1, hessian)
    if (rowShare >= 1) addTo(rows.scores, outputs, output, space.order, leaf, value)
    if (leaf.end - leaf.start > ROWS_AT_ONCE) yield
  }
  const tree = grown.nodes.finish(output)
  progress.trees.push(tree)
  const values = Float64Array.from(tree.left, (place) => progress.values[place] ?? 0)
  if (rowShare < 1)
    yield* follow(steps, tree, values, { bins: space.columnBins, rows: space.rows, scores: rows.scores })
  if (watched) yield* follow(steps, tree, values, watched)
}

/** Adds a tree's value to the score of each row, by the leaf that its bins lead to. */
function* follow(
  { binning, outputs }: Steps,
  tree: BinnedTree,
  values: Float64Array,
  { bins, rows, scores }: Pick<Watched, 'bins' | 'rows' | 'scores'>,
): Work<void> {
  const find = leafFinder(tree, binning)
  const output = tree.output
  yield* inSlices(rows, (start, end) => {
    for (let row = start; row < end; row++) scores[row * outputs + output]! += values[find(bins, rows, row)]!
  })
}

type Places = Pick<GrownLeaf, 'start' | 'end'>

function sumOf(values: Float64Array, order: Uint32Array, { start, end }: Places): number {
  let sum = 0
  for (let i = start; i < end; i++) sum += values[order[i]!]!
  return sum
}

function addTo(
  scores: Float64Array,
  outputs: number,
  output: number,
  order: Uint32Array,
  { start, end }: Places,
  value: number,
): void {
  for (let i = start; i < end; i++) scores[order[i]! * outputs + output]! += value
}

/** The quantile of what is left over in a leaf's rows, for losses that are made least by it. */
function renewed({ targets: { y, weights }, scores }: ScoredRows, rows: Uint32Array, quantile: number): number {
  const rest = new Float64Array(rows.length)
  const counted = weights && new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    rest[i] = y[rows[i]!]! - scores[rows[i]!]!
    if (counted) counted[i] = weights[rows[i]!]!
  }
  return quantileOf(rest, counted, quantile)
}
