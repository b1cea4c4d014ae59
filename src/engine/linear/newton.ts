import { iterate } from './iterate.ts'
import { hessianOf, partsOf, type Solver, smallDecrease } from './problem.ts'
import { lassoStep, newtonStep } from './quadratic.ts'

const MOST_ITERATIONS = 100
/** Of the objective: what a singular Hessian's step has to promise to be worth another. */
const SINGULAR_SURE = 1e-6

/**
 * Parameters few enough for a Hessian, of one output or with L1: Newton's method, which for these families is iteratively reweighted least squares
 * (McCullagh & Nelder 1989, §2.5), and with L1 the proximal one (Lee, Sun & Saunders 2014): the loss by its parabola, the
 * penalty as it is. A gaussian is there after one step; the second finds it so.
 */
export const solveByNewton: Solver = function* (problem, standing) {
  const { l1, l2 } = partsOf(problem.penalty)
  const { outputs } = problem.answers
  return yield* iterate(problem, standing, MOST_ITERATIONS, function* ({ slopes, gradient, objective }) {
    const size = gradient.length
    const first = size - outputs
    const hessian = Float64Array.from(yield* hessianOf(problem, slopes))
    for (let i = 0; i < first; i++) hessian[i * (size + 1)]! += l2
    const small = smallDecrease(problem, objective)
    const { step, isSingular } =
      l1 > 0
        ? {
            step: yield* lassoStep(hessian, gradient, standing.parameters, outputs, l1, small / size),
            isSingular: false,
          }
        : yield* newtonStep(hessian, gradient)
    // Of the smooth part by its slope; of the L1 part what it really is.
    let promised = 0
    for (let i = 0; i < size; i++) {
      promised += gradient[i]! * step[i]!
      const before = standing.parameters[i]!
      if (i < first) promised += l1 * (Math.abs(before + step[i]!) - Math.abs(before))
    }
    // Along what the data hardly tell one could creep for ever; the step that was just made is as good as the last.
    return { step, promised, enough: isSingular ? SINGULAR_SURE * Math.abs(objective) : small }
  })
}
