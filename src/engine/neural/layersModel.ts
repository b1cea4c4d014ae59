import * as tf from '@tensorflow/tfjs-core'
import { io } from '@tensorflow/tfjs-core'
import {
  input,
  type LayersModel,
  layers,
  loadLayersModel,
  model as modelOf,
  type SymbolicTensor,
  sequential,
} from '@tensorflow/tfjs-layers'
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
 * `hidden_1`, `hidden_2` … and `output`. With tables it has an input `plain` for the plain columns (none where there are
 * none) and one `codes_1`, `codes_2` … for each embedded column, whose entries `embedding_1` … are put beside them.
 * Dropout has no part in it, since inverted dropout does nothing at inference.
 */
export async function saveLayersModel(shape: NetworkShape, parameters: Float32Array): Promise<SavedModel> {
  const model = shape.tables.length > 0 ? withTables(shape) : chain(shape)
  let weights: tf.Tensor[] = []
  try {
    weights = [
      ...shape.tables.map(({ entries, dims, tableAt }) =>
        tf.tensor2d(parameters.slice(tableAt, tableAt + entries * dims), [entries, dims]),
      ),
      ...shape.layers.flatMap(({ inputs, units, kernelAt, biasAt }) => [
        tf.tensor2d(parameters.slice(kernelAt, biasAt), [inputs, units]),
        tf.tensor1d(parameters.slice(biasAt, biasAt + units)),
      ]),
    ]
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

// Overwritten at once: zeros are the cheapest to make.
const INITIALIZER = 'zeros' as const

/** How each dense layer is made, in order. */
function denseLayers({ layers: all, head }: NetworkShape) {
  return all.map(({ units, activation }, index) => ({
    name: index < all.length - 1 ? `hidden_${index + 1}` : 'output',
    units,
    activation: activation !== 'linear' || head === 'identity' ? activation : head,
    kernelInitializer: INITIALIZER,
  }))
}

function chain(shape: NetworkShape): LayersModel {
  const model = sequential({ name: 'assay' })
  denseLayers(shape).forEach((dense, index) => {
    model.add(layers.dense({ ...dense, ...(index === 0 && { inputShape: [shape.width] }) }))
  })
  return model
}

function withTables(shape: NetworkShape): LayersModel {
  const plain = shape.plain > 0 ? [input({ shape: [shape.plain], name: 'plain' })] : []
  const codes = shape.tables.map((_, t) => input({ shape: [1], name: `codes_${t + 1}` }))
  const named = shape.tables.map(({ entries, dims }, t) => {
    const embedding = layers.embedding({
      name: `embedding_${t + 1}`,
      inputDim: entries,
      outputDim: dims,
      inputLength: 1,
      embeddingsInitializer: INITIALIZER,
    })
    return layers.flatten({ name: `entry_${t + 1}` }).apply(embedding.apply(codes[t]!)) as SymbolicTensor
  })
  const first = [...plain, ...named]
  let current = first.length > 1 ? (layers.concatenate({ name: 'beside' }).apply(first) as SymbolicTensor) : first[0]!
  for (const dense of denseLayers(shape)) current = layers.dense(dense).apply(current) as SymbolicTensor
  return modelOf({ inputs: [...plain, ...codes], outputs: current, name: 'assay' })
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

async function requireDigest(weights: ArrayBuffer, digest: string): Promise<void> {
  if ((await sha256Of(weights)) !== digest)
    throw new AssayError(
      'bundle.damaged',
      'The weights of this model are not the ones it was saved with. Train it again, or import it again.',
    )
}

/**
 * The parameters of a saved model in the order of a shape: the inverse of {@link saveLayersModel}; undefined where the model is
 * of another shape.
 * @throws AssayError `bundle.damaged` when the weights are not those that the model names.
 */
export async function readParameters(
  { weightSpecs, weightsDigest }: LayersModelSpec,
  weights: ArrayBuffer,
  shape: NetworkShape,
): Promise<Float32Array<ArrayBuffer> | undefined> {
  await requireDigest(weights, weightsDigest)
  const saved = new Map<string, Float32Array>()
  let byteAt = 0
  for (const { name, shape: sizes } of weightSpecs) {
    const numbers = sizes.reduce((product, size) => product * size, 1)
    saved.set(name, new Float32Array(weights, byteAt, numbers))
    byteAt += 4 * numbers
  }
  const names = denseLayers(shape).map(({ name }) => name)
  const pieces = [
    ...shape.tables.map(({ entries, dims, tableAt }, t) => ({
      name: `embedding_${t + 1}/embeddings`,
      at: tableAt,
      numbers: entries * dims,
    })),
    ...shape.layers.flatMap(({ inputs, units, kernelAt, biasAt }, index) => [
      { name: `${names[index]}/kernel`, at: kernelAt, numbers: inputs * units },
      { name: `${names[index]}/bias`, at: biasAt, numbers: units },
    ]),
  ]
  if (pieces.length !== saved.size) return undefined
  const parameters = new Float32Array(shape.size)
  for (const { name, at, numbers } of pieces) {
    const values = saved.get(name)
    if (values?.length !== numbers) return undefined
    parameters.set(values, at)
  }
  return parameters
}

/**
 * Opens a model on the device that is open now; the caller disposes it.
 * @throws AssayError `bundle.damaged` when the weights are not those that the model names.
 */
export async function openLayersModel(spec: LayersModelSpec, weights: ArrayBuffer): Promise<LayersModel> {
  await requireDigest(weights, spec.weightsDigest)
  return loadLayersModel(
    io.fromMemory({
      modelTopology: { ...spec.modelTopology },
      weightSpecs: spec.weightSpecs.map(({ name, shape, dtype }) => ({ name, shape: [...shape], dtype })),
      weightData: weights,
    }),
  )
}
