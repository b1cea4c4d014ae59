import type { NoErrorsReason } from '@/core/linear/linear.ts'
import type { Work } from '@/core/work.ts'
import { type Cholesky, factorise, forward, inverseDiagonal } from './cholesky.ts'
import { type Answers, type Slopes, slopesOf } from './curve.ts'
import { weightedSquares } from './design.ts'
import { hessianOf, type Problem, partsOf, type Standing } from './problem.ts'

/** Parameters of which an information matrix is made, and most multiply-adds for it. */
const MOST_PARAMETERS = 1_100
const MOST_WORK = 2e10
/** Added to the diagonal of the scaled information, and how often larger than alone a variance may be: beyond, the data do not tell. */
const JITTER = 1e-11
const MOST_INFLATION = 1e7

type Errors = { readonly errors: Float64Array<ArrayBuffer> } | { readonly reason: NoErrorsReason }

/**
 * Standard errors of all parameters (of the columns as they came), by the inverse of the observed information of loss and
 * ridge together: φ · (XᵀVX + ridge)⁻¹, V the second derivatives with the weights as frequencies, φ the variance of the noise
 * of a gaussian (weighted squared errors over rows that count less effective parameters), else 1. Without a ridge these are
 * the errors of a generalised linear model (McCullagh & Nelder 1989, §2.5); with one they are those of the posterior under
 * the prior that the ridge is (Wood 2017, §6.10), which do not tell of the bias that it brings. Of a multinomial they are
 * those of parameters that add up to 0 over the classes.
 *
 * NaN where the data do not tell a parameter: a column of zeros, columns that make up each other, or a category that has
 * one class alone, without a ridge.
 * @param total Of the weights before they were made 1 in all.
 */
export function* standardErrors(problem: Problem, standing: Standing, total: number): Work<Errors> {
  const { design, answers, penalty } = problem
  const { outputs, weights, family } = answers
  const { l1, l2 } = partsOf(penalty)
  if (l1 > 0) return { reason: 'l1' }
  const columns = design.width + 1
  const size = columns * outputs
  if (size > MOST_PARAMETERS || (design.rows * size * size) / 2 > MOST_WORK) return { reason: 'tooLarge' }
  const slopes = standing.slopes ?? (yield* slopesOf(answers, standing.eta))

  // Every column by its own size, alike for all classes.
  const scales = yield* weightedSquares(design, weights)
  const curvature = meanCurvature(answers, slopes)
  const ridgeOf = (column: number) => (column < design.width ? l2 : 0)
  for (let j = 0; j < columns; j++) scales[j] = scales[j]! * curvature + ridgeOf(j) || 1
  const information = Float64Array.from(yield* hessianOf(problem, slopes))
  const isHeld = (column: number) => ridgeOf(column) > 0
  for (let a = 0; a < size; a++) {
    const j = Math.floor(a / outputs)
    for (let b = 0; b < size; b++)
      information[a * size + b]! /= Math.sqrt(scales[j]! * scales[Math.floor(b / outputs)]!)
    information[a * size + a]! += JITTER + ridgeOf(j) / scales[j]!
    // What moves all classes alike changes nothing: held here, and taken off again below.
    if (outputs > 1 && !isHeld(j))
      for (let k = 0; k < outputs; k++) information[a * size + j * outputs + k]! += 1 / outputs
  }
  const cholesky = yield* factorise(information, size)
  if (!cholesky) return { errors: new Float64Array(size).fill(Number.NaN) }
  const inverse = yield* inverseDiagonal(cholesky)

  const noise = family === 'gaussian' ? noiseOf(problem, slopes, inverse, scales) : 1 / total
  if (noise === undefined) return { reason: 'noFreedom' }
  const shared = (column: number) => (outputs > 1 && !isHeld(column) ? 1 / outputs : 0)
  const errors = inverse.map((value, i) => {
    const j = Math.floor(i / outputs)
    if (value > MOST_INFLATION) return Number.NaN
    const own = j < design.width ? value - shared(j) : interceptVariance(problem, cholesky, scales, i % outputs)
    return Math.sqrt((Math.max(0, own) * noise) / (j < design.width ? scales[j]! : 1))
  })
  return { errors: Float64Array.from(errors) }
}

/** The second derivative of a loss in its own linear predictor, on average. */
function meanCurvature({ outputs, weights }: Answers, { second }: Slopes): number {
  if (outputs === 1) return second.reduce((sum, value) => sum + value, 0)
  let sum = 0
  for (let i = 0; i < second.length; i++) sum += weights[Math.floor(i / outputs)]! * second[i]! * (1 - second[i]!)
  return sum / outputs
}

/**
 * Of the intercept for the columns as they came: that for the shifted ones less their shifts times the coefficients; of
 * several, less their mean.
 */
function interceptVariance(
  { design: { width, shifts }, answers: { outputs } }: Problem,
  cholesky: Cholesky,
  scales: Float64Array,
  k: number,
): number {
  const contrast = new Float64Array(cholesky.size)
  for (let j = 0; j <= width; j++) {
    const share = (j < width ? -shifts[j]! : 1) / Math.sqrt(scales[j]!)
    for (let l = 0; l < outputs; l++)
      contrast[j * outputs + l] = share * (Number(k === l) - (outputs > 1 ? 1 / outputs : 0))
  }
  return forward(cholesky, contrast).reduce((sum, value) => sum + value * value, 0)
}

/** The variance of a gaussian's noise over the sum of the weights, by n less the trace of what makes predictions of answers. */
function noiseOf(
  { answers: { weights }, penalty }: Problem,
  { first }: Slopes,
  inverse: Float64Array,
  scales: Float64Array,
): number | undefined {
  const { l2 } = partsOf(penalty)
  let [squares, freedom] = [0, -inverse.length]
  for (let row = 0; row < weights.length; row++) {
    if (weights[row]! === 0) continue
    squares += (first[row]! * first[row]!) / weights[row]!
    freedom++
  }
  for (let j = 0; j < inverse.length; j++)
    freedom += inverse[j]! * (JITTER + (j < inverse.length - 1 ? l2 / scales[j]! : 0))
  return freedom > 1e-6 ? squares / freedom : undefined
}
