import type { Measure } from '../kinds/groups.ts'

/** What is measured of numbers, in a few words. */
export const MEASURE_LABELS: Readonly<Record<Measure, string>> = {
  mean: 'mean',
  sum: 'sum',
  min: 'smallest',
  max: 'largest',
  std: 'standard deviation',
  count: 'count',
}

/** Measures of finite numbers in one go; null where there is none: no values, or one for `std`. */
export function measure(values: readonly number[], measures: readonly Measure[]): (number | null)[] {
  const n = values.length
  let sum = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const x of values) {
    sum += x
    if (x < min) min = x
    if (x > max) max = x
  }
  const mean = sum / n
  const spread = () => {
    let squares = 0
    for (const x of values) squares += (x - mean) ** 2
    return Math.sqrt(squares / (n - 1))
  }
  const of: Readonly<Record<Measure, () => number>> = {
    mean: () => mean,
    sum: () => sum,
    min: () => min,
    max: () => max,
    std: spread,
    count: () => n,
  }
  return measures.map((name) => {
    if (name === 'count') return n
    const value = n === 0 || (name === 'std' && n === 1) ? Number.NaN : of[name]()
    // A sum beyond what a double holds is no number to learn from; −0 would not survive JSON.
    return Number.isFinite(value) ? value + 0 : null
  })
}
