import type { Head } from './shape.ts'

/**
 * Sum over rows of the loss, in double precision, from the logits (rows × outputs): cross-entropy in nats for classes,
 * squared error for numbers. Row i of `logits` belongs to `targets[rows[i]]` (a class index, or the standardised target),
 * and its loss counts `weights[rows[i]]` times (once where absent).
 */
export function lossSum(
  head: Head,
  logits: Float32Array,
  targets: Float64Array,
  rows: Uint32Array,
  weights?: Float64Array,
): number {
  const outputs = logits.length / rows.length
  let sum = 0
  for (let i = 0; i < rows.length; i++) {
    const target = targets[rows[i]!]!
    const weight = weights ? weights[rows[i]!]! : 1
    sum += weight * lossOf(head, logits, i, outputs, target)
  }
  return sum
}

function lossOf(head: Head, logits: Float32Array, row: number, outputs: number, target: number): number {
  if (head === 'softmax') return logSumExp(logits, row * outputs, outputs) - logits[row * outputs + target]!
  const z = logits[row]!
  // log(1 + e^z) − t·z, without overflow.
  return head === 'sigmoid' ? Math.max(z, 0) - target * z + Math.log1p(Math.exp(-Math.abs(z))) : (z - target) ** 2
}

/** Answers from logits: [1 − p, p], a probability a class, or the value in the target's own units. */
export function scoresFrom(head: Head, logits: Float32Array, rows: number, mean: number, scale: number): Float32Array {
  if (head === 'identity') return logits.map((z) => z * scale + mean)
  if (head === 'sigmoid') return pairs(logits.map(sigmoid))
  const outputs = logits.length / rows
  const scores = new Float32Array(logits.length)
  for (let at = 0; at < logits.length; at += outputs) {
    const total = logSumExp(logits, at, outputs)
    for (let j = at; j < at + outputs; j++) scores[j] = Math.exp(logits[j]! - total)
  }
  return scores
}

/** Probabilities of the second class as rows of both: [1 − p, p]. */
export function pairs(positive: Float32Array): Float32Array<ArrayBuffer> {
  const both = new Float32Array(2 * positive.length)
  for (let i = 0; i < positive.length; i++) {
    both[2 * i] = 1 - positive[i]!
    both[2 * i + 1] = positive[i]!
  }
  return both
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z))
}

function logSumExp(values: Float32Array, from: number, count: number): number {
  let highest = Number.NEGATIVE_INFINITY
  for (let j = from; j < from + count; j++) highest = Math.max(highest, values[j]!)
  let sum = 0
  for (let j = from; j < from + count; j++) sum += Math.exp(values[j]! - highest)
  return highest + Math.log(sum)
}
