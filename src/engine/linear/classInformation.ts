import type { Work } from '@/core/work.ts'
import type { Answers, Slopes } from './curve.ts'
import { type Design, weightedGram } from './design.ts'

/** Second derivatives of a multinomial's loss: of classes k and l, Σ w · p(k) · ([k = l] − p(l)) · x xᵀ. */
export function* classInformation(
  design: Design,
  { outputs, weights }: Answers,
  { second }: Slopes,
): Work<Float64Array> {
  const columns = design.width + 1
  const size = columns * outputs
  const information = new Float64Array(size * size)
  const chances = byClass(second, outputs)
  const curvatures = new Float64Array(design.rows)
  for (let k = 0; k < outputs; k++)
    for (let l = 0; l <= k; l++) {
      classCurvatures(weights, chances, k, l, curvatures)
      const gram = yield* weightedGram(design, curvatures)
      for (let i = 0; i < columns; i++)
        for (let j = 0; j < columns; j++) {
          information[(i * outputs + k) * size + j * outputs + l] = gram[i * columns + j]!
          information[(j * outputs + l) * size + i * outputs + k] = gram[i * columns + j]!
        }
    }
  return information
}

/** Rows × outputs as outputs × rows: numbers of one class are asked for row by row, many times. */
export function byClass(numbers: Float64Array, outputs: number): Float64Array {
  const rows = numbers.length / outputs
  const turned = new Float64Array(numbers.length)
  for (let row = 0, from = 0; row < rows; row++)
    for (let k = 0; k < outputs; k++, from++) turned[k * rows + row] = numbers[from]!
  return turned
}

/** Of each row w · p(k) · ([k = l] − p(l)) into `out`; chances are {@link byClass}. */
export function classCurvatures(
  weights: Float64Array,
  chances: Float64Array,
  k: number,
  l: number,
  out: Float64Array,
): void {
  const rows = weights.length
  for (let row = 0, a = k * rows, b = l * rows; row < rows; row++, a++, b++)
    out[row] = weights[row]! * chances[a]! * (k === l ? 1 - chances[b]! : -chances[b]!)
}
