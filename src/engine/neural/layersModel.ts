import * as tf from '@tensorflow/tfjs-core'
import { io } from '@tensorflow/tfjs-core'
import { type LayersModel, layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers'
import { AssayError } from '@/core/errors.ts'
import { sha256Of } from '@/core/hash.ts'
import type { LayersModelSpec } from '@/core/pipeline/pipeline.ts'
import type { NetworkShape } from './shape.ts'

/** A model in tfjs's own LayersModel format: what model.json and weights.bin hold. */
export interface SavedModel {
  readonly spec: LayersModelSpec
  readonly weights: ArrayBuffer
}

/**
 * Writes trained parameters as a genuine tfjs LayersModel that `tf.loadLayersModel` opens anywhere: dense layers
 * `hidden_1`, `hidden_2` … and `output`. Dropout has no part in it, since inverted dropout does nothing at inference.
 */
export async function saveLayersModel(shape: NetworkShape, parameters: Float32Array): Promise<SavedModel> {
  const model = sequential({ name: 'assay' })
  let weights: tf.Tensor[] = []
  try {
    shape.layers.forEach(({ inputs, units, activation }, index) => {
      model.add(
        layers.dense({
          name: index < shape.layers.length - 1 ? `hidden_${index + 1}` : 'output',
          units,
          activation: activation !== 'linear' || shape.head === 'identity' ? activation : shape.head,
          // Overwritten at once: zeros are the cheapest to make.
          kernelInitializer: 'zeros',
          ...(index === 0 ? { inputShape: [inputs] } : {}),
        }),
      )
    })
    weights = shape.layers.flatMap(({ inputs, units, kernelAt, biasAt }) => [
      tf.tensor2d(parameters.slice(kernelAt, biasAt), [inputs, units]),
      tf.tensor1d(parameters.slice(biasAt, biasAt + units)),
    ])
    model.setWeights(weights)
    let saved: io.ModelArtifacts | undefined
    await model.save(
      io.withSaveHandler(async (artifacts) => {
        saved = artifacts
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } }
      }),
    )
    return await asSaved(saved!)
  } finally {
    tf.dispose(weights)
    model.dispose()
  }
}

async function asSaved({ modelTopology, weightSpecs, weightData }: io.ModelArtifacts): Promise<SavedModel> {
  const weights = io.CompositeArrayBuffer.join(weightData)
  return {
    spec: {
      kind: 'layers',
      modelTopology: modelTopology as Record<string, unknown>,
      weightSpecs: (weightSpecs ?? []).map(({ name, shape }) => ({ name, shape, dtype: 'float32' as const })),
      weightsDigest: await sha256Of(weights),
    },
    weights,
  }
}

/**
 * Opens a model on the device that is open now; the caller disposes it.
 * @throws AssayError `bundle.damaged` when the weights are not those that the model names.
 */
export async function openLayersModel(spec: LayersModelSpec, weights: ArrayBuffer): Promise<LayersModel> {
  if ((await sha256Of(weights)) !== spec.weightsDigest)
    throw new AssayError(
      'bundle.damaged',
      'The weights of this model are not the ones it was saved with. Train it again, or import it again.',
    )
  return loadLayersModel(
    io.fromMemory({
      modelTopology: { ...spec.modelTopology },
      weightSpecs: spec.weightSpecs.map(({ name, shape, dtype }) => ({ name, shape: [...shape], dtype })),
      weightData: weights,
    }),
  )
}
