import { ROWS_AT_ONCE, type Work } from '../work.ts'

/**
 * The Wasserstein-1 distance of two samples: the area between their empirical distribution functions, in the values' own
 * units (Villani 2009; as `scipy.stats.wasserstein_distance`). Both ascending and finite; 0 where one is empty.
 */
export function* wasserstein(a: Float64Array, b: Float64Array): Work<number> {
  if (a.length === 0 || b.length === 0) return 0
  let [i, j] = [0, 0]
  let last = Math.min(a[0]!, b[0]!)
  let area = 0
  let rest = ROWS_AT_ONCE
  while (i < a.length || j < b.length) {
    if (i + j > rest) {
      rest = i + j + ROWS_AT_ONCE
      yield
    }
    const next = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY)
    area += Math.abs(i / a.length - j / b.length) * (next - last)
    last = next
    while (a[i] === next) i++
    while (b[j] === next) j++
  }
  return area
}

/**
 * The Jensen–Shannon distance of two distributions given as counts of the same values in the same order: the root of the
 * divergence in nats, from 0 (the same shares) to √ln 2 ≈ .833 (no value in common). Lin 1991; as
 * `scipy.spatial.distance.jensenshannon`. 0 where one has no counts.
 */
export function jensenShannon(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [sumA, sumB] = [total(a), total(b)]
  if (sumA === 0 || sumB === 0) return 0
  let divergence = 0
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [a[i]! / sumA, b[i]! / sumB]
    const middle = (p + q) / 2
    if (p > 0) divergence += p * Math.log(p / middle)
    if (q > 0) divergence += q * Math.log(q / middle)
  }
  return Math.sqrt(Math.max(0, divergence / 2))
}

function total(counts: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < counts.length; i++) sum += counts[i]!
  return sum
}
