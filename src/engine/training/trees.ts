import { AssayError } from '@/core/errors.ts'
import type { RunQuestion } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import { sha256Of } from '@/core/hash.ts'
import { type BoostingOptions, type LearnerOf, quantileAimedAt } from '@/core/learner/learner.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { EpochRecord, RunResult } from '@/core/run/run.ts'
import type { Task } from '@/core/task.ts'
import type { TreeModel } from '@/core/trees/model.ts'
import type { BoostingLoss } from '@/core/trees/options.ts'
import { pairs } from '../neural/heads.ts'
import { standardise } from '../neural/target.ts'
import type { Platform } from '../platform.ts'
import type { NativePrepared } from '../prepare.ts'
import { type TreesEnded, trainBoosting } from '../trees/boosting.ts'
import { lossOf } from '../trees/losses.ts'
import { answersOf } from '../trees/score.ts'
import { encodeTrees } from '../trees/treeFile.ts'
import type { Made } from './made.ts'
import { metricOn, weightsFor } from './rows.ts'
import type { SingleSpec } from './spec.ts'

/** Validation rows up to which the metric is looked at after every round; of more, after as many fewer. */
const METRIC_ROWS = 10_000

/** Gradient boosting; the rounds up to the best on the validation rows are kept. */
export async function trainBoostedTrees(
  { question, seed, learner: { options } }: SingleSpec & { readonly learner: LearnerOf<'boosting'> },
  prepared: NativePrepared,
  task: Task<TrainEvent>,
  { threads }: Pick<Platform, 'threads'>,
): Promise<Made> {
  requireColumns(prepared)
  const loss = lossFor(question, options)
  const aimed = quantileAimedAt({ kind: 'boosting', options }, question.task)
  const { link } = lossOf(loss)
  const { y, columns, validation, validationColumns } = prepared
  const weights = weightsFor(question, options.classWeights, prepared)
  // Squared errors as networks tell them: of the target brought to deviation 1.
  const { scale } = standardise(question.task, y, weights)
  const unit = loss.kind === 'squared' ? 2 / scale ** 2 : 1
  const stride = Math.max(1, Math.round(validation.rows.length / METRIC_ROWS))
  const outputs = question.task === 'multiclass' ? question.classes.length : 1
  const history: EpochRecord[] = []
  const { model, bestRound, ended } = await trainBoosting(
    {
      data: { columns, target: y, weights },
      validation: { columns: validationColumns, target: validation.actual },
      loss,
      options,
      monotone: monotoneOf(options, prepared),
      seed,
    },
    {
      signal: task.signal,
      report({ record: { round, trainLoss, validationLoss, elapsedMs }, isBest, validationScores }) {
        const isMeasured = validationScores && (round - 1) % stride === 0
        const record: EpochRecord = {
          epoch: round,
          trainLoss: unit * trainLoss,
          validationLoss: unit * validationLoss!,
          validationMetric: isMeasured
            ? metricOf(question, prepared, { link, outputs }, validationScores, aimed)
            : null,
          elapsedMs,
        }
        history.push(record)
        task.report({ kind: 'epoch', record, best: isBest })
      },
    },
    { threads },
  )
  return madeOfTrees(model, { history, bestEpoch: bestRound, ended: ENDED[ended] })
}

const ENDED: Readonly<Record<TreesEnded, RunResult['ended']>> = { rounds: 'epochs', early: 'early', stopped: 'stopped' }

/** Trees that were grown, as what training came to. */
export async function madeOfTrees(
  model: TreeModel,
  { history, bestEpoch, ended }: Pick<Made, 'history' | 'bestEpoch' | 'ended'>,
): Promise<Made> {
  const weights = encodeTrees(model)
  return {
    models: [{ spec: { kind: 'trees', weightsDigest: await sha256Of(weights) }, weights }],
    featureCount: model.columns.length,
    parameterCount: model.values.length + model.feature.reduce((sum, feature) => sum + Number(feature >= 0), 0),
    history,
    stepsDone: history.length,
    bestEpoch,
    ended,
  }
}

function lossFor({ task, classes }: RunQuestion, { loss = 'squared', quantile = 0.5 }: BoostingOptions): BoostingLoss {
  if (task === 'binary') return { kind: 'logistic' }
  if (task === 'multiclass') return { kind: 'softmax', classes: classes.length }
  return loss === 'quantile' ? { kind: loss, alpha: quantile } : { kind: loss }
}

/** The way in which answers may go with each column. @throws AssayError `spec.invalid` for a name that no number has. */
function monotoneOf(
  { monotone = {} }: BoostingOptions,
  { encoding }: NativePrepared,
): readonly (-1 | 0 | 1)[] | undefined {
  const wanted = new Map(Object.entries(monotone))
  if (wanted.size === 0) return undefined
  for (const name of wanted.keys()) {
    const column = encoding.columns.find((each) => each.name === name)
    if (column?.kind === 'number') continue
    throw new AssayError(
      'spec.invalid',
      `Answers cannot go up or down with “${name}”: ${column ? 'it holds categories, which have no order' : 'no column of this name is left once the rows are prepared'}. Change “Only up or down with”.`,
    )
  }
  return encoding.columns.map(({ name }) => wanted.get(name) ?? 0)
}

/** @throws AssayError `recipe.invalid` */
export function requireColumns({ encoding, y }: NativePrepared): void {
  if (encoding.columns.length === 0)
    throw new AssayError(
      'recipe.invalid',
      `No column is left to learn ${formatUnits(y.length, 'row')} from. Take a step out of the recipe, or add data.`,
    )
}

function metricOf(
  question: RunQuestion,
  prepared: NativePrepared,
  model: Pick<TreeModel, 'link' | 'outputs'>,
  scores: Float64Array,
  quantile: number | undefined,
): number | null {
  const answers = Float32Array.from(answersOf(model, scores))
  return metricOn(question, prepared, question.task === 'binary' ? pairs(answers) : answers, quantile)
}
