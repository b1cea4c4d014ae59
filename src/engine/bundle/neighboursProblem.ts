import { AssayError } from '@/core/errors.ts'
import type { Contract, MemberOf } from '@/core/pipeline/pipeline.ts'
import { decodeNeighbours } from '../neighbours/encode.ts'

/** What is wrong with a member's neighbours, in words, or undefined: they must be whole, fit the encoding and the question. */
export function findNeighboursProblem(
  { task, classes }: Contract,
  { encoding }: MemberOf<'neighbours'>,
  weights: Uint8Array<ArrayBuffer>,
): string | undefined {
  try {
    const { points, classCount } = decodeNeighbours(weights.slice().buffer)
    if (points.width !== encoding.width) return 'it takes other inputs than its encoding gives'
    return classCount === (task === 'regression' ? 0 : classes.length)
      ? undefined
      : 'its output does not answer its question'
  } catch (cause) {
    if (cause instanceof AssayError) return 'its rows cannot be read'
    throw cause
  }
}
