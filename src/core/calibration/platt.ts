import { eachRow, type Work } from '../work.ts'
import type { PlattLine } from './calibration.ts'

const MOST_ITERATIONS = 100
/** Of the gradient per row, at which the fit is done. */
const ENOUGH = 1e-10
/** Kept on the diagonal, so that equal logits, which leave the slope open, have a step all the same. */
const RIDGE = 1e-12
const LEAST_STEP = 1e-10

/**
 * The sigmoid of a line through the logits of least log loss against targets that are not quite 0 and 1 (Platt 1999), by
 * Newton's method with backtracking (Lin, Lin and Weng 2007). The optimum is the one of scikit-learn's
 * `_SigmoidCalibration`, which has −slope and −intercept.
 * @param logits Log-odds of each row.
 * @param isTrue Whether it came true, 1 or 0.
 */
export function* fitPlatt(logits: Float64Array, isTrue: ArrayLike<number>): Work<PlattLine> {
  const rows = logits.length
  let positive = 0
  for (let row = 0; row < rows; row++) positive += isTrue[row]!
  // What a uniform prior leaves of certainty: a target of 1 would pull the slope to infinity where classes part.
  const [no, yes] = [1 / (rows - positive + 2), (positive + 1) / (positive + 2)]
  const targetOf = (row: number) => (isTrue[row] === 1 ? yes : no)

  function* lossOf({ slope, intercept }: PlattLine): Work<number> {
    let loss = 0
    yield* eachRow(rows, (row) => {
      const z = slope * logits[row]! + intercept
      // log(1 + e^z) − t·z, without overflow.
      loss += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - targetOf(row) * z
    })
    return loss
  }

  let line: PlattLine = { slope: 0, intercept: Math.log((positive + 1) / (rows - positive + 1)) }
  let loss = yield* lossOf(line)
  for (let i = 0; i < MOST_ITERATIONS; i++) {
    const { slope, intercept } = line
    let [bySlope, byIntercept, ss, si, ii] = [0, 0, RIDGE * rows, 0, RIDGE * rows]
    yield* eachRow(rows, (row) => {
      const f = logits[row]!
      const p = 1 / (1 + Math.exp(-(slope * f + intercept)))
      const error = p - targetOf(row)
      const curve = p * (1 - p)
      bySlope += error * f
      byIntercept += error
      ss += curve * f * f
      si += curve * f
      ii += curve
    })
    if (Math.max(Math.abs(bySlope), Math.abs(byIntercept)) < ENOUGH * rows) break
    const determinant = ss * ii - si * si
    const step = {
      slope: -(ii * bySlope - si * byIntercept) / determinant,
      intercept: -(ss * byIntercept - si * bySlope) / determinant,
    }
    const descent = bySlope * step.slope + byIntercept * step.intercept
    let size = 1
    for (; size >= LEAST_STEP; size /= 2) {
      const next = { slope: slope + size * step.slope, intercept: intercept + size * step.intercept }
      const nextLoss = yield* lossOf(next)
      if (nextLoss < loss + 1e-4 * size * descent) {
        line = next
        loss = nextLoss
        break
      }
    }
    if (size < LEAST_STEP) break
  }
  return line
}
