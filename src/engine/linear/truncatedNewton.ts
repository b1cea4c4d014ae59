import type { Work } from '@/core/work.ts'
import { type Cholesky, factorise, solve } from './cholesky.ts'
import { byClass, classCurvatures } from './classInformation.ts'
import type { Slopes } from './curve.ts'
import { weightedGram, weightedSquares } from './design.ts'
import { iterate } from './iterate.ts'
import { multiplyThrough } from './multiply.ts'
import { centre, type Problem, partsOf, type Solver, smallDecrease } from './problem.ts'

const MOST_ITERATIONS = 200
/** How much more than others' last step may promise: found as nearly as this one is, it leaves the square of that. */
const LAST = 1e4
/** Products with the Hessian for one step, and the largest share of the gradient that they may leave. */
const MOST_PRODUCTS = 500
const MOST_LEFT = 0.1
/** Products of a step from which on its preconditioner, made for an earlier one, is made anew. */
const STALE = 5
/** Columns, and multiply-adds, up to which matrices precondition a step: beyond, only their diagonals do. */
const MOST_COLUMNS = 512
const MOST_WORK = 4e9
/** Of the diagonal: what is added to preconditioners, which may be singular. */
const HELD = 1e-9

/**
 * Several outputs, or more columns than a Hessian is made for; no L1. Newton's method whose steps are found by conjugate
 * gradients (Nocedal & Wright 2006, algorithm 7.1, for a convex objective): only products with the Hessian are asked for, each
 * two passes over the rows. Each class's own block of the Hessian preconditions them.
 */
export const solveByTruncatedNewton: Solver = function* (problem, standing) {
  let precondition: Precondition | undefined
  return yield* iterate(problem, standing, MOST_ITERATIONS, function* ({ slopes, gradient, objective }) {
    precondition ??= yield* openPreconditioner(problem, slopes)
    const { step, products } = yield* conjugateStep(problem, slopes, precondition, gradient, objective)
    if (products >= STALE) precondition = undefined
    return { step, promised: dot(gradient, step), enough: LAST * smallDecrease(problem, objective) }
  })
}

/** About the step d with H·d = −g: the nearer, the less of the objective is left to gain. */
function* conjugateStep(
  problem: Problem,
  slopes: Slopes,
  precondition: Precondition,
  gradient: Float64Array,
  objective: number,
): Work<{ readonly step: Float64Array; readonly products: number }> {
  const step = new Float64Array(gradient.length)
  const residual = gradient.map((value) => -value)
  let conditioned = precondition(residual)
  const direction = Float64Array.from(conditioned)
  const atStart = dot(residual, conditioned)
  let size = atStart
  const left = Math.min(MOST_LEFT, Math.sqrt(atStart / objective))
  let products = 0
  for (; products < MOST_PRODUCTS && size > left * left * atStart; products++) {
    const bent = yield* hessianTimes(problem, slopes, direction)
    const curvature = dot(direction, bent)
    if (!(curvature > 0)) break
    const t = size / curvature
    for (let i = 0; i < step.length; i++) {
      step[i]! += t * direction[i]!
      residual[i]! -= t * bent[i]!
    }
    conditioned = precondition(residual)
    const next = dot(residual, conditioned)
    for (let i = 0; i < step.length; i++) direction[i] = conditioned[i]! + (next / size) * direction[i]!
    size = next
  }
  return { step, products }
}

function* hessianTimes({ design, answers, penalty }: Problem, { second }: Slopes, vector: Float64Array) {
  const { outputs, weights } = answers
  const product = yield* multiplyThrough(design, vector, outputs, (moved, low, high) => {
    if (outputs === 1) for (let row = low, at = 0; row < high; row++, at++) moved[at]! *= second[row]!
    else bendClasses(moved, second, weights, outputs, low, high)
  })
  const { l2 } = partsOf(penalty)
  for (let i = 0; i < product.length - outputs; i++) product[i]! += l2 * vector[i]!
  return product
}

/** Takes what the linear predictors of rows [low, high) move by to what their slopes do. */
function bendClasses(
  moved: Float64Array,
  chances: Float64Array,
  weights: Float64Array,
  outputs: number,
  low: number,
  high: number,
): void {
  for (let row = low, from = 0; row < high; row++, from += outputs) {
    const at = row * outputs
    const weight = weights[row]!
    let mean = 0
    for (let k = 0; k < outputs; k++) mean += chances[at + k]! * moved[from + k]!
    for (let k = 0; k < outputs; k++) moved[from + k] = weight * chances[at + k]! * (moved[from + k]! - mean)
  }
}

/** Takes a gradient to about the step that Newton would take, each output by itself. */
type Precondition = (gradient: Float64Array) => Float64Array

function* openPreconditioner({ design, answers, penalty }: Problem, { second }: Slopes): Work<Precondition> {
  const { outputs, weights } = answers
  const { l2 } = partsOf(penalty)
  const size = design.width + 1
  const isSmall = size <= MOST_COLUMNS && outputs * size * size * (design.rows / 2 + size / 6) <= MOST_WORK
  const factors: (Cholesky | undefined)[] = []
  const scales = new Float64Array(size * outputs).fill(1)
  const chances = outputs > 1 ? byClass(second, outputs) : second
  const curvatures = outputs > 1 ? new Float64Array(design.rows) : second
  for (let k = 0; k < outputs; k++) {
    if (outputs > 1) classCurvatures(weights, chances, k, k, curvatures)
    if (isSmall) {
      const matrix = yield* weightedGram(design, curvatures)
      const held = HELD * matrix.reduce((most, value) => Math.max(most, value), 0)
      for (let i = 0; i < size; i++) matrix[i * (size + 1)]! += (i < size - 1 ? l2 : 0) + held
      factors.push(yield* factorise(matrix, size))
      continue
    }
    const squares = yield* weightedSquares(design, curvatures)
    const held = HELD * squares.reduce((most, value) => Math.max(most, value), 0)
    for (let j = 0; j < size; j++) scales[j * outputs + k] = 1 / (squares[j]! + (j < size - 1 ? l2 : 0) + held || 1)
  }
  return (gradient) => {
    const step = isSmall ? solveEach(factors, gradient, outputs) : gradient.map((value, i) => value * scales[i]!)
    // What moves all classes alike is not curved but by the ridge, and the best parameters add up to 0 over the classes.
    if (outputs > 1) centre(step, outputs)
    return step
  }
}

function solveEach(factors: readonly (Cholesky | undefined)[], gradient: Float64Array, outputs: number): Float64Array {
  const step = new Float64Array(gradient.length)
  factors.forEach((factor, k) => {
    const own = Float64Array.from({ length: gradient.length / outputs }, (_, j) => gradient[j * outputs + k]!)
    const solved = factor ? solve(factor, own) : own
    for (let j = 0; j < solved.length; j++) step[j * outputs + k] = solved[j]!
  })
  return step
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
