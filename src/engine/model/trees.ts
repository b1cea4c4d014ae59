import { encodeNative } from '@/core/encoding/native.ts'
import { AssayError } from '@/core/errors.ts'
import { sha256Of } from '@/core/hash.ts'
import type { MemberOf } from '@/core/pipeline/pipeline.ts'
import { runBreathing } from '@/core/work.ts'
import { decodeTrees } from '../trees/decodeTrees.ts'
import { answersOf, scoreTrees } from '../trees/score.ts'
import type { OpenModel } from './openModel.ts'

/** Trees, boosted or a forest: on this thread, in double precision until their answer. */
export async function openTrees(
  { encoding, model: spec }: MemberOf<'trees'>,
  weights: ArrayBuffer,
): Promise<OpenModel> {
  if ((await sha256Of(weights)) !== spec.weightsDigest)
    throw new AssayError(
      'bundle.damaged',
      'The trees of this model are not the ones it was saved with. Train it again, or import it again.',
    )
  const model = decodeTrees(weights)
  return {
    rowNumbers: Math.max(encoding.columns.length, model.outputs),
    async answers(frame, breathe) {
      const scores = await runBreathing(scoreTrees(model, encodeNative(encoding, frame)), breathe)
      return Float32Array.from(answersOf(model, scores))
    },
    dispose: () => {},
  }
}
