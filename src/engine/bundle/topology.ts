import { type TableSize, tablesOf } from '@/core/encoding/embedding.ts'
import type { DenseEncoding } from '@/core/encoding/encoding.ts'
import { HIDDEN_ACTIVATIONS } from '@/core/learner/learner.ts'
import type { Contract, LayersModelSpec, MemberOf } from '@/core/pipeline/pipeline.ts'

interface LayerConfig {
  readonly name?: unknown
  readonly units?: unknown
  readonly activation?: unknown
  /** Of a first layer: nothing and the number of inputs. */
  readonly batch_input_shape?: unknown
  readonly input_dim?: unknown
  readonly output_dim?: unknown
  readonly axis?: unknown
}

interface LayerNode {
  readonly name?: unknown
  readonly class_name?: unknown
  readonly config?: LayerConfig
  /** Of a model with tables: the layers whose answers go in. */
  readonly inbound_nodes?: unknown
}

interface ModelConfig {
  readonly layers?: unknown
  readonly input_layers?: unknown
  readonly output_layers?: unknown
}

interface DenseConfig {
  readonly name: string
  readonly units: number
  readonly activation: string
  readonly batch_input_shape?: unknown
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
const nodesFrom = (names: readonly string[]) => [names.map((name) => [name, 0, 0, {}])]

/** The dense layers of a model made by `saveLayersModel` for the encoding, first to last; undefined for any other model. */
function denseLayers({ modelTopology }: LayersModelSpec, encoding: DenseEncoding): readonly DenseConfig[] | undefined {
  const tables = tablesOf(encoding)
  const config = modelTopology['config'] as ModelConfig | undefined
  if (modelTopology['class_name'] !== (tables.length > 0 ? 'Model' : 'Sequential')) return undefined
  if (!Array.isArray(config?.layers)) return undefined
  const nodes = config.layers as readonly (LayerNode | null)[]
  const layers: DenseConfig[] = []
  for (const layer of nodes) {
    if (layer?.class_name !== 'Dense') continue
    const { name, units, activation, batch_input_shape } = layer.config ?? {}
    if (typeof name !== 'string' || typeof units !== 'number' || typeof activation !== 'string') return undefined
    layers.push({ name, units, activation, batch_input_shape })
  }
  if (layers.length === 0) return undefined
  if (tables.length === 0) return layers.length === nodes.length ? layers : undefined
  return hasEmbeddings(config, layers, encoding.width - tables.length, tables) ? layers : undefined
}

/** Whether a model's layers hang together as those of `saveLayersModel` do: inputs, tables, all beside each other, a chain. */
function hasEmbeddings(
  { layers, input_layers, output_layers }: ModelConfig,
  dense: readonly DenseConfig[],
  plain: number,
  tables: readonly TableSize[],
): boolean {
  const nodes = layers as readonly (LayerNode | null)[]
  const inputs = [...(plain > 0 ? ['plain'] : []), ...tables.map((_, t) => `codes_${t + 1}`)]
  const first = [...(plain > 0 ? ['plain'] : []), ...tables.map((_, t) => `entry_${t + 1}`)]
  const isBeside = first.length > 1
  if (nodes.length !== inputs.length + 2 * tables.length + Number(isBeside) + dense.length) return false
  const is = (
    name: string,
    kind: string,
    from: readonly string[],
    fits: (config: LayerConfig) => boolean = () => true,
  ) => {
    const found = nodes.filter((node) => node?.config?.name === name)
    const [node] = found
    const inbound = from.length > 0 ? nodesFrom(from) : []
    // tfjs wires layers by the one name and gives them weights by the other.
    if (found.length !== 1 || node?.name !== name || node.class_name !== kind) return false
    return isSame(node.inbound_nodes, inbound) && fits(node.config!)
  }
  const takes = (width: number) => (config: LayerConfig) => isSame(config.batch_input_shape, [null, width])
  return (
    isSame(
      input_layers,
      nodesFrom(inputs)[0]!.map((node) => node.slice(0, 3)),
    ) &&
    isSame(output_layers, [[dense.at(-1)!.name, 0, 0]]) &&
    inputs.every((name) => is(name, 'InputLayer', [], takes(name === 'plain' ? plain : 1))) &&
    tables.every(
      ({ entries, dims }, t) =>
        is(
          `embedding_${t + 1}`,
          'Embedding',
          [`codes_${t + 1}`],
          ({ input_dim, output_dim }) => input_dim === entries && output_dim === dims,
        ) && is(`entry_${t + 1}`, 'Flatten', [`embedding_${t + 1}`]),
    ) &&
    (!isBeside || is('beside', 'Concatenate', first, ({ axis }) => axis === -1)) &&
    dense.every(({ name }, l) => is(name, 'Dense', [l > 0 ? dense[l - 1]!.name : isBeside ? 'beside' : first[0]!]))
  )
}

/**
 * What is wrong with a member's layers, in words, or undefined: they must be dense, with tables before them where the encoding
 * has embedded columns, and fit the encoding, each other, the weights and the question. A topology from a stranger could
 * otherwise ask for any amount of memory, or answer anything.
 */
export function findLayersProblem(
  { task, classes }: Contract,
  { encoding, model }: MemberOf<'layers'>,
  weights: Uint8Array,
): string | undefined {
  const layers = denseLayers(model, encoding)
  if (!layers) return 'it has a layer that this Assay does not know'
  const tables = tablesOf(encoding)
  const shapes = new Map(model.weightSpecs.map(({ name, shape }) => [name, shape.join('×')]))
  if (shapes.size !== tables.length + 2 * layers.length || model.weightSpecs.length !== shapes.size)
    return 'its weights are not those of its layers'
  if (tables.some(({ entries, dims }, t) => shapes.get(`embedding_${t + 1}/embeddings`) !== `${entries}×${dims}`))
    return 'the weights of its tables do not fit its encoding'
  let width = tables.reduce((sum, { dims }) => sum + dims - 1, encoding.width)
  for (const { name, units, batch_input_shape: inputs } of layers) {
    if (inputs && !(Array.isArray(inputs) && inputs.length === 2 && inputs[1] === width))
      return 'it takes other inputs than its encoding gives'
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
