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
  for (let k = 0; k < outputs; k++)
    for (let l = 0; l <= k; l++) {
      const gram = yield* weightedGram(design, classCurvatures(weights, second, outputs, k, l))
      for (let i = 0; i < columns; i++)
        for (let j = 0; j < columns; j++) {
          information[(i * outputs + k) * size + j * outputs + l] = gram[i * columns + j]!
          information[(j * outputs + l) * size + i * outputs + k] = gram[i * columns + j]!
        }
    }
  return information
}

/** Of each row w · p(k) · ([k = l] − p(l)). */
export function classCurvatures(
  weights: Float64Array,
  chances: Float64Array,
  outputs: number,
  k: number,
  l: number,
): Float64Array {
  const curvatures = new Float64Array(weights.length)
  for (let row = 0, at = 0; row < curvatures.length; row++, at += outputs)
    curvatures[row] = weights[row]! * chances[at + k]! * (k === l ? 1 - chances[at + l]! : -chances[at + l]!)
  return curvatures
}
