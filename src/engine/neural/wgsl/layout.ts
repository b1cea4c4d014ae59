import type { Activation, Head, NetworkShape } from '../shape.ts'

/** Outputs beyond which the last layer is computed in blocks of 16, its logits passing through memory. */
const UNROLLED_OUTPUTS = 16

/** A dense layer as the GPU holds it: both sides padded to whole vec4s, so that every load is one of four numbers. */
interface PaddedLayer {
  readonly inputs: number
  readonly units: number
  readonly activation: Activation
  /** Where kernel and bias begin among a member's parameters, in numbers. */
  readonly kernelAt: number
  readonly biasAt: number
}

/** A table as the GPU holds it: entries of whole vec4s. */
interface PaddedTable {
  readonly entries: number
  readonly dims: number
  /** Where it begins among a member's parameters, in numbers. */
  readonly tableAt: number
  /** Where its entries lie among the inputs of the first layer. */
  readonly inputAt: number
}

/** What all members of a population lie in: each side as wide as the widest of them wants it. */
export interface PaddedLayout {
  readonly head: Head
  readonly outputs: number
  /** Numbers of a row of features: the plain ones, and after whole vec4s of them the numbers of entries. */
  readonly width: number
  /** Where the numbers of entries begin in a row of features. */
  readonly plain: number
  readonly tables: readonly PaddedTable[]
  readonly layers: readonly PaddedLayer[]
  /** Numbers of one member's parameters. */
  readonly size: number
  /**
   * Numbers of activations a row: the units of all layers together; with tables before them also what goes into the first
   * layer, and the number of an entry for each table.
   */
  readonly activations: number
}

const padTo = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple

/**
 * The layout of one network, or of several that differ in their plain columns and the sizes of their tables alone. A narrower
 * one meets zeros times zeros where it is padded, so that its bits are those of its own layout.
 */
export function padLayout(shapes: readonly NetworkShape[]): PaddedLayout {
  const { head, outputs, tables: firstTables, layers: chain } = shapes[0]!
  const layers: PaddedLayer[] = []
  const tables: PaddedTable[] = []
  const hasTables = firstTables.length > 0
  const widest = Math.max(...shapes.map(({ plain }) => plain))
  const plain = padTo(hasTables ? widest : Math.max(widest, 1), 4)
  let at = 0
  let inputs = plain
  for (const t of firstTables.keys()) {
    const entries = Math.max(...shapes.map((shape) => shape.tables[t]!.entries))
    const dims = padTo(Math.max(...shapes.map((shape) => shape.tables[t]!.dims)), 4)
    tables.push({ entries, dims, tableAt: at, inputAt: inputs })
    at += entries * dims
    inputs += dims
  }
  const embedded = hasTables ? inputs + tables.length : 0
  chain.forEach(({ units, activation }, index) => {
    const isLast = index === chain.length - 1
    const padded = padTo(units, isLast && units > UNROLLED_OUTPUTS ? UNROLLED_OUTPUTS : 4)
    const biasAt = at + inputs * padded
    layers.push({ inputs, units: padded, activation, kernelAt: at, biasAt })
    at = biasAt + padded
    inputs = padded
  })
  const activations = layers.reduce((sum, { units }) => sum + units, embedded)
  const width = plain + padTo(tables.length, 4)
  return { head, outputs, width, plain, tables, layers, size: at, activations }
}

/** Parameters in a shape's order as the GPU holds them; what is padded is zero, and stays so through every step. */
export function packParameters(
  layout: PaddedLayout,
  shape: NetworkShape,
  parameters: Float32Array,
): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(layout.size)
  eachRow(layout, shape, (from, to, count) => packed.set(parameters.subarray(from, from + count), to))
  return packed
}

/** The reverse of `packParameters`. */
export function unpackParameters(
  layout: PaddedLayout,
  shape: NetworkShape,
  packed: Float32Array,
): Float32Array<ArrayBuffer> {
  const parameters = new Float32Array(shape.size)
  eachRow(layout, shape, (to, from, count) => parameters.set(packed.subarray(from, from + count), to))
  return parameters
}

function eachRow(
  { layers, tables }: PaddedLayout,
  shape: NetworkShape,
  copy: (plainAt: number, paddedAt: number, count: number) => void,
): void {
  shape.tables.forEach(({ entries, dims, tableAt }, index) => {
    const padded = tables[index]!
    for (let i = 0; i < entries; i++) copy(tableAt + i * dims, padded.tableAt + i * padded.dims, dims)
  })
  shape.layers.forEach(({ inputs, units, kernelAt, biasAt }, index) => {
    const padded = layers[index]!
    const from = index === 0 && tables.length > 0 ? embeddedInputs(shape, tables) : undefined
    for (let i = 0; i < inputs; i++)
      copy(kernelAt + i * units, padded.kernelAt + (from ? from[i]! : i) * padded.units, units)
    copy(biasAt, padded.biasAt, units)
  })
}

/** Where each input of the first layer lies among the padded ones. */
function embeddedInputs(shape: NetworkShape, tables: readonly PaddedTable[]): readonly number[] {
  return [
    ...Array.from({ length: shape.plain }, (_, i) => i),
    ...tables.flatMap(({ inputAt }, t) => Array.from({ length: shape.tables[t]!.dims }, (_, i) => inputAt + i)),
  ]
}
