import type { Task } from '@/core/task.ts'
import { runFor, type Work } from '@/core/work.ts'
import { answersFrom } from './curve.ts'
import { rowRanges } from './design.ts'
import type { LinearFit } from './fit.ts'

type Model = Pick<LinearFit, 'family' | 'width' | 'outputs' | 'coefficients' | 'intercepts'>

/** Linear predictors of rows of a matrix (rows × width), rows × outputs. */
export function* linearPredictors(model: Model, x: Float32Array, rows: number): Work<Float64Array> {
  const { width, outputs, coefficients, intercepts } = model
  const eta = new Float64Array(rows * outputs)
  for (const [start, end] of rowRanges(rows, width * outputs)) {
    for (let row = start; row < end; row++) {
      const to = row * outputs
      for (let k = 0; k < outputs; k++) eta[to + k] = intercepts[k]!
      for (let j = 0; j < width; j++) {
        const value = x[row * width + j]!
        if (value === 0) continue
        for (let k = 0; k < outputs; k++) eta[to + k]! += value * coefficients[j * outputs + k]!
      }
    }
    yield
  }
  return eta
}

/** Answers: numbers, counts (the mean of each), the chance of the second class, or of each class (rows × classes). */
export async function predictLinear(
  model: Model,
  x: Float32Array,
  rows: number,
  task: Pick<Task, 'signal'>,
): Promise<Float64Array> {
  return answersFrom(model.family, await runFor(task, linearPredictors(model, x, rows)), model.outputs)
}
