import { encodeDense } from '@/core/encoding/dense.ts'
import { AssayError } from '@/core/errors.ts'
import { sha256Of } from '@/core/hash.ts'
import type { MemberOf } from '@/core/pipeline/pipeline.ts'
import { unattended } from '@/core/task.ts'
import { decodeNeighbours } from '../neighbours/encode.ts'
import { predictNeighbours } from '../neighbours/predict.ts'
import type { OpenModel } from './openModel.ts'

/** The nearest of the training rows: on this thread, by WebAssembly where there is some. */
export async function openNeighbours(
  { encoding, model: spec }: MemberOf<'neighbours'>,
  weights: ArrayBuffer,
): Promise<OpenModel> {
  if ((await sha256Of(weights)) !== spec.weightsDigest)
    throw new AssayError(
      'bundle.damaged',
      'The rows of this model are not the ones it was saved with. Train it again, or import it again.',
    )
  const model = decodeNeighbours(weights)
  return {
    rowNumbers: encoding.width,
    async answers(frame) {
      const queries = { values: encodeDense(encoding, frame), rows: frame.rows, width: encoding.width }
      // A batch is small enough that a stop is heard between two.
      const scores = await predictNeighbours(model, queries, unattended)
      return model.classCount === 2 ? secondOfPairs(scores) : scores
    },
    dispose: () => {},
  }
}

/** Of [1 − p, p] the second. */
function secondOfPairs(pairs: Float32Array): Float32Array {
  return Float32Array.from({ length: pairs.length / 2 }, (_, row) => pairs[2 * row + 1]!)
}
