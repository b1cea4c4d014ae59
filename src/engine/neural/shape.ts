import type { TableSize } from '@/core/encoding/embedding.ts'
import type { HiddenActivation } from '@/core/learner/learner.ts'
import type { TaskKind } from '@/core/metrics/metric.ts'

/** What turns the last layer's sums (logits) into an answer. */
export type Head = 'sigmoid' | 'softmax' | 'identity'

/** What a layer makes of its sums; the last makes nothing of them, they are the logits. */
export type Activation = HiddenActivation | 'linear'

/** A dense layer, and where its kernel (inputs × units, row by row) and bias lie among all parameters. */
interface DenseShape {
  readonly inputs: number
  readonly units: number
  readonly activation: Activation
  readonly kernelAt: number
  readonly biasAt: number
}

/** A table of an embedded column, and where it lies (entry by entry) among all parameters. No row of training names its last entry. */
interface TableShape extends TableSize {
  readonly tableAt: number
}

/**
 * A chain of dense layers whose parameters lie in one vector: tables, then kernel, bias, kernel, bias … What goes into
 * the first layer is a row's plain columns, then for each table the entry that the row names.
 */
export interface NetworkShape {
  /** Columns of the matrix: plain ones, then the number of an entry for each table. */
  readonly width: number
  /** Columns that are numbers of their own. */
  readonly plain: number
  readonly tables: readonly TableShape[]
  readonly outputs: number
  readonly head: Head
  readonly layers: readonly DenseShape[]
  /** Parameters in all. */
  readonly size: number
}

/** One sigmoid unit for two classes, a softmax unit a class for more, one plain unit for a number. */
export function describeNetwork(
  width: number,
  hidden: readonly number[],
  task: TaskKind,
  classCount: number,
  activation: HiddenActivation = 'relu',
  tableSizes: readonly TableSize[] = [],
): NetworkShape {
  const head = task === 'binary' ? 'sigmoid' : task === 'multiclass' ? 'softmax' : 'identity'
  const outputs = head === 'softmax' ? classCount : 1
  const plain = width - tableSizes.length
  const tables: TableShape[] = []
  const layers: DenseShape[] = []
  let inputs = plain
  let size = 0
  for (const { entries, dims } of tableSizes) {
    tables.push({ entries, dims, tableAt: size })
    size += entries * dims
    inputs += dims
  }
  for (const units of [...hidden, outputs]) {
    const kernelAt = size
    const biasAt = kernelAt + inputs * units
    layers.push({ inputs, units, activation: layers.length < hidden.length ? activation : 'linear', kernelAt, biasAt })
    size = biasAt + units
    inputs = units
  }
  return { width, plain, tables, outputs, head, layers, size }
}
