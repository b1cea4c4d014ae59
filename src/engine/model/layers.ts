import * as tf from '@tensorflow/tfjs-core'
import { encodeDense } from '@/core/encoding/dense.ts'
import type { MemberOf } from '@/core/pipeline/pipeline.ts'
import { openLayersModel } from '../neural/layersModel.ts'
import type { OpenModel } from './openModel.ts'

/** A tfjs LayersModel on the device that is open now. */
export async function openLayers(
  { encoding, model: spec }: MemberOf<'layers'>,
  weights: ArrayBuffer,
): Promise<OpenModel> {
  const model = await openLayersModel(spec, weights)
  return {
    rowNumbers: Math.max(encoding.width, ...spec.weightSpecs.map(({ shape }) => shape.at(-1) ?? 1)),
    async answers(frame) {
      const x = encodeDense(encoding, frame)
      const output = tf.tidy(() => {
        const said = model.apply(tf.tensor2d(x, [frame.rows, encoding.width])) as tf.Tensor
        return spec.inverseLink === 'exp' ? tf.exp(said) : said
      })
      try {
        return (await output.data()) as Float32Array
      } finally {
        output.dispose()
      }
    },
    dispose: () => void model.dispose(),
  }
}
