import { AssayError } from '@/core/errors.ts'
import type { NetworkShape } from '../neural/shape.ts'
import type { LinearFit } from './fit.ts'

/**
 * Parameters in single precision in the order of `describeNetwork(width, [], task, classes)`: kernel (width × outputs, row
 * by row), then biases. The answer of a poisson is the exponential of the linear predictor that such a network gives.
 * @throws AssayError `target.unusable` for numbers that single precision does not reach.
 */
export function toParameters({
  coefficients,
  intercepts,
}: Pick<LinearFit, 'coefficients' | 'intercepts'>): Float32Array<ArrayBuffer> {
  const parameters = new Float32Array(coefficients.length + intercepts.length)
  parameters.set(coefficients)
  parameters.set(intercepts, coefficients.length)
  if (!parameters.every(Number.isFinite))
    throw new AssayError(
      'target.unusable',
      'The coefficients are larger than a saved model can hold. Scale the target, then train again.',
    )
  return parameters
}

/** {@link toParameters} undone, for a network of one layer. */
export function fromParameters(
  parameters: Float32Array,
  { layers }: NetworkShape,
): Pick<LinearFit, 'coefficients' | 'intercepts'> {
  const { kernelAt, biasAt, units } = layers[0]!
  return {
    coefficients: Float64Array.from(parameters.subarray(kernelAt, biasAt)),
    intercepts: Float64Array.from(parameters.subarray(biasAt, biasAt + units)),
  }
}
