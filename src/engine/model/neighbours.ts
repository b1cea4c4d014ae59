import { denseWidth, encodeDense } from '@/core/encoding/dense.ts'
import type { DenseEncoding } from '@/core/encoding/encoding.ts'
import { AssayError } from '@/core/errors.ts'
import { sha256Of } from '@/core/hash.ts'
import type { Points } from '@/core/knn/points.ts'
import type { OneHotBlock } from '@/core/knn/search.ts'
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
  const decoded = decodeNeighbours(weights)
  const model = { ...decoded, blocks: blocksOf(encoding, decoded.points) }
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

/** Where categories lie of which every point has one; what came from elsewhere may be otherwise. */
function blocksOf({ columns }: DenseEncoding, { values, rows, width }: Points): readonly OneHotBlock[] {
  const blocks: OneHotBlock[] = []
  let to = 0
  for (const column of columns) {
    const from = to
    to += denseWidth(column)
    if (column.kind === 'oneHot' && to <= width && hasOneEach(values, rows, width, { from, to }))
      blocks.push({ from, to })
  }
  return blocks
}

function hasOneEach(values: Float32Array, rows: number, width: number, { from, to }: OneHotBlock): boolean {
  for (let row = 0; row < rows; row++) {
    let ones = 0
    for (let at = row * width + from; at < row * width + to; at++) {
      if (values[at] === 1) ones++
      else if (values[at] !== 0) return false
    }
    if (ones !== 1) return false
  }
  return true
}

/** Of [1 − p, p] the second. */
function secondOfPairs(pairs: Float32Array): Float32Array {
  return Float32Array.from({ length: pairs.length / 2 }, (_, row) => pairs[2 * row + 1]!)
}
