import { HIDDEN_ACTIVATIONS } from '@/core/learner/learner.ts'
import type { Contract, LayersModelSpec, MemberOf } from '@/core/pipeline/pipeline.ts'

interface DenseConfig {
  readonly name: string
  readonly units: number
  readonly activation: string
  /** Of the first layer: nothing and the number of inputs. */
  readonly batch_input_shape?: readonly unknown[] | undefined
}

/** The dense layers of a model made by `saveLayersModel`, first to last; undefined for any other model. */
function denseLayers({ modelTopology }: LayersModelSpec): readonly DenseConfig[] | undefined {
  const config = modelTopology['config'] as { layers?: unknown } | undefined
  if (modelTopology['class_name'] !== 'Sequential' || !Array.isArray(config?.layers)) return undefined
  const layers: DenseConfig[] = []
  for (const layer of config.layers as readonly { class_name?: unknown; config?: Partial<DenseConfig> }[]) {
    const { name, units, activation, batch_input_shape } = layer?.config ?? {}
    if (layer?.class_name !== 'Dense' || typeof name !== 'string') return undefined
    if (typeof units !== 'number' || typeof activation !== 'string') return undefined
    layers.push({ name, units, activation, batch_input_shape })
  }
  return layers.length > 0 ? layers : undefined
}

/**
 * What is wrong with a member's layers, in words, or undefined: they must be dense, fit the encoding, each other, the
 * weights and the question. A topology from a stranger could otherwise ask for any amount of memory, or answer anything.
 */
export function findLayersProblem(
  { task, classes }: Contract,
  { encoding, model }: MemberOf<'layers'>,
  weights: Uint8Array,
): string | undefined {
  const layers = denseLayers(model)
  if (!layers) return 'it has a layer that this Assay does not know'
  const shapes = new Map(model.weightSpecs.map(({ name, shape }) => [name, shape.join('×')]))
  if (shapes.size !== 2 * layers.length || model.weightSpecs.length !== shapes.size)
    return 'its weights are not those of its layers'
  let width = encoding.width
  for (const { name, units, batch_input_shape: inputs } of layers) {
    if (inputs && (inputs.length !== 2 || inputs[1] !== width)) return 'it takes other inputs than its encoding gives'
    if (shapes.get(`${name}/kernel`) !== `${width}×${units}` || shapes.get(`${name}/bias`) !== `${units}`)
      return `the weights of its layer “${name}” do not fit`
    width = units
  }
  const head = task === 'binary' ? 'sigmoid' : task === 'multiclass' ? 'softmax' : 'linear'
  const outputs = task === 'multiclass' ? classes.length : 1
  if (layers.slice(0, -1).some(({ activation }) => !KNOWN.has(activation)))
    return 'it has an activation that this Assay does not know'
  if (width !== outputs || layers.at(-1)!.activation !== head) return 'its output does not answer its question'
  if (model.inverseLink && task !== 'regression') return 'its output does not answer its question'
  return weights.byteLength === weightBytes(model) ? undefined : 'it has more or fewer weights than it names'
}

const KNOWN: ReadonlySet<string> = new Set([...HIDDEN_ACTIVATIONS, 'linear'])

/** Bytes that a model's weights take. */
function weightBytes({ weightSpecs }: LayersModelSpec): number {
  return weightSpecs.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0)
}
