import { seededRandom } from '@/core/random.ts'
import { selectNumber } from '@/core/selectNumber.ts'

/**
 * A quantile of numbers, which are rearranged: linear between neighbours (numpy.percentile); with weights the least
 * number up to which the weights come to that share of their sum (scikit-learn's `_weighted_percentile`).
 */
export function quantileOf(values: Float64Array, weights: Float64Array | undefined, share: number): number {
  const last = values.length - 1
  if (!weights) {
    const place = share * last
    const below = Math.floor(place)
    selectNumber(values, below)
    const low = values[below]!
    if (place === below) return low
    let high = Number.POSITIVE_INFINITY
    for (let i = below + 1; i <= last; i++) if (values[i]! < high) high = values[i]!
    return low + (place - below) * (high - low)
  }
  return selectByWeight(values, weights.slice(), share)
}

/** The weighted quantile by Hoare's FIND in three parts: those below a pivot, equal to it, and above. */
function selectByWeight(values: Float64Array, weights: Float64Array, share: number): number {
  let wanted = share * weights.reduce((a, b) => a + b, 0)
  let [start, end] = [0, values.length]
  const swap = (a: number, b: number) => {
    const [value, weight] = [values[a]!, weights[a]!]
    values[a] = values[b]!
    weights[a] = weights[b]!
    values[b] = value
    weights[b] = weight
  }
  // Pivots by a fixed rule of chance, so that no order of the numbers is a bad one.
  const random = seededRandom('quantile')
  for (;;) {
    const pivot = values[start + Math.floor(random() * (end - start))]!
    let [below, at, above] = [start, start, end]
    let [lighter, equal] = [0, 0]
    while (at < above) {
      if (values[at]! < pivot) {
        lighter += weights[at]!
        swap(below++, at++)
      } else if (values[at]! > pivot) swap(at, --above)
      else equal += weights[at++]!
    }
    if (below > start && lighter >= wanted) end = below
    else if (lighter + equal >= wanted || above === end) return pivot
    else {
      wanted -= lighter + equal
      start = above
    }
  }
}
