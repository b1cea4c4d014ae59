/** What keeps a leaf's answer small. */
export interface Penalties {
  readonly l1: number
  readonly l2: number
}

/** Sums of gradients and hessians of a node, and of the left side of a split. */
export interface SidesOfSplit {
  readonly total: number
  readonly weight: number
  readonly side: number
  readonly sideWeight: number
}

/** Shrinks a sum of gradients towards 0 by l1. */
export function soften(gradient: number, l1: number): number {
  return gradient > l1 ? gradient - l1 : gradient < -l1 ? gradient + l1 : 0
}

/**
 * The answer of a leaf before the learning rate: −T(G) / (H + l2), T shrinking by l1 (Chen and Guestrin 2016, "XGBoost",
 * eq. 5), within bounds.
 */
export function leafAnswer(
  gradient: number,
  hessian: number,
  { l1, l2 }: Penalties,
  low = Number.NEGATIVE_INFINITY,
  high = Number.POSITIVE_INFINITY,
): number {
  const weight = hessian + l2
  const answer = weight > 0 ? -soften(gradient, l1) / weight : 0
  return Math.min(high, Math.max(low, answer))
}

/**
 * The gain of a split where gradients are shrunk, or answers bounded: what the answers of both sides take off the loss, less what
 * that of the node does. −1 where the answers go the wrong way; the direction is 1 where they may only rise to the right, −1
 * where they may only fall, 0 where they are free.
 */
export function carefulGain(
  { total, weight, side, sideWeight }: SidesOfSplit,
  penalties: Penalties,
  { low, high }: { readonly low: number; readonly high: number },
  direction: number,
): number {
  const other = total - side
  const otherWeight = weight - sideWeight
  const left = leafAnswer(side, sideWeight, penalties, low, high)
  const right = leafAnswer(other, otherWeight, penalties, low, high)
  if (direction * (right - left) < 0) return -1
  const whole = leafAnswer(total, weight, penalties, low, high)
  const { l1, l2 } = penalties
  // What an answer takes off the loss.
  const score = (gradient: number, divisor: number, answer: number) =>
    -(2 * gradient * answer + divisor * answer * answer + 2 * l1 * Math.abs(answer))
  return score(side, sideWeight + l2, left) + score(other, otherWeight + l2, right) - score(total, weight + l2, whole)
}
