import { AssayError, isAborted } from '@/core/errors.ts'
import { type Task, throwIfAborted, unattended } from '@/core/task.ts'
import type { TreeModel } from '@/core/trees/model.ts'
import { BOOSTING_RANGES, checkOptions } from '@/core/trees/options.ts'
import { runFor } from '@/core/work.ts'
import { checkData } from './binnedTable.ts'
import {
  type BoostingEvent,
  type BoostingInput,
  type BoostingProgress,
  boost,
  type RoundRecord,
  type TreesEnded,
} from './boostRounds.ts'
import { Crew } from './crew.ts'
import { withoutMemory } from './kernel.ts'
import { checkTargets, lossOf } from './losses.ts'
import { writeModel } from './modelWriter.ts'
import type { Machine } from './workspace.ts'

export type { BoostingEvent, BoostingInput, TreesEnded } from './boostRounds.ts'

export interface TrainedBoosting {
  /** Of the rounds up to the best one: that of the least validation loss, or the last. */
  readonly model: TreeModel
  readonly history: readonly RoundRecord[]
  readonly bestRound: number
  readonly ended: TreesEnded
  /** Scores of the validation rows by this model, row by row. */
  readonly validationScores: Float64Array | undefined
}

/** Cells of a table from which on helpers are worth their start. */
const CELLS_TO_SHARE = 2 ** 21

/**
 * Gradient boosting over histograms (Friedman 2001; Ke et al. 2017, "LightGBM"): each round adds a tree, or one for each
 * class, that steps against the loss. Sums are of whole numbers, so that the model has the same bits with any kernel and any number of threads.
 * @returns what was reached when it ended or, after the first round, was stopped.
 * @throws AssayError `spec.invalid`, `split.empty`, `target.unusable`, `train.diverged`, `device.unavailable`; `aborted` when
 * stopped in the first round.
 */
export async function trainBoosting(
  input: BoostingInput,
  task: Task<BoostingEvent>,
  machine: Machine = {},
): Promise<TrainedBoosting> {
  throwIfAborted(task)
  checkInput(input)
  const progress: BoostingProgress = { trees: [], values: [], history: [], best: undefined, ended: 'rounds' }
  const { columns, rows, target } = input.data
  const isLarge = columns.length * (rows?.length ?? target.length) >= CELLS_TO_SHARE
  const crew = new Crew(isLarge || machine.sharesAll ? machine.threads : undefined)
  try {
    await runFor(
      task,
      boost(input, progress, (event) => task.report(event), machine, crew),
    )
  } catch (cause) {
    if (!isAborted(cause) || !progress.best) throw withoutMemory(cause)
    progress.ended = 'stopped'
  } finally {
    crew.close()
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
  const isHeld = monotone.some((direction) => direction !== 0)
  if (isHeld && lossOf(loss).quantile !== undefined)
    throw invalid('Medians and quantiles cannot be held monotone. Choose another loss, or let all columns free.')
  // Where every class's score rises, the probability of none need do so: softmax looks at their differences.
  if (isHeld && loss.kind === 'softmax')
    throw invalid(
      'Of several classes no probability can be held to go only up or down with a column. Leave “Only up or down with” empty, or ask about two classes or a number.',
    )
  checkData(data, 'training')
  checkTargets(loss, data.target, data.rows)
  if (!validation) return
  const isAlike = validation.columns.every((column, place) => column.kind === data.columns[place]?.kind)
  if (!isAlike || validation.columns.length !== data.columns.length)
    throw invalid('The validation rows of the trees have other columns than the training rows.')
  checkData(validation, 'validation')
  checkTargets(loss, validation.target, validation.rows)
}
