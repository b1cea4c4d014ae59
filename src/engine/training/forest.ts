import type { RunQuestion } from '@/core/experiment/experiment.ts'
import type { LearnerOf } from '@/core/learner/learner.ts'
import { lossOf } from '@/core/metrics/evaluate.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { EpochRecord } from '@/core/run/run.ts'
import { type Task, unattended } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
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
  const history: EpochRecord[] = []
  const { validationColumns } = prepared
  const recordOf = (epoch: number, elapsedMs: number, answers: Float64Array | undefined): EpochRecord => ({
    epoch,
    trainLoss: Number.NaN,
    ...(answers ? scoresOf(answers, question, prepared) : { validationLoss: Number.NaN, validationMetric: null }),
    elapsedMs,
  })
  const startedAt = performance.now()
  const {
    model,
    ended,
    trees: grown,
  } = await trainForest(
    {
      data: { columns, target: y, weights: weightsFor(question, options.classWeights, prepared) },
      kind: splits === 'best' ? 'forest' : 'extraTrees',
      classes: isRegression ? 0 : question.classes.length,
      options: { trees, depth, minRows, columnShare, bootstrap: splits === 'best' },
      seed,
      watched: { columns: validationColumns, looks: MOST_POINTS },
    },
    {
      signal: task.signal,
      report({ tree, elapsedMs, answers }) {
        const record = recordOf(tree, elapsedMs, answers)
        if (answers) history.push(record)
        task.report({ kind: 'epoch', record, best: true })
      },
    },
    { threads },
  )
  // Stopped between two looks: the trees that are kept are looked at as well.
  if (history.at(-1)?.epoch !== grown) {
    const elapsedMs = performance.now() - startedAt
    const scores = await runFor(unattended, scoreTrees(model, validationColumns))
    history.push(recordOf(grown, elapsedMs, answersOf(model, scores)))
  }
  return madeOfTrees(model, { history, bestEpoch: grown, ended: ended === 'stopped' ? 'stopped' : 'epochs' })
}

/** How good answers of the validation rows are, in the units of a curve. */
function scoresOf(
  mean: Float64Array,
  question: RunQuestion,
  prepared: NativePrepared,
): Pick<EpochRecord, 'validationLoss' | 'validationMetric'> {
  const { validation, y } = prepared
  const rows = validation.rows.length
  const answers = Float32Array.from(mean)
  const scores = question.task === 'binary' ? pairs(answers) : answers
  const predictions = { rows, width: scores.length / rows, scores }
  const loss = lossOf({ task: question.task, actual: validation.actual, predictions })!
  const { scale } = standardise(question.task, y)
  return {
    validationLoss: question.task === 'regression' ? loss / scale ** 2 : loss,
    validationMetric: metricOn(question, prepared, scores),
  }
}
