import { AssayError } from '@/core/errors.ts'
import { formatNumber } from '@/core/format/format.ts'
import { seededRandom } from '@/core/random.ts'
import type { TreeData } from '@/core/trees/column.ts'
import type { BoostingLoss, BoostingOptions } from '@/core/trees/options.ts'
import type { Work } from '@/core/work.ts'
import { type Binning, rowCount, targetsOf } from './binnedTable.ts'
import type { BinnedTree } from './binnedTree.ts'
import { writeBins } from './bins.ts'
import { binTable } from './binTable.ts'
import { type BoostingJob, doTask, type RoundWork } from './boostingHelper.ts'
import type { Crew } from './crew.ts'
import { openFollowedTree, writeFollowedTree } from './followedTree.ts'
import { type Growth, growTree } from './growTree.ts'
import { lossOf, type Targets } from './losses.ts'
import {
  chooseScales,
  LEAF_NUMBERS,
  OPERATIONS,
  type ScoredRows,
  sliceCount,
  trainedRows,
  watchedRows,
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
  const { data, options, seed } = input
  const steps = yield* prepare(input, progress, machine, crew)
  const { space, its, outputs, share } = steps
  const { rows, watched } = its
  const count = rowCount(data)
  const allColumns = Uint32Array.from(data.columns, (_, column) => column)
  const columnsShown = Math.max(Math.min(1, allColumns.length), Math.round(options.columnShare * allColumns.length))
  if (columnsShown === allColumns.length) yield* space.showColumns(allColumns)
  const slices = sliceCount(count) + (watched ? sliceCount(watched.targets.y.length) : 0)
  const weight = totalWeight(rows.targets)
  const watchedWeight = watched ? totalWeight(watched.targets) : 0

  yield* share(OPERATIONS.sum, slices)
  for (let round = 1; round <= options.rounds; round++) {
    const sampled = yield* sampleRows(count, options.rowShare, seededRandom(seed, 'rows', round))
    for (let output = 0; output < outputs; output++) {
      let columns: Uint32Array = allColumns
      if (columnsShown < allColumns.length) {
        columns = someColumns(allColumns, columnsShown, seededRandom(seed, 'columns', round, output))
        yield* space.showColumns(columns)
      }
      if (sampled) space.order.set(sampled)
      yield* addTree(steps, output, sampled?.length ?? count, columns)
    }
    yield* share(OPERATIONS.settle, slices)
    yield* share(OPERATIONS.sum, slices)
    const trainLoss = addUp(rows.sums) / weight
    const validationLoss = watched ? addUp(watched.sums) / watchedWeight : null
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

interface Steps {
  readonly space: Workspace
  readonly binning: Binning
  readonly growth: Growth
  readonly outputs: number
  readonly its: RoundWork
  readonly progress: BoostingProgress
  /** Does tasks of an operation on rows or leaves with the crew. */
  share(operation: number, count: number, output?: number): Work<void>
}

/** Bins the table, lays out all memory, and tells the crew of it. */
function* prepare(
  { data, validation, options, monotone = [], loss: kind }: BoostingInput,
  progress: BoostingProgress,
  machine: Machine,
  crew: Crew,
): Work<Steps> {
  const loss = lossOf(kind)
  const { outputs } = loss
  const count = rowCount(data)
  const isConstrained = monotone.some((direction) => direction !== 0)
  const { leaves: mostLeaves, depth, minRows, minHessian, l1, l2, learningRate, rowShare } = options
  const growth: Growth = {
    leaves: mostLeaves,
    depth,
    minRows,
    minHessian,
    l1,
    l2,
    monotone: isConstrained ? monotone : [],
  }
  const table = yield* binTable(data, crew)
  const { binning } = table
  const space = yield* openWorkspace(table, count, options.leaves, growth, machine, crew)
  const targets = yield* targetsOf(data)
  const base = loss.base(targets)
  progress.binning = binning
  progress.base = base

  const memory = (bytes: number) => (crew.helpers > 0 ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes))
  const doubles = (length: number) => new Float64Array(memory(8 * length))
  const { targets: own, scores, kept, sums } = scoredRows(targets, base, doubles)
  const shared = {
    targets: own,
    scores,
    kept,
    sums,
    gradient: doubles(count),
    hessian: doubles(count),
    scales: doubles(2),
    leaves: doubles(LEAF_NUMBERS * options.leaves),
  }
  const sharedWatched = validation && (yield* watch(validation, binning, base, memory))
  const tree = openFollowedTree(options.leaves, memory)
  const leaves = { l1, l2, learningRate, hasAllRows: rowShare >= 1 }
  const { gradients: words, order, columnBins: bins } = space
  const its: RoundWork = {
    rows: trainedRows(shared, loss, words, order, bins),
    watched: sharedWatched && watchedRows(sharedWatched, loss),
    tree,
    leaves,
  }
  crew.begin(
    (place): BoostingJob => ({
      kind: 'boosting',
      ...place,
      memory: space.kernel.shared!,
      places: space.nodePlaces,
      binning: { columns: binning.columns.map(({ kind, count }) => ({ kind, count })), offsets: binning.offsets },
      splits: growth,
      loss: kind,
      rows: shared,
      watched: sharedWatched,
      tree,
      leaves,
    }),
  )
  const share = (operation: number, tasks: number, output = 0) =>
    crew.share(operation, tasks, output, (task) => doTask(its, operation, task, output))
  return { space, binning, growth, outputs, its, progress, share }
}

/** What rows need whose scores follow the trees, but for their bins. */
function scoredRows(targets: Targets, base: Float64Array, doubles: (length: number) => Float64Array) {
  const { y, weights } = targets
  const scores = doubles(y.length * base.length)
  for (let first = 0; first < scores.length; first += base.length) scores.set(base, first)
  return {
    targets: { y: copied(y, doubles), weights: weights && copied(weights, doubles) },
    scores,
    kept: doubles(scores.length),
    sums: doubles(2 * sliceCount(y.length)),
  }
}

function* watch(
  data: TreeData,
  binning: Binning,
  base: Float64Array,
  memory: (bytes: number) => ArrayBufferLike,
): Work<Omit<ScoredRows, 'loss'>> {
  const rows = rowCount(data)
  const bins = new Uint8Array(memory(rows * data.columns.length))
  for (const [place, column] of data.columns.entries())
    yield* writeBins(binning.columns[place]!, column, data.rows, bins.subarray(place * rows, (place + 1) * rows))
  const targets = yield* targetsOf(data)
  const {
    targets: own,
    scores,
    kept,
    sums,
  } = scoredRows(targets, base, (length) => new Float64Array(memory(8 * length)))
  return { targets: own, scores, kept, sums, bins }
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

/** Grows a tree over the first rows of the order, gives its leaves their values and writes all rows' scores with it. */
function* addTree(steps: Steps, output: number, rowsOf: number, columns: Uint32Array): Work<void> {
  const { space, binning, growth, its, progress, share } = steps
  const { rows, watched, tree: followed } = its
  const slices = sliceCount(space.rows)
  yield* share(OPERATIONS.slopes, slices, output)
  const scales = chooseScales(rows)
  yield* share(OPERATIONS.write, slices)
  const { nodes, leaves } = yield* growTree({ space, binning, growth, scales, rows: rowsOf, columns })
  // Those that take longest come first, so that no thread begins them last.
  const bySize = Uint32Array.from(leaves, (_, place) => place).sort((a, b) => sizeOf(leaves[b]!) - sizeOf(leaves[a]!))
  const placeOf = new Uint32Array(leaves.length)
  for (const [place, leaf] of bySize.entries()) {
    const { start, end, low, high } = leaves[leaf]!
    rows.leaves.set([start, end, low, high], LEAF_NUMBERS * place)
    placeOf[leaf] = place
  }
  yield* share(OPERATIONS.leaves, leaves.length, output)
  for (const [leaf, { node }] of leaves.entries()) {
    const [value, weight] = rows.leaves.subarray(LEAF_NUMBERS * placeOf[leaf]! + 4)
    nodes.setLeaf(node, progress.values.push(value!) - 1, weight!)
  }
  const tree = nodes.finish(output)
  progress.trees.push(tree)
  const followers = (its.leaves.hasAllRows ? 0 : slices) + (watched ? sliceCount(watched.targets.y.length) : 0)
  if (followers === 0) return
  writeFollowedTree(tree, binning, (place) => progress.values[place]!, followed)
  yield* share(OPERATIONS.follow, followers, output)
}

function sizeOf({ start, end }: { readonly start: number; readonly end: number }): number {
  return end - start
}
