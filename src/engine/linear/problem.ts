import type { FitEnd, IterationRecord, Penalty } from '@/core/linear/linear.ts'
import type { Work } from '@/core/work.ts'
import { classInformation } from './classInformation.ts'
import { type Answers, type Slopes, slopesOf } from './curve.ts'
import { type Design, weightedGram } from './design.ts'
import { multiply, multiplyTransposed } from './multiply.ts'

/** What is minimised: the weighted mean loss and a penalty, see docs/linear.md. */
export interface Problem {
  readonly design: Design
  readonly answers: Answers
  readonly penalty: Penalty
  /** The objective of the best model without coefficients: what is small is small against it. */
  readonly nullLoss: number
  /** Of a gaussian, whose second derivatives never change: found once for all penalties. */
  readonly kept: { gram?: Float64Array }
}

/** Where a solver stands. It changes with every iteration, so that a stop leaves the last one. */
export interface Standing {
  /** (width + 1) × outputs, of the design's columns. */
  parameters: Float64Array
  /** Linear predictors, rows × outputs. */
  eta: Float64Array
  /** What the losses do there, where it is known. */
  slopes?: Slopes
  readonly history: IterationRecord[]
  readonly onIteration: (record: IterationRecord) => void
}

export type Solver = (problem: Problem, standing: Standing) => Work<Exclude<FitEnd, 'stopped'>>

/** Decreases that are still to be had, as shares of the objective: below this a solver is sure. */
const SURE = 1e-12
/** And of the objective without coefficients, for fits that leave nothing over. */
const NOTHING = 1e-20

/** What a decrease has to be below for a solver to be sure. */
export function smallDecrease({ nullLoss }: Problem, objective: number): number {
  return SURE * Math.abs(objective) + NOTHING * nullLoss
}

/** The weights of both parts of a penalty. */
export function partsOf({ strength, l1Ratio }: Penalty): { readonly l1: number; readonly l2: number } {
  return { l1: strength * l1Ratio, l2: strength * (1 - l1Ratio) }
}

/** The penalty of parameters, the last `outputs` of which are intercepts. */
export function penaltyOf(parameters: Float64Array, penalty: Penalty, outputs: number): number {
  const { l1, l2 } = partsOf(penalty)
  let [sum, squares] = [0, 0]
  for (let i = 0; i < parameters.length - outputs; i++) {
    sum += Math.abs(parameters[i]!)
    squares += parameters[i]! * parameters[i]!
  }
  return l1 * sum + (l2 * squares) / 2
}

export interface Gradient {
  readonly slopes: Slopes
  readonly gradient: Float64Array
  readonly objective: number
}

/** Slopes where a solver stands, and the gradient of all that is smooth: the loss and the ridge. */
export function* gradientOf({ design, answers, penalty }: Problem, standing: Standing): Work<Gradient> {
  const { outputs } = answers
  const { parameters, eta } = standing
  const slopes = standing.slopes ?? (yield* slopesOf(answers, eta))
  const gradient = yield* multiplyTransposed(design, slopes.first, outputs)
  const { l2 } = partsOf(penalty)
  for (let i = 0; i < gradient.length - outputs; i++) gradient[i]! += l2 * parameters[i]!
  return { slopes, gradient, objective: slopes.loss + penaltyOf(parameters, penalty, outputs) }
}

/** Second derivatives of the loss, (parameters)². */
export function* hessianOf({ design, answers, kept }: Problem, slopes: Slopes): Work<Float64Array> {
  if (answers.outputs > 1) return yield* classInformation(design, answers, slopes)
  if (answers.family !== 'gaussian') return yield* weightedGram(design, slopes.second)
  kept.gram ??= yield* weightedGram(design, slopes.second)
  return kept.gram
}

export function record(standing: Standing, objective: number): void {
  const entry = { iteration: standing.history.length + 1, objective }
  standing.history.push(entry)
  standing.onIteration(entry)
}

/** Halvings of a step before it is given up. */
const MOST_HALVINGS = 40
/** Armijo's share of the decrease that a step has promised. */
const SHARE = 1e-4

/**
 * Goes along `step`, which promises to take the objective down by `promised` (less than 0, of the penalty too), as far as it
 * keeps a share of the promise: 1, ½, ¼ …, as Tseng & Yun 2009 (eq. 11).
 * @returns The objective there; undefined where no step is better, and nothing has changed.
 */
export function* goAlong(
  { design, answers, penalty }: Problem,
  standing: Standing,
  step: Float64Array,
  promised: number,
  objective: number,
): Work<number | undefined> {
  const { outputs } = answers
  const etaStep = new Float64Array(standing.eta.length)
  yield* multiply(design, step, outputs, etaStep)
  // What rounding makes of sums over the rows.
  const blur = 1e-15 * Math.abs(objective)
  for (let halvings = 0, t = 1; halvings < MOST_HALVINGS; halvings++, t /= 2) {
    const parameters = moved(standing.parameters, step, t)
    const eta = moved(standing.eta, etaStep, t)
    const slopes = yield* slopesOf(answers, eta)
    const reached = slopes.loss + penaltyOf(parameters, penalty, outputs)
    if (!(reached <= objective + SHARE * t * promised + blur)) continue
    standing.parameters = parameters
    standing.eta = eta
    standing.slopes = slopes
    return reached
  }
  return undefined
}

function moved(from: Float64Array, step: Float64Array, t: number): Float64Array {
  const to = new Float64Array(from.length)
  for (let i = 0; i < to.length; i++) to[i] = from[i]! + t * step[i]!
  return to
}

/** Takes off each column's parameters their mean over the classes, which no loss hears of. */
export function centre(parameters: Float64Array, outputs: number, firstColumn = 0): void {
  for (let at = firstColumn * outputs; at < parameters.length; at += outputs) {
    let sum = 0
    for (let k = 0; k < outputs; k++) sum += parameters[at + k]!
    for (let k = 0; k < outputs; k++) parameters[at + k]! -= sum / outputs
  }
}
