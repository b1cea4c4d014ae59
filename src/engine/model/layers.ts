import * as tf from '@tensorflow/tfjs-core'
import { encodeDense } from '@/core/encoding/dense.ts'
import { inputWidths, tablesOf } from '@/core/encoding/embedding.ts'
import type { MemberOf } from '@/core/pipeline/pipeline.ts'
import { openLayersModel } from '../neural/layersModel.ts'
import type { OpenModel } from './openModel.ts'

/** A tfjs LayersModel on the device that is open now. */
export async function openLayers(
  { encoding, model: spec }: MemberOf<'layers'>,
  weights: ArrayBuffer,
): Promise<OpenModel> {
  const model = await openLayersModel(spec, weights)
  const widths = [...inputWidths(encoding)]
  const embedded = tablesOf(encoding).reduce((sum, { dims }) => sum + dims, encoding.width)
  return {
    rowNumbers: Math.max(embedded, ...spec.weightSpecs.map(({ shape }) => shape.at(-1) ?? 1)),
    async answers(frame) {
      const x = encodeDense(encoding, frame)
      const output = tf.tidy(() => {
        const matrix = tf.tensor2d(x, [frame.rows, encoding.width])
        const said = model.apply(widths.length > 1 ? tf.split(matrix, widths, 1) : matrix) as tf.Tensor
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
