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

/** A chain of dense layers whose parameters lie in one vector: kernel, bias, kernel, bias … */
export interface NetworkShape {
  readonly width: number
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
): NetworkShape {
  const head = task === 'binary' ? 'sigmoid' : task === 'multiclass' ? 'softmax' : 'identity'
  const outputs = head === 'softmax' ? classCount : 1
  const layers: DenseShape[] = []
  let inputs = width
  let size = 0
  for (const units of [...hidden, outputs]) {
    const kernelAt = size
    const biasAt = kernelAt + inputs * units
    layers.push({ inputs, units, activation: layers.length < hidden.length ? activation : 'linear', kernelAt, biasAt })
    size = biasAt + units
    inputs = units
  }
  return { width, outputs, head, layers, size }
}
