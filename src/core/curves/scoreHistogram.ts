/** Rows of a class, and all others, whose scores lie from `from` up to `to`. */
export interface ScoreBin {
  readonly from: number
  readonly to: number
  readonly positives: number
  readonly negatives: number
}

/** How probabilities are spread over [0, 1], by class: 1 lies in the last bin. `isPositive[i]` is 1 or 0. */
export function scoreHistogram(isPositive: ArrayLike<number>, probabilities: ArrayLike<number>, bins = 40): ScoreBin[] {
  const positives = new Float64Array(bins)
  const negatives = new Float64Array(bins)
  for (let row = 0; row < isPositive.length; row++) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(probabilities[row]! * bins)))
    const side = isPositive[row] === 1 ? positives : negatives
    side[bin]!++
  }
  return Array.from(positives, (count, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    positives: count,
    negatives: negatives[bin]!,
  }))
}
