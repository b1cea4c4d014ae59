import type { Work } from '@/core/work.ts'
import { type Cholesky, factorise, solve } from './cholesky.ts'
import { type Answers, isParted, lossAlong } from './curve.ts'
import { multiply, WORK_AT_ONCE, weightedGram, weightedSquares } from './design.ts'
import { classShares } from './nullModel.ts'
import {
  gradientOf,
  NEARLY,
  type Problem,
  partsOf,
  penaltyOf,
  record,
  type Solver,
  type Standing,
  smallDecrease,
} from './problem.ts'

const MOST_ITERATIONS = 2_000
/** Steps that are remembered (Nocedal 1980). */
const MEMORY = 20
/** Wolfe's conditions: shares of the decrease that is kept, and of the slope that may be left. */
const KEPT = 1e-4
const LEFT = 0.4
const MOST_TRIALS = 40
/** Share of the loss without coefficients at which a fit of classes that can be parted has gone far enough. */
const PARTED_ENOUGH = 1e-3
/** Most multiply-adds for matrices that precondition: beyond, only their diagonals do. */
const MOST_WORK = 2e10

/** Takes a gradient to about the step that Newton would take. */
type Precondition = (gradient: Float64Array) => Float64Array

/**
 * Several outputs, or more columns than a Hessian is made for; no L1. L-BFGS (Liu & Nocedal 1989) from about the Hessian of the
 * model without coefficients: for each output X'WX times the variance of its class, which takes the correlations of the
 * columns out (near the bound of Böhning 1992).
 */
export const solveByLbfgs: Solver = function* (problem, standing) {
  const { l1, l2 } = partsOf(problem.penalty)
  const isFree = l1 === 0 && l2 === 0
  const precondition = yield* openPreconditioner(problem)
  const memory: { s: Float64Array; y: Float64Array; rho: number }[] = []
  let at = yield* gradientOf(problem, standing)
  for (let iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
    if (isFree && at.objective < PARTED_ENOUGH * problem.nullLoss && isParted(problem.answers, at.slopes, standing.eta))
      return 'separated'
    const step = stepOf(at.gradient, memory, precondition)
    const promised = dot(at.gradient, step)
    const before = standing.parameters
    const moved = promised < 0 ? yield* search(problem, standing, step, promised, at.objective) : false
    if (!moved) {
      const isSure = -promised <= NEARLY * Math.abs(at.objective)
      if (memory.length === 0 || isSure) {
        record(standing, at.objective)
        return isSure || promised === 0 ? 'converged' : 'iterations'
      }
      memory.length = 0
      continue
    }
    const next = yield* gradientOf(problem, standing)
    record(standing, next.objective)
    const s = minus(standing.parameters, before)
    const y = minus(next.gradient, at.gradient)
    at = next
    const curvature = dot(s, y)
    if (curvature > 0) memory.push({ s, y, rho: 1 / curvature })
    if (memory.length > MEMORY) memory.shift()
    if (-promised <= smallDecrease(problem, at.objective)) return 'converged'
  }
  return 'iterations'
}

/** The two loops of Nocedal 1980, the preconditioner in the middle scaled by what was learnt last. */
function stepOf(
  gradient: Float64Array,
  memory: readonly { s: Float64Array; y: Float64Array; rho: number }[],
  precondition: Precondition,
): Float64Array {
  const q = gradient.map((value) => -value)
  const shares: number[] = []
  for (const { s, y, rho } of memory.toReversed()) {
    const share = rho * dot(s, q)
    shares.push(share)
    add(q, y, -share)
  }
  const r = precondition(q)
  const last = memory.at(-1)
  if (last) {
    const scale = 1 / (last.rho * dot(last.y, precondition(last.y)))
    if (scale > 0 && Number.isFinite(scale)) for (let i = 0; i < r.length; i++) r[i]! *= scale
  }
  for (const { s, y, rho } of memory) add(r, s, shares.pop()! - rho * dot(y, r))
  return r
}

/** Moves along a step to where Wolfe's conditions hold; the objective is convex, so its slope only grows along the way. */
function* search(
  { design, answers, penalty }: Problem,
  standing: Standing,
  step: Float64Array,
  promised: number,
  objective: number,
): Work<boolean> {
  const { outputs } = answers
  const { l2 } = partsOf(penalty)
  const etaStep = new Float64Array(standing.eta.length)
  yield* multiply(design, step, outputs, etaStep)
  const { parameters, eta } = standing
  const end = parameters.length - outputs
  let [along, across] = [0, 0]
  for (let i = 0; i < end; i++) {
    along += parameters[i]! * step[i]!
    across += step[i]! * step[i]!
  }
  const settled = penaltyOf(parameters, penalty, outputs)
  const blur = 1e-15 * Math.abs(objective)
  let [low, lowSlope] = [0, promised]
  let [high, highSlope] = [Number.POSITIVE_INFINITY, Number.NaN]
  for (let trial = 0, t = 1; trial < MOST_TRIALS; trial++) {
    const { loss, slope: lossSlope } = yield* lossAlong(answers, eta, etaStep, t)
    const reached = loss + settled + l2 * (t * along + (t * t * across) / 2)
    const slope = lossSlope + l2 * (along + t * across)
    const isLow = reached <= objective + KEPT * t * promised + blur
    if (isLow && Math.abs(slope) <= LEFT * Math.abs(promised)) {
      standing.parameters = parameters.map((value, i) => value + t * step[i]!)
      standing.eta = eta.map((value, i) => value + t * etaStep[i]!)
      return true
    }
    if (isLow && slope < 0) {
      ;[low, lowSlope] = [t, slope]
    } else {
      ;[high, highSlope] = [t, slope]
    }
    const crossing = low + ((high - low) * lowSlope) / (lowSlope - highSlope)
    if (high === Number.POSITIVE_INFINITY) t *= 4
    else if (crossing > low + 0.05 * (high - low) && crossing < high - 0.05 * (high - low)) t = crossing
    else t = (low + high) / 2
  }
  return false
}

function* openPreconditioner(problem: Problem): Work<Precondition> {
  const { design, answers, penalty } = problem
  const { outputs } = answers
  const { l2 } = partsOf(penalty)
  const size = design.width + 1
  const variances = nullVariances(answers)
  const cost = size * size * (design.rows / 2 + (outputs * size) / 6)
  if (cost > MOST_WORK || outputs * size * size > WORK_AT_ONCE * 16) {
    const squares = yield* weightedSquares(design, answers.weights)
    const scales = new Float64Array(size * outputs)
    for (let j = 0; j < size; j++)
      for (let k = 0; k < outputs; k++)
        scales[j * outputs + k] = 1 / (variances[k]! * squares[j]! + (j < design.width ? l2 : 0) || 1)
    return (gradient) => gradient.map((value, i) => value * scales[i]!)
  }
  const gram = yield* weightedGram(design, answers.weights)
  const trace = gram.reduce((sum, value, i) => (i % (size + 1) === 0 ? sum + value : sum), 0)
  const factors: (Cholesky | undefined)[] = []
  for (const variance of variances) {
    const matrix = gram.map((value) => variance * value)
    const held = l2 + 1e-9 * variance * (trace / size)
    for (let i = 0; i < size; i++) matrix[i * (size + 1)]! += i < size - 1 ? held : 1e-9 * variance
    factors.push(yield* factorise(matrix, size))
  }
  return (gradient) => {
    const step = new Float64Array(gradient.length)
    factors.forEach((factor, k) => {
      const own = Float64Array.from({ length: size }, (_, j) => gradient[j * outputs + k]!)
      const solved = factor ? solve(factor, own) : own
      for (let j = 0; j < size; j++) step[j * outputs + k] = solved[j]!
    })
    return step
  }
}

/** Second derivatives of the loss in each output without coefficients, of a row of weight 1. */
function nullVariances(answers: Answers): readonly number[] {
  const { family, y, weights } = answers
  if (family === 'gaussian') return [1]
  if (family === 'poisson') return [y.reduce((sum, value, row) => sum + weights[row]! * value, 0)]
  const shares = classShares(answers)
  return family === 'binomial' ? [shares[0]! * shares[1]!] : [...shares].map((share) => share * (1 - share))
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function add(to: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += factor * other[i]!
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!)
}
