import { AssayError, isAborted } from '@/core/errors.ts'
import type { FitEnd, IterationRecord, PathEvent } from '@/core/linear/linear.ts'
import { type Task, throwIfAborted, unattended } from '@/core/task.ts'
import { runFor, type Work } from '@/core/work.ts'
import { requirePenalty, requireSound } from './check.ts'
import { meanLoss, slopesOf } from './curve.ts'
import { weightedSquares } from './design.ts'
import { fitOpened, type LinearFit, nullParameters, type Opened, openRows } from './fit.ts'
import { multiply, multiplyTransposed } from './multiply.ts'
import { linearPredictors } from './predict.ts'
import type { LinearRows } from './rows.ts'

/** Strengths of a path. */
const PATH_LENGTH = 30
/** From the strength that leaves no coefficient to this share of it: where rows are more than columns, and elsewhere. */
const LASSO_RANGE = { many: 1e-4, few: 1e-2 }
/** An L1 share below this would have its path begin at strengths that ridge alone would never want. */
const LEAST_L1_RATIO = 0.01
/** Of the mean second derivative of a coefficient without a penalty. */
const RIDGE_RANGE = { first: 10, last: 1e-6 }

export interface PathInput {
  readonly train: LinearRows
  /** To choose by: as wide, of the same family; its weights count. */
  readonly validation: LinearRows
  readonly l1Ratio: number
  /** Descending; {@link PATH_LENGTH} of them that suit the rows where absent. */
  readonly strengths?: readonly number[] | undefined
}

export interface PathStep {
  readonly strength: number
  /** Weighted mean of half the unit deviance. */
  readonly trainLoss: number
  readonly validationLoss: number
  /** Coefficients that are not 0. */
  readonly nonZero: number
  readonly coefficients: Float64Array<ArrayBuffer>
  readonly intercepts: Float64Array<ArrayBuffer>
  readonly iterations: number
  readonly ended: FitEnd
}

export interface LinearPath {
  readonly steps: readonly PathStep[]
  /** The place in `steps` of the least validation loss; of equals the strongest penalty. */
  readonly best: number
  /** The fit there, with its standard errors where they exist. */
  readonly fit: LinearFit
  /** `stopped`: the path is as far as it had come. */
  readonly ended: 'path' | 'stopped'
}

/**
 * Fits along strengths, strongest first, each from the coefficients of the one before (Friedman, Hastie & Tibshirani 2010,
 * §2.5), and chooses the one whose loss on the validation rows is least. A stop is heard within some milliseconds: the best
 * of the fits so far is kept, or the first as it stands.
 * @param onStep Told of each fit once its loss on the validation rows is known, and how many there will be; awaited.
 * @throws AssayError as `fitLinear`.
 */
export async function fitPath(
  { train, validation, l1Ratio, strengths }: PathInput,
  task: Task<PathEvent>,
  onStep: (step: PathStep, places: number) => Promise<void> = async () => {},
): Promise<LinearPath> {
  for (const strength of strengths ?? [0]) requirePenalty({ strength, l1Ratio })
  if (strengths?.length === 0) throw new AssayError('spec.invalid', 'A path needs at least one strength.')
  if (validation.width !== train.width || validation.family !== train.family)
    throw new AssayError(
      'spec.invalid',
      'The validation rows are not of the columns and the kind of the training rows.',
    )
  throwIfAborted(task)
  await runFor(task, requireSound(validation, 'validation'))
  const opened = await runFor(task, openRows(train))
  const path = strengths ? [...strengths].sort((a, b) => b - a) : await runFor(task, strengthsFor(opened, l1Ratio))
  const steps: PathStep[] = []
  let best: { readonly place: number; readonly fit: LinearFit; readonly parameters: Float64Array } | undefined
  let start = nullParameters(opened)
  let ended: LinearPath['ended'] = 'path'
  try {
    for (const [place, strength] of path.entries()) {
      const report = (record: IterationRecord) => task.report({ ...record, place, places: path.length, strength })
      const own = { signal: task.signal, report }
      const { fit, parameters } = await fitOpened(opened, { strength, l1Ratio }, start, own, false)
      // What a stop left half done counts only where there is nothing else.
      if (fit.ended === 'stopped' && best) throwIfAborted(task)
      start = parameters
      const validationLoss = await runFor(fit.ended === 'stopped' ? unattended : task, lossOn(validation, fit))
      const { coefficients, intercepts, loss, history } = fit
      const nonZero = coefficients.reduce((count, value) => count + Number(value !== 0), 0)
      steps.push({
        strength,
        trainLoss: loss,
        validationLoss,
        nonZero,
        coefficients,
        intercepts,
        iterations: history.length,
        ended: fit.ended,
      })
      await onStep(steps.at(-1)!, path.length)
      if (!best || validationLoss < steps[best.place]!.validationLoss) best = { place, fit, parameters }
      throwIfAborted(task)
    }
    const { fit } = await fitOpened(opened, best!.fit.penalty, best!.parameters, { ...task, report: () => {} }, true)
    if (fit.ended === 'converged') best = { ...best!, fit }
  } catch (cause) {
    if (!isAborted(cause) || !best) throw cause
    ended = 'stopped'
  }
  return { steps, best: best!.place, fit: best!.fit, ended }
}

function* lossOn(rows: LinearRows, fit: LinearFit): Work<number> {
  const { family, y, weights } = rows
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : y.length
  const answers = {
    family,
    outputs: fit.outputs,
    y,
    weights: weights ? weights.map((weight) => weight / total) : new Float64Array(y.length).fill(1 / total),
  }
  return yield* meanLoss(answers, yield* linearPredictors(fit, rows.x, y.length))
}

/** Strengths that suit rows, strongest first, even on a logarithmic scale. */
function* strengthsFor({ design, answers, ...opened }: Opened, l1Ratio: number): Work<readonly number[]> {
  const { outputs } = answers
  const start = nullParameters({ design, answers, ...opened })
  const eta = new Float64Array(design.rows * outputs)
  yield* multiply(design, start, outputs, eta)
  const slopes = yield* slopesOf(answers, eta)
  let [first, last] = [0, 0]
  if (l1Ratio > 0) {
    const gradient = yield* multiplyTransposed(design, slopes.first, outputs)
    for (let i = 0; i < gradient.length - outputs; i++) first = Math.max(first, Math.abs(gradient[i]!))
    first /= Math.max(l1Ratio, LEAST_L1_RATIO)
    last = first * (design.rows > design.width ? LASSO_RANGE.many : LASSO_RANGE.few)
  } else {
    const curvatures = outputs === 1 ? slopes.second : answers.weights
    const squares = yield* weightedSquares(design, curvatures)
    const mean = squares.subarray(0, design.width).reduce((sum, value) => sum + value, 0) / Math.max(1, design.width)
    const spread = outputs === 1 ? 1 : (1 / outputs) * (1 - 1 / outputs)
    first = mean * spread * RIDGE_RANGE.first
    last = mean * spread * RIDGE_RANGE.last
  }
  // Columns that say nothing: one strength is as good as another.
  if (!(first > 0)) return [1]
  return Array.from({ length: PATH_LENGTH }, (_, i) => first * (last / first) ** (i / (PATH_LENGTH - 1)))
}
