import { AssayError, isAborted } from '@/core/errors.ts'
import { formatNumber } from '@/core/format/format.ts'
import { seededRandom } from '@/core/random.ts'
import { type Task, throwIfAborted, unattended } from '@/core/task.ts'
import type { TreeData } from '@/core/trees/column.ts'
import type { TreeModel } from '@/core/trees/model.ts'
import { BOOSTING_RANGES, type BoostingLoss, type BoostingOptions, checkOptions } from '@/core/trees/options.ts'
import { inSlices, ROWS_AT_ONCE, runFor, type Work } from '@/core/work.ts'
import { type Binning, checkData, learnBinning, rowCount, targetsOf } from './binnedTable.ts'
import { type BinnedTree, leafFinder } from './binnedTree.ts'
import { writeBins } from './bins.ts'
import { leafAnswer } from './findSplit.ts'
import { type GrownLeaf, growTree } from './growTree.ts'
import { withoutMemory } from './kernel.ts'
import { checkTargets, type Loss, lossOf, type Targets } from './losses.ts'
import { writeModel } from './modelWriter.ts'
import { quantileOf } from './quantile.ts'
import { sampleRows, someColumns } from './samples.ts'
import { writeWholeNumbers } from './wholeNumbers.ts'
import { MACHINE, type Machine, openWorkspace, type Workspace } from './workspace.ts'

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

interface RoundRecord {
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

export interface TrainedBoosting {
  /** Of the rounds up to the best one: that of the least validation loss, or the last. */
  readonly model: TreeModel
  readonly history: readonly RoundRecord[]
  readonly bestRound: number
  readonly ended: TreesEnded
  /** Scores of the validation rows by this model, row by row. */
  readonly validationScores: Float64Array | undefined
}

/** What has been reached so far; a stop keeps it. */
interface Progress {
  binning?: Binning
  base?: Float64Array
  readonly trees: BinnedTree[]
  readonly values: number[]
  readonly history: RoundRecord[]
  best: { readonly round: number; readonly loss: number; readonly scores: Float64Array | undefined } | undefined
  ended: TreesEnded
}

/**
 * Gradient boosting over histograms (Friedman 2001; Ke et al. 2017, "LightGBM"): each round adds a tree, or one for each
 * class, that steps against the loss. Sums are of whole numbers, so that the model has the same bits with any kernel.
 * @returns what was reached when it ended or, after the first round, was stopped.
 * @throws AssayError `spec.invalid`, `split.empty`, `target.unusable`, `train.diverged`, `device.unavailable`; `aborted` when
 * stopped in the first round.
 */
export async function trainBoosting(
  input: BoostingInput,
  task: Task<BoostingEvent>,
  machine: Machine = MACHINE,
): Promise<TrainedBoosting> {
  throwIfAborted(task)
  checkInput(input)
  const progress: Progress = { trees: [], values: [], history: [], best: undefined, ended: 'rounds' }
  try {
    await runFor(
      task,
      boost(input, progress, (event) => task.report(event), machine),
    )
  } catch (cause) {
    if (!isAborted(cause) || !progress.best) throw withoutMemory(cause)
    progress.ended = 'stopped'
  }
  const { binning, base, history, ended } = progress
  const best = progress.best!
  const loss = lossOf(input.loss)
  const trees = progress.trees.slice(0, best.round * loss.outputs)
  const leaves = trees.reduce((sum, { feature }) => sum + (feature.length + 1) / 2, 0)
  const writing = writeModel(binning!, trees, {
    link: loss.link,
    outputs: loss.outputs,
    base: base!,
    values: Float64Array.from(progress.values.slice(0, leaves)),
  })
  // Not by the task, which may have been stopped.
  const model = await runFor(unattended, writing)
  return { model, history, bestRound: best.round, ended, validationScores: best.scores }
}

function checkInput({ data, validation, loss, options, monotone = [] }: BoostingInput): void {
  checkOptions(options, BOOSTING_RANGES)
  const invalid = (message: string) => new AssayError('spec.invalid', message)
  if (loss.kind === 'quantile' && !(loss.alpha > 0 && loss.alpha < 1))
    throw invalid(`A quantile lies between 0 and 1, not at ${loss.alpha}.`)
  if (loss.kind === 'softmax' && !(Number.isInteger(loss.classes) && loss.classes >= 1))
    throw invalid(`Trees need a whole number of classes, not ${loss.classes}.`)
  if (monotone.length > 0 && monotone.length !== data.columns.length)
    throw invalid('There must be a direction for each column, or none at all.')
  if (monotone.some((direction, place) => direction !== 0 && data.columns[place]!.kind === 'category'))
    throw invalid('Only numbers have an order: a column of categories cannot be monotone.')
  if (monotone.some((direction) => direction !== 0) && lossOf(loss).quantile !== undefined)
    throw invalid('Medians and quantiles cannot be held monotone. Choose another loss, or let all columns free.')
  checkData(data, 'training')
  checkTargets(loss, data.target, data.rows)
  if (!validation) return
  const isAlike = validation.columns.every((column, place) => column.kind === data.columns[place]?.kind)
  if (!isAlike || validation.columns.length !== data.columns.length)
    throw invalid('The validation rows of the trees have other columns than the training rows.')
  checkData(validation, 'validation')
  checkTargets(loss, validation.target, validation.rows)
}

function* boost(
  input: BoostingInput,
  progress: Progress,
  report: (event: BoostingEvent) => void,
  machine: Machine,
): Work<void> {
  const startedAt = performance.now()
  const { data, validation, options, monotone = [], seed } = input
  const { outputs, ...loss } = lossOf(input.loss)
  const rows = rowCount(data)
  const targets = yield* targetsOf(data)
  const binning = yield* learnBinning(data)
  const space = yield* openWorkspace(data.columns, data.rows, rows, binning, options.leaves, machine)
  const base = loss.base(targets)
  progress.binning = binning
  progress.base = base

  const scores = repeated(base, rows)
  const kept = new Float64Array(rows * outputs)
  const gradient = new Float64Array(rows)
  const hessian = new Float64Array(rows)
  const watched = validation && (yield* watch(validation, binning, base))
  const isConstrained = monotone.some((direction) => direction !== 0)
  const growth = { ...options, monotone: isConstrained ? monotone : [] }
  const allColumns = Uint32Array.from(data.columns, (_, column) => column)
  const columnsShown = Math.max(Math.min(1, allColumns.length), Math.round(options.columnShare * allColumns.length))
  if (columnsShown === allColumns.length) yield* space.showColumns(allColumns)
  const steps = { space, binning, growth, targets, scores, gradient, hessian, outputs, progress, loss, watched }

  yield* lossOver({ ...loss, outputs }, targets, scores, kept)
  for (let round = 1; round <= options.rounds; round++) {
    const sampled = yield* sampleRows(rows, options.rowShare, seededRandom(seed, 'rows', round))
    for (let output = 0; output < outputs; output++) {
      let columns: Uint32Array = allColumns
      if (columnsShown < allColumns.length) {
        columns = someColumns(allColumns, columnsShown, seededRandom(seed, 'columns', round, output))
        yield* space.showColumns(columns)
      }
      yield* inSlices(rows, (start, end) => loss.slopes(targets, kept, output, start, end, gradient, hessian))
      if (sampled) space.order.set(sampled)
      else yield* inSlices(rows, (start, end) => countUp(space.order, start, end))
      yield* addTree(steps, output, sampled?.length ?? rows, columns, options)
    }
    const trainLoss = yield* lossOver({ ...loss, outputs }, targets, scores, kept)
    const validationLoss = watched
      ? yield* lossOver({ ...loss, outputs }, watched.targets, watched.scores, watched.kept)
      : null
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

function diverged(round: number, learningRate: number): AssayError {
  return new AssayError(
    'train.diverged',
    `The loss became infinite at round ${round}. Try a smaller learning rate (now ${formatNumber(learningRate)}).`,
  )
}

/** Validation rows, whose scores follow tree by tree. */
interface Watched {
  readonly targets: Targets
  readonly scores: Float64Array
  readonly kept: Float64Array
  readonly rows: number
  /** Bins, column by column. */
  readonly bins: Uint8Array
}

function* watch(data: TreeData, binning: Binning, base: Float64Array): Work<Watched> {
  const rows = rowCount(data)
  const bins = new Uint8Array(rows * data.columns.length)
  for (const [place, column] of data.columns.entries())
    yield* writeBins(binning.columns[place]!, column, data.rows, bins.subarray(place * rows, (place + 1) * rows))
  const scores = repeated(base, rows)
  return { targets: yield* targetsOf(data), scores, kept: new Float64Array(scores.length), rows, bins }
}

function repeated(base: Float64Array, rows: number): Float64Array {
  const scores = new Float64Array(rows * base.length)
  for (let row = 0; row < rows; row++) scores.set(base, row * base.length)
  return scores
}

function* lossOver(loss: Loss, targets: Targets, scores: Float64Array, kept: Float64Array): Work<number> {
  const { y, weights } = targets
  let [sum, weight] = [0, 0]
  yield* inSlices(y.length, (start, end) => {
    sum += loss.sum(targets, scores, start, end, kept)
    if (weights) for (let i = start; i < end; i++) weight += weights[i]!
  })
  return sum / (weights ? weight : y.length)
}

function countUp(order: Uint32Array, start: number, end: number): void {
  for (let i = start; i < end; i++) order[i] = i
}

interface Steps {
  readonly space: Workspace
  readonly binning: Binning
  readonly growth: Parameters<typeof growTree>[0]['growth']
  readonly targets: Targets
  readonly scores: Float64Array
  readonly gradient: Float64Array
  readonly hessian: Float64Array
  readonly outputs: number
  readonly loss: Pick<Loss, 'quantile'>
  readonly watched: Watched | undefined
  readonly progress: Progress
}

/** Grows a tree over the first rows of the order, gives its leaves their values and all rows their new scores. */
function* addTree(
  steps: Steps,
  output: number,
  rows: number,
  columns: Uint32Array,
  { learningRate, rowShare }: BoostingOptions,
): Work<void> {
  const { space, binning, growth, scores, outputs, watched, progress, loss } = steps
  const scales = yield* writeWholeNumbers(steps.gradient, steps.hessian, space.gradients)
  const grown = yield* growTree({ space, binning, growth, scales, rows, columns })
  for (const leaf of grown.leaves) {
    const hessian = sumOf(steps.hessian, space.order, leaf)
    const answer =
      loss.quantile === undefined
        ? leafAnswer(sumOf(steps.gradient, space.order, leaf), hessian, growth, leaf.low, leaf.high)
        : renewed(steps, space.order.subarray(leaf.start, leaf.end), loss.quantile)
    const value = learningRate * answer
    grown.nodes.setLeaf(leaf.node, progress.values.push(value) - 1, hessian)
    if (rowShare >= 1) addTo(scores, outputs, output, space.order, leaf, value)
    if (leaf.end - leaf.start > ROWS_AT_ONCE) yield
  }
  const tree = grown.nodes.finish(output)
  progress.trees.push(tree)
  const values = Float64Array.from(tree.left, (place) => progress.values[place] ?? 0)
  if (rowShare < 1) yield* follow(steps, tree, values, { bins: space.columnBins, rows: space.rows, scores })
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
function renewed({ targets: { y, weights }, scores }: Steps, rows: Uint32Array, quantile: number): number {
  const rest = new Float64Array(rows.length)
  const counted = weights && new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    rest[i] = y[rows[i]!]! - scores[rows[i]!]!
    if (counted) counted[i] = weights[rows[i]!]!
  }
  return quantileOf(rest, counted, quantile)
}
