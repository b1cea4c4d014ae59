import { AssayError, isAborted } from '@/core/errors.ts'
import type { Family, FitEnd, IterationRecord, NoErrorsReason, Penalty } from '@/core/linear/linear.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { runFor, type Work } from '@/core/work.ts'
import { requirePenalty, requireSound } from './check.ts'
import { solveByCoordinates } from './coordinates.ts'
import { type Answers, meanLoss } from './curve.ts'
import { type Design, fromOriginal, openDesign, toOriginal } from './design.ts'
import { multiply } from './multiply.ts'
import { solveByNewton } from './newton.ts'
import { classShares, nullIntercepts } from './nullModel.ts'
import { centre, type Problem, penaltyOf, record, type Solver, type Standing } from './problem.ts'
import type { LinearRows } from './rows.ts'
import { standardErrors } from './standardErrors.ts'
import { solveByTruncatedNewton } from './truncatedNewton.ts'

/** Parameters up to which a Hessian is made: its factors take a third of their cube. */
const MOST_HESSIAN = 1_100

export interface LinearFit {
  readonly family: Family
  readonly penalty: Penalty
  readonly width: number
  /** Linear predictors of a row: the classes of a multinomial, else 1. */
  readonly outputs: number
  /** width × outputs, row by row. */
  readonly coefficients: Float64Array<ArrayBuffer>
  readonly intercepts: Float64Array<ArrayBuffer>
  /** Of coefficients and intercepts; NaN where the data do not tell one. Absent for the reason given. */
  readonly errors?: { readonly coefficients: Float64Array<ArrayBuffer>; readonly intercepts: Float64Array<ArrayBuffer> }
  readonly noErrors?: NoErrorsReason
  /** Weighted mean of half the unit deviance of the training rows, and the same with the penalty. */
  readonly loss: number
  readonly objective: number
  readonly history: readonly IterationRecord[]
  readonly ended: FitEnd
}

/** Rows that are checked and laid out, whatever the penalty. */
export interface Opened {
  readonly family: Family
  readonly width: number
  /** Of the model; classes without a row are not solved for. */
  readonly outputs: number
  readonly design: Design
  readonly answers: Answers
  /** For each output that is solved for, which it is of the model's; absent where they are the same. */
  readonly outputOf?: readonly number[]
  /** Intercepts of the best model without coefficients, of all outputs. */
  readonly nullIntercepts: Float64Array
  /** Whether answers are all of one kind, so that only an infinite intercept would do them justice. */
  readonly isOneSided: boolean
  readonly nullLoss: number
  /** Of the weights as they came. */
  readonly totalWeight: number
  readonly kept: Problem['kept']
}

/** Checks rows and lays them out. Throws as {@link fitLinear}. */
export function* openRows(rows: LinearRows): Work<Opened> {
  yield* requireSound(rows, 'training')
  const { family, x, y, width } = rows
  const given = rows.weights ?? new Float64Array(y.length).fill(1)
  const largest = given.reduce((most, weight) => Math.max(most, weight), 0)
  const scaled = given.map((weight) => weight / largest)
  const total = scaled.reduce((sum, weight) => sum + weight, 0)
  const weights = scaled.map((weight) => weight / total)
  const outputs = family === 'multinomial' ? rows.classCount! : 1
  const all: Answers = { family, outputs, y, weights }
  const intercepts = nullIntercepts(all)
  const shares = family === 'binomial' || family === 'multinomial' ? classShares(all) : undefined
  const present = shares && [...shares.keys()].filter((label) => shares[label]! > 0)
  const isOneSided = present
    ? present.length < 2
    : family === 'poisson' && y.every((count, row) => !(weights[row]! * count > 0))
  const outputOf = family === 'multinomial' && present!.length < outputs ? present : undefined
  const answers = outputOf
    ? { family, outputs: outputOf.length, weights, y: y.map((label) => Math.max(0, outputOf.indexOf(label))) }
    : all
  const design = yield* openDesign(x, width, weights)
  const eta = new Float64Array(y.length * answers.outputs)
  const start = outputOf ? Float64Array.from(outputOf, (output) => intercepts[output]!) : intercepts
  for (let i = 0; i < eta.length; i++) eta[i] = start[i % answers.outputs]!
  const nullLoss = yield* meanLoss(answers, eta)
  if (!Number.isFinite(nullLoss))
    throw new AssayError(
      'target.unusable',
      'The numbers to predict are so large that their squares are none any more. Scale the target, then train again.',
    )
  return {
    family,
    width,
    outputs,
    design,
    answers,
    ...(outputOf && { outputOf }),
    nullIntercepts: intercepts,
    isOneSided,
    nullLoss,
    totalWeight: total * largest,
    kept: {},
  }
}

/** The parameters to begin from: no coefficients. */
export function nullParameters({ width, answers, outputOf, nullIntercepts: all }: Opened): Float64Array {
  const { outputs } = answers
  const parameters = new Float64Array((width + 1) * outputs)
  for (let k = 0; k < outputs; k++) parameters[width * outputs + k] = all[outputOf?.[k] ?? k]!
  return parameters
}

/** Coefficients and intercepts of an earlier fit, of the columns as they came. */
export type LinearStart = Pick<LinearFit, 'coefficients' | 'intercepts'>

/** The parameters to begin from: those of an earlier fit. */
function earlierParameters(
  { width, outputs, design, answers, outputOf }: Opened,
  { coefficients, intercepts }: LinearStart,
): Float64Array {
  const parameters = new Float64Array((width + 1) * answers.outputs)
  for (let k = 0; k < answers.outputs; k++) {
    const from = outputOf?.[k] ?? k
    for (let j = 0; j < width; j++) parameters[j * answers.outputs + k] = coefficients[j * outputs + from]!
    parameters[width * answers.outputs + k] = intercepts[from]!
  }
  return fromOriginal(design, parameters, answers.outputs)
}

/**
 * Finds the coefficients that make the weighted mean loss with the penalty least; see docs/linear.md for what is minimised and
 * what it is in the words of scikit-learn. The same rows give the same bits. A stop is heard within some milliseconds: the
 * coefficients after the last whole iteration are kept.
 * @param start Where to begin: nearer to the end where the rows are nearly the same. What is found is the same, but for the last digits.
 * @throws AssayError `split.empty`, `recipe.invalid`, `target.unusable`, `spec.invalid` for what cannot be fitted; `aborted`
 * when stopped before the first iteration was done.
 */
export async function fitLinear(
  rows: LinearRows,
  penalty: Penalty,
  task: Task<IterationRecord>,
  start?: LinearStart,
): Promise<LinearFit> {
  requirePenalty(penalty)
  throwIfAborted(task)
  const opened = await runFor(task, openRows(rows))
  const begin = start ? earlierParameters(opened, start) : nullParameters(opened)
  return (await fitOpened(opened, penalty, begin, task, true)).fit
}

function solverFor({ width, answers: { outputs } }: Opened, { strength, l1Ratio }: Penalty): Solver {
  const isSmall = (width + 1) * outputs <= MOST_HESSIAN
  const isLasso = strength * l1Ratio > 0
  if (isSmall && (outputs === 1 || isLasso)) return solveByNewton
  return isLasso ? solveByCoordinates : solveByTruncatedNewton
}

/**
 * {@link fitLinear} of rows that are laid out.
 * @param start Parameters of the design to begin from.
 * @returns The fit, and its parameters of the design for another to begin from.
 */
export async function fitOpened(
  opened: Opened,
  penalty: Penalty,
  start: Float64Array,
  task: Task<IterationRecord>,
  wantsErrors: boolean,
): Promise<{ readonly fit: LinearFit; readonly parameters: Float64Array }> {
  const { design, answers, nullLoss, kept } = opened
  const problem: Problem = { design, answers, penalty, nullLoss, kept }
  const standing: Standing = { parameters: start, eta: new Float64Array(0), history: [], onIteration: task.report }
  let ended: FitEnd = 'stopped'
  let told: { readonly errors: Float64Array<ArrayBuffer> } | { readonly reason: NoErrorsReason } = {
    reason: 'unfinished',
  }
  try {
    await runFor(task, work())
  } catch (cause) {
    if (!isAborted(cause) || standing.history.length === 0) throw cause
  }
  return { fit: describeFit(opened, penalty, standing, ended, told), parameters: standing.parameters }

  function* work(): Work<void> {
    standing.eta = new Float64Array(design.rows * answers.outputs)
    yield* multiply(design, start, answers.outputs, standing.eta)
    if (opened.isOneSided) {
      record(standing, nullLoss)
      ended = 'separated'
      return
    }
    ended = yield* solverFor(opened, penalty)(problem, standing)
    if (wantsErrors && ended === 'converged') told = yield* standardErrors(problem, standing, opened.totalWeight)
  }
}

function describeFit(
  opened: Opened,
  penalty: Penalty,
  standing: Standing,
  ended: FitEnd,
  told: { readonly errors: Float64Array<ArrayBuffer> } | { readonly reason: NoErrorsReason },
): LinearFit {
  const { family, width, outputs, answers, design } = opened
  const objective = standing.history.at(-1)!.objective
  const parameters = toOriginal(design, standing.parameters, answers.outputs)
  if (family === 'multinomial') centre(parameters, answers.outputs, penalty.strength * penalty.l1Ratio > 0 ? width : 0)
  const errors = 'errors' in told ? spread(opened, told.errors, () => Number.NaN) : undefined
  return {
    family,
    penalty,
    width,
    outputs,
    ...partsOfModel(
      width,
      outputs,
      spread(opened, parameters, (output) => absentIntercept(opened, output)),
    ),
    ...(errors && { errors: partsOfModel(width, outputs, errors) }),
    ...('reason' in told && { noErrors: told.reason }),
    loss: objective - penaltyOf(standing.parameters, penalty, answers.outputs),
    objective,
    history: standing.history,
    ended,
  }
}

/** A class without a row is as rare as half a row would make it. */
function absentIntercept({ nullIntercepts: all, outputOf = [] }: Opened, output: number): number {
  return all[output]! - outputOf.reduce((sum, present) => sum + all[present]!, 0) / outputOf.length
}

/** Parameters of all outputs, from those that were solved for. */
function spread(
  { width, outputs, answers, outputOf }: Opened,
  parameters: Float64Array<ArrayBuffer>,
  absent: (output: number) => number,
): Float64Array<ArrayBuffer> {
  if (!outputOf) return parameters
  const all = new Float64Array((width + 1) * outputs)
  for (let k = 0; k < outputs; k++) {
    const from = outputOf.indexOf(k)
    for (let j = 0; j <= width; j++)
      all[j * outputs + k] =
        from >= 0 ? parameters[j * answers.outputs + from]! : j === width || Number.isNaN(absent(k)) ? absent(k) : 0
  }
  return all
}

function partsOfModel(width: number, outputs: number, parameters: Float64Array<ArrayBuffer>) {
  return { coefficients: parameters.slice(0, width * outputs), intercepts: parameters.slice(width * outputs) }
}
