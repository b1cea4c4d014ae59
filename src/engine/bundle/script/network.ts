import { readFileSync } from 'node:fs'

/** One dense layer: kernel in rows × units, as tfjs keeps it. */
interface Layer {
  readonly rows: number
  readonly units: number
  readonly kernel: Float32Array
  readonly bias: Float32Array
  readonly activate: (sums: number[]) => number[]
}

const ACTIVATIONS: Readonly<Record<string, Layer['activate']>> = {
  linear: (x) => x,
  relu: (x) => x.map((value) => Math.max(0, value)),
  tanh: (x) => x.map(Math.tanh),
  gelu: (x) => x.map((value) => (value / 2) * (1 + erf(value * Math.SQRT1_2))),
  sigmoid: (x) => x.map((value) => 1 / (1 + Math.exp(-value))),
  softmax: (x) => {
    const highest = Math.max(...x)
    const powers = x.map((value) => Math.exp(value - highest))
    const sum = powers.reduce((a, b) => a + b, 0)
    return powers.map((power) => power / sum)
  },
}

/** Abramowitz & Stegun 7.1.26, as tfjs computes it: |error| ≤ 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x))
  const p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
  return Math.sign(x) * (1 - p * Math.exp(-x * x))
}

/** Entry by entry the numbers that stand for what an embedded column names. */
interface Table {
  readonly dims: number
  readonly numbers: Float32Array
}

export interface Network {
  readonly tables: readonly Table[]
  readonly layers: readonly Layer[]
}

interface ModelFile {
  readonly modelTopology: {
    readonly config: {
      readonly layers: readonly {
        readonly class_name: string
        readonly config: { readonly name: string; readonly activation?: string }
      }[]
    }
  }
  readonly weightsManifest: readonly {
    readonly paths: readonly string[]
    readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[]
  }[]
}

/** A file beside the script. */
export function readBeside(name: string): Buffer {
  return readFileSync(new URL(name, import.meta.url))
}

/** Layers that only say how the others hang together; the rows' numbers pass them unchanged. */
const WIRING: readonly string[] = ['InputLayer', 'Embedding', 'Flatten', 'Concatenate']

/** A network, from the same files that tfjs opens. */
export function openNetwork(file: string): Network {
  const { modelTopology, weightsManifest } = JSON.parse(readBeside(file).toString('utf8')) as ModelFile
  const { paths, weights } = weightsManifest[0]!
  const bytes = readBeside(paths[0]!)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const byName = new Map<string, { shape: readonly number[]; values: Float32Array }>()
  let at = 0
  for (const { name, shape } of weights) {
    const size = shape.reduce((a, b) => a * b, 1)
    const start = at
    byName.set(name, {
      shape,
      values: Float32Array.from({ length: size }, (_, i) => view.getFloat32(start + 4 * i, true)),
    })
    at += 4 * size
  }
  const tables: Table[] = []
  for (let weight = byName.get('embedding_1/embeddings'); weight; ) {
    tables.push({ dims: weight.shape[1]!, numbers: weight.values })
    weight = byName.get(`embedding_${tables.length + 1}/embeddings`)
  }
  const dense = modelTopology.config.layers.filter(({ class_name: kind }) => !WIRING.includes(kind))
  const layers = dense.map(({ class_name: kind, config: { name, activation = '' } }) => {
    const activate = ACTIVATIONS[activation]
    const kernel = byName.get(`${name}/kernel`)
    const bias = byName.get(`${name}/bias`)
    if (kind !== 'Dense' || !activate || !kernel || !bias)
      throw new Error(`predict.mjs knows no layer ${kind} ${activation}.`)
    const [rows = 0, units = 0] = kernel.shape
    return { rows, units, kernel: kernel.values, bias: bias.values, activate }
  })
  return { tables, layers }
}

/** What the network makes of one encoded row, whose last columns name entries of its tables. */
export function forward({ tables, layers }: Network, x: readonly number[]): readonly number[] {
  const plain = x.slice(0, x.length - tables.length)
  const named = tables.flatMap(({ dims, numbers }, t) => {
    const from = x[plain.length + t]! * dims
    return Array.from(numbers.subarray(from, from + dims))
  })
  return layers.reduce<readonly number[]>(
    (input, { rows, units, kernel, bias, activate }) => {
      const sums = Array.from(bias)
      for (let i = 0; i < rows; i++) {
        const value = input[i]!
        if (value !== 0) for (let j = 0; j < units; j++) sums[j]! += value * kernel[i * units + j]!
      }
      return activate(sums)
    },
    [...plain, ...named],
  )
}
