import type { RunQuestion } from '@/core/experiment/experiment.ts'
import type { LearnerOf } from '@/core/learner/learner.ts'
import { lossOf } from '@/core/metrics/evaluate.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { EpochRecord } from '@/core/run/run.ts'
import { type Task, unattended } from '@/core/task.ts'
import type { TreeModel } from '@/core/trees/model.ts'
import { runFor, type Work } from '@/core/work.ts'
import { pairs } from '../neural/heads.ts'
import { standardise } from '../neural/target.ts'
import type { Platform } from '../platform.ts'
import type { NativePrepared } from '../prepare.ts'
import { trainForest } from '../trees/forest.ts'
import { answersOf, scoreTrees } from '../trees/score.ts'
import type { Made } from './made.ts'
import { metricOn, weightsFor } from './rows.ts'
import type { SingleSpec } from './spec.ts'
import { madeOfTrees, requireColumns } from './trees.ts'

/** Of the columns, where nobody says: Breiman's share for numbers; 0 is the square root, his for classes. */
const SHARE = { classes: 0, numbers: 1 / 3 }

/** Points of the curve at most: each is a look at all validation rows. */
const MOST_POINTS = 50

/** A random forest, or extremely randomised trees. */
export async function trainForestRun(
  { question, seed, learner: { options } }: SingleSpec & { readonly learner: LearnerOf<'forest'> },
  prepared: NativePrepared,
  task: Task<TrainEvent>,
  { threads }: Pick<Platform, 'threads'>,
): Promise<Made> {
  requireColumns(prepared)
  const { y, columns } = prepared
  const isRegression = question.task === 'regression'
  const { trees, depth, minRows, splits = 'best' } = options
  const columnShare = options.columnShare ?? (isRegression ? SHARE.numbers : SHARE.classes)
  const told: EpochRecord[] = []
  const { model, ended } = await trainForest(
    {
      data: { columns, target: y, weights: weightsFor(question, options.classWeights, prepared) },
      kind: splits === 'best' ? 'forest' : 'extraTrees',
      classes: isRegression ? 0 : question.classes.length,
      options: { trees, depth, minRows, columnShare, bootstrap: splits === 'best' },
      seed,
    },
    {
      signal: task.signal,
      report({ tree, elapsedMs }) {
        // How well so far is seen at the end: a look at all rows after each tree would cost more than the tree.
        const record = {
          epoch: tree,
          trainLoss: Number.NaN,
          validationLoss: Number.NaN,
          validationMetric: null,
          elapsedMs,
        }
        told.push(record)
        task.report({ kind: 'epoch', record, best: true })
      },
    },
    { threads },
  )
  const history = await runFor(unattended, curveOf(model, question, prepared, told))
  return madeOfTrees(model, { history, bestEpoch: told.length, ended: ended === 'stopped' ? 'stopped' : 'epochs' })
}

/** What the first trees say of the validation rows, and more of them, up to all. */
function* curveOf(
  model: TreeModel,
  question: RunQuestion,
  prepared: NativePrepared,
  told: readonly EpochRecord[],
): Work<EpochRecord[]> {
  const { validation, validationColumns, y } = prepared
  const rows = validation.rows.length
  const { scale } = standardise(question.task, y)
  const sums = new Float64Array(rows * model.outputs)
  const history: EpochRecord[] = []
  const step = Math.max(1, told.length / MOST_POINTS)
  for (let from = 0; from < told.length; ) {
    const end = Math.min(told.length, Math.max(from + 1, Math.round((history.length + 1) * step)))
    const part = yield* scoreTrees(treesOf(model, from, end), validationColumns)
    for (let i = 0; i < sums.length; i++) sums[i]! += part[i]!
    from = end
    const mean = answersOf(
      model,
      sums.map((sum) => (sum * told.length) / end),
    )
    const answers = Float32Array.from(mean)
    const scores = question.task === 'binary' ? pairs(answers) : answers
    const predictions = { rows, width: scores.length / rows, scores }
    const loss = lossOf({ task: question.task, actual: validation.actual, predictions })!
    history.push({
      ...told[end - 1]!,
      validationLoss: question.task === 'regression' ? loss / scale ** 2 : loss,
      validationMetric: metricOn(question, prepared, scores),
    })
    yield
  }
  return history
}

/** Some of the trees of a model that begins from 0. */
function treesOf(model: TreeModel, from: number, end: number): TreeModel {
  return { ...model, starts: model.starts.subarray(from, end + 1), treeOutput: model.treeOutput.subarray(from, end) }
}
