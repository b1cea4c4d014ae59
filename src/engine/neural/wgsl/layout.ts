import type { Activation, Head, NetworkShape } from '../shape.ts'

/** Rows that one invocation of a forward or backward kernel computes; batches are padded to it. */
export const ROWS = 4
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

export interface PaddedLayout {
  readonly shape: NetworkShape
  readonly head: Head
  readonly layers: readonly PaddedLayer[]
  /** Numbers of one member's parameters. */
  readonly size: number
  /** Units of all layers together: numbers of activations a row. */
  readonly activations: number
}

const padTo = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple

/** Numbers of a row of features on the GPU. */
export function paddedWidth(width: number): number {
  return padTo(Math.max(width, 1), 4)
}

export function padLayout(shape: NetworkShape): PaddedLayout {
  const layers: PaddedLayer[] = []
  let at = 0
  let inputs = paddedWidth(shape.width)
  shape.layers.forEach(({ units, activation }, index) => {
    const isLast = index === shape.layers.length - 1
    const padded = padTo(units, isLast && units > UNROLLED_OUTPUTS ? UNROLLED_OUTPUTS : 4)
    const biasAt = at + inputs * padded
    layers.push({ inputs, units: padded, activation, kernelAt: at, biasAt })
    at = biasAt + padded
    inputs = padded
  })
  const activations = layers.reduce((sum, { units }) => sum + units, 0)
  return { shape, head: shape.head, layers, size: at, activations }
}

/** Parameters in the shape's order as the GPU holds them; what is padded is zero, and stays so through every step. */
export function packParameters(
  { shape, layers, size }: PaddedLayout,
  parameters: Float32Array,
): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(size)
  eachRow(shape, layers, (from, to, count) => packed.set(parameters.subarray(from, from + count), to))
  return packed
}

/** The reverse of `packParameters`. */
export function unpackParameters({ shape, layers }: PaddedLayout, packed: Float32Array): Float32Array<ArrayBuffer> {
  const parameters = new Float32Array(shape.size)
  eachRow(shape, layers, (to, from, count) => parameters.set(packed.subarray(from, from + count), to))
  return parameters
}

function eachRow(
  shape: NetworkShape,
  layers: readonly PaddedLayer[],
  copy: (plainAt: number, paddedAt: number, count: number) => void,
): void {
  shape.layers.forEach(({ inputs, units, kernelAt, biasAt }, index) => {
    const padded = layers[index]!
    for (let i = 0; i < inputs; i++) copy(kernelAt + i * units, padded.kernelAt + i * padded.units, units)
    copy(biasAt, padded.biasAt, units)
  })
}
