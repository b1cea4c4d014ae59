/**
 * A quantile of ascending numbers by linear interpolation (Hyndman and Fan 1996, definition 7: NumPy's and pandas's
 * default). NaN where there are none.
 */
export function quantileOf(ordered: Float64Array, p: number): number {
  const { length } = ordered
  if (length === 0) return Number.NaN
  const at = (length - 1) * p
  const below = Math.floor(at)
  const low = ordered[below]!
  const high = ordered[Math.min(below + 1, length - 1)]!
  const share = at - below
  // The side nearer to the answer is the one to start from, so that it is between the two whatever the rounding.
  return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share)
}

/** How many of ascending numbers lie below a value. */
export function countBelow(ordered: Float64Array, value: number): number {
  let [from, to] = [0, ordered.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (ordered[middle]! < value) from = middle + 1
    else to = middle
  }
  return from
}

/** How many of ascending numbers are a value or less. */
export function countUpTo(ordered: Float64Array, value: number): number {
  let [from, to] = [0, ordered.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (ordered[middle]! <= value) from = middle + 1
    else to = middle
  }
  return from
}

/** Median of the distances of ascending numbers from their median: two ends, walked outwards from the middle. */
export function madOf(ordered: Float64Array): number {
  const { length } = ordered
  if (length === 0) return Number.NaN
  const centre = quantileOf(ordered, 0.5)
  let above = countBelow(ordered, centre)
  let below = above - 1
  let [last, before] = [Number.NaN, Number.NaN]
  for (let taken = 0; taken <= length >> 1; taken++) {
    before = last
    const down = below >= 0 ? centre - ordered[below]! : Number.POSITIVE_INFINITY
    const up = above < length ? ordered[above]! - centre : Number.POSITIVE_INFINITY
    if (down < up) {
      last = down
      below--
    } else {
      last = up
      above++
    }
  }
  return length % 2 === 1 ? last : before / 2 + last / 2
}
