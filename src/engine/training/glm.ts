import type { GlmOptions, LearnerOf } from '@/core/learner/learner.ts'
import type { Family, Penalty } from '@/core/linear/linear.ts'
import type { TaskKind } from '@/core/metrics/metric.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { EpochRecord, LinearSolution, RunStart } from '@/core/run/run.ts'
import { type Task, unattended } from '@/core/task.ts'
import { fitLinear, type LinearFit, type LinearStart } from '../linear/fit.ts'
import { fromParameters, toParameters } from '../linear/parameters.ts'
import { fitPath, type PathStep } from '../linear/path.ts'
import { predictLinear } from '../linear/predict.ts'
import { pairs } from '../neural/heads.ts'
import { saveLayersModel } from '../neural/layersModel.ts'
import { describeNetwork } from '../neural/shape.ts'
import { standardise } from '../neural/target.ts'
import type { DensePrepared } from '../prepare.ts'
import { trainingData } from '../trainingJob.ts'
import type { Made } from './made.ts'
import { metricOn, weightsFor } from './rows.ts'
import type { OtherSurroundings } from './single.ts'
import type { SingleSpec } from './spec.ts'
import { startFrom } from './warmStart.ts'

/** Standard errors that a result carries, at most: a table of more is nothing that anybody reads. */
const MOST_ERRORS = 20_000

/**
 * A linear model solved exactly: along strengths of its penalty, of which the best on the validation rows is kept, or with the
 * one that was given, from the coefficients of an earlier model where there is one. A stop keeps what there is.
 */
export async function trainGlm(
  spec: SingleSpec & { readonly learner: LearnerOf<'glm'> },
  prepared: DensePrepared,
  task: Task<TrainEvent>,
  { earlier }: Pick<OtherSurroundings, 'earlier'> = {},
): Promise<Made> {
  const { question, learner } = spec
  const { options } = learner
  const { width, train, validation } = trainingData(question, prepared)
  const family = familyOf(question.task, options)
  const classCount = question.classes.length
  const weights = weightsFor(question, options.classWeights, prepared)
  const trainRows = { family, width, ...train, classCount, weights }
  const { l1Ratio, strength } = penaltyOf(options)
  const shape = describeNetwork(width, [], question.task, classCount)
  const begun = earlier && (await begin(earlier))

  const { history, best, fit, iterations } =
    strength === undefined
      ? await alongPath()
      : await fitLinear(trainRows, { strength, l1Ratio }, { ...task, report: () => {} }, begun?.from).then((alone) => ({
          history: [],
          best: 0,
          fit: alone,
          iterations: alone.history.length,
        }))

  const { spec: model, weights: bytes } = await saveLayersModel(shape, toParameters(fit))
  return {
    models: [{ spec: family === 'poisson' ? { ...model, inverseLink: 'exp' } : model, weights: bytes }],
    featureCount: width,
    parameterCount: shape.size,
    history,
    stepsDone: iterations,
    bestEpoch: best,
    ended: task.signal.aborted ? 'stopped' : 'converged',
    solution: solutionOf(fit),
    ...(begun && { start: begun.start }),
  }

  async function begin(
    model: NonNullable<typeof earlier>,
  ): Promise<{ readonly start: RunStart; readonly from?: LinearStart }> {
    const starts = await startFrom(model, learner, prepared.encoding, shape, 1)
    if (typeof starts === 'string') return tell({ start: { kind: 'cold', reason: starts } })
    const from = fromParameters(starts[0]!, shape)
    return tell({ start: { kind: 'warm', validationMetric: await metricOf(from) }, from })
  }

  function tell<T extends { readonly start: RunStart }>(known: T): T {
    task.report({ kind: 'start', start: known.start })
    return known
  }

  async function alongPath() {
    const startedAt = performance.now()
    // Squared errors as networks tell them: of the target brought to deviation 1.
    const { scale } = standardise(question.task, train.y, weights)
    const unit = family === 'gaussian' ? 2 / scale ** 2 : 1
    const history: EpochRecord[] = []
    const onStep = async (step: PathStep, places: number) => {
      if (history.length === 0) {
        const rows = { trainRows: train.y.length, validationRows: validation.y.length }
        task.report({ kind: 'prepared', ...rows, stepsPerEpoch: 0, epochs: places })
      }
      const validationLoss = unit * step.validationLoss
      const best = history.every((record) => validationLoss < record.validationLoss)
      const record: EpochRecord = {
        epoch: history.length + 1,
        trainLoss: unit * step.trainLoss,
        validationLoss,
        validationMetric: await metricOf(step),
        elapsedMs: performance.now() - startedAt,
      }
      history.push(record)
      task.report({ kind: 'epoch', record, best })
    }
    const input = { train: trainRows, validation: { family, width, ...validation, classCount }, l1Ratio }
    const path = await fitPath(input, { ...task, report: () => {} }, onStep)
    return {
      history,
      best: path.best + 1,
      fit: path.fit,
      iterations: path.steps.reduce((sum, step) => sum + step.iterations, 0),
    }
  }

  async function metricOf({ coefficients, intercepts }: LinearStart): Promise<number | null> {
    const outputs = intercepts.length
    const model = { family, width, outputs, coefficients, intercepts }
    const answers = Float32Array.from(await predictLinear(model, validation.x, validation.y.length, unattended))
    return metricOn(question, prepared, question.task === 'binary' ? pairs(answers) : answers)
  }
}

function familyOf(task: TaskKind, { distribution }: GlmOptions): Family {
  if (task === 'binary') return 'binomial'
  if (task === 'multiclass') return 'multinomial'
  return distribution ?? 'gaussian'
}

/** The penalty in the solver's terms; a strength of undefined is to be chosen. */
function penaltyOf({ penalty = 'ridge', strength, l1Share = 0.5 }: GlmOptions): Omit<Penalty, 'strength'> & {
  readonly strength: number | undefined
} {
  if (penalty === 'none') return { strength: 0, l1Ratio: 0 }
  return { strength, l1Ratio: penalty === 'ridge' ? 0 : penalty === 'lasso' ? 1 : l1Share }
}

function solutionOf({ penalty, ended, errors, noErrors }: LinearFit): LinearSolution {
  const count = errors ? errors.coefficients.length + errors.intercepts.length : 0
  const isTooMany = count > MOST_ERRORS
  const reason = isTooMany ? 'tooLarge' : noErrors
  return {
    strength: penalty.strength,
    l1Share: penalty.l1Ratio,
    ended,
    ...(errors &&
      !isTooMany && {
        errors: [...errors.coefficients, ...errors.intercepts].map((error) => (Number.isFinite(error) ? error : null)),
      }),
    ...(reason && { noErrors: reason }),
  }
}
