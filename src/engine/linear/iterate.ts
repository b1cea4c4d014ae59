import type { FitEnd } from '@/core/linear/linear.ts'
import type { Work } from '@/core/work.ts'
import { isParted } from './curve.ts'
import { type Gradient, goAlong, gradientOf, type Problem, partsOf, record, type Standing } from './problem.ts'

/** Where rounding lets no step be better, what is promised has to be below this share for the solver to be done. */
const NEARLY = 1e-7

/** Share of the loss without coefficients at which a fit of classes that can be parted has gone far enough. */
const PARTED_ENOUGH = 1e-3

export interface Step {
  readonly step: Float64Array
  /** How much less the objective is to be: below 0. */
  readonly promised: number
  /** A promise of no more than this makes the step the last. */
  readonly enough: number
}

/** Steps along which the objective falls, until little is promised: what the solvers have in common. */
export function* iterate(
  problem: Problem,
  standing: Standing,
  mostIterations: number,
  findStep: (at: Gradient) => Work<Step>,
): Work<Exclude<FitEnd, 'stopped'>> {
  const { l1, l2 } = partsOf(problem.penalty)
  const isFree = l1 === 0 && l2 === 0
  for (let iteration = 1; iteration <= mostIterations; iteration++) {
    const at = yield* gradientOf(problem, standing)
    const { slopes, objective } = at
    if (isFree && objective < PARTED_ENOUGH * problem.nullLoss && isParted(problem.answers, slopes, standing.eta))
      return 'separated'
    const { step, promised, enough } = yield* findStep(at)
    const reached = promised < 0 ? yield* goAlong(problem, standing, step, promised, objective) : undefined
    record(standing, reached ?? objective)
    if (-promised <= enough) return 'converged'
    if (reached === undefined) return -promised <= NEARLY * Math.abs(objective) ? 'converged' : 'iterations'
  }
  return 'iterations'
}
