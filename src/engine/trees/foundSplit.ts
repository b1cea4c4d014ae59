import { SET_WORDS } from '@/core/trees/model.ts'
import type { NodeSplit } from './binnedTree.ts'
import { leafAnswer, type Penalties } from './leafAnswer.ts'

/** What a split must keep to. */
export interface SplitRules extends Penalties {
  readonly minRows: number
  readonly minHessian: number
  /** Of each column whether the answer may only rise (1) or fall (−1) with it; empty where all are free. */
  readonly monotone: ArrayLike<number>
}

/** Sums over the rows of a node in whole numbers, and between what its answer (before the learning rate) must lie. */
export interface NodeSums {
  readonly gradient: number
  readonly hessian: number
  readonly rows: number
  readonly low: number
  readonly high: number
}

export interface Split extends NodeSplit {
  readonly left: NodeSums
  readonly right: NodeSums
}

/** Doubles that a search writes of a node's best split. */
export const SPLIT_NUMBERS = 8 + SET_WORDS

/** The best of some splits of a node that were found among other columns each, the first of equals; undefined for none. */
export function readSplit(
  found: readonly Float64Array[],
  sums: NodeSums,
  rules: SplitRules,
  scales: readonly [number, number],
): Split | undefined {
  let best: Float64Array | undefined
  for (const each of found) if (each[0]! >= 0 && !(best && each[1]! <= best[1]!)) best = each
  if (!best) return undefined
  const [column, gain, bin, isMissingLeft, gradient, hessian, rows, hasSet] = best
  const { low, high } = sums
  const left = { gradient: gradient!, hessian: hessian!, rows: rows!, low, high }
  const right = {
    gradient: sums.gradient - left.gradient,
    hessian: sums.hessian - left.hessian,
    rows: sums.rows - left.rows,
    low,
    high,
  }
  const direction = rules.monotone.length > 0 ? rules.monotone[column!]! : 0
  if (direction !== 0) bound(left, right, direction, rules, scales)
  return {
    gain: gain!,
    column: column!,
    bin: bin!,
    isMissingLeft: isMissingLeft === 1,
    set: hasSet === 1 ? Uint32Array.from(best.subarray(8, SPLIT_NUMBERS)) : undefined,
    left,
    right,
  }
}

/** Where the answer may only rise, the left side's answers end where the right one's begin. */
function bound(
  left: Writable<NodeSums>,
  right: Writable<NodeSums>,
  direction: number,
  rules: SplitRules,
  scales: readonly [number, number],
): void {
  const answer = ({ gradient, hessian, low, high }: NodeSums) =>
    leafAnswer(gradient * scales[0], hessian * scales[1], rules, low, high)
  const middle = answer(left) / 2 + answer(right) / 2
  const [lower, upper] = direction > 0 ? [left, right] : [right, left]
  lower.high = middle
  upper.low = middle
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }
