import { sortNumbers } from './profile/sortNumbers.ts'
import { selectNumber } from './selectNumber.ts'
import { WideMap } from './wideMap.ts'
import { inSlices, ROWS_AT_ONCE, sort, type Work } from './work.ts'

/**
 * The numbers of a vector that are finite; the vector itself where all are. What is missing (NaN) or infinite has no place
 * in a mean or a scale.
 */
export function finiteValues(values: Float64Array): Float64Array {
  let count = 0
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i]!)) count++
  if (count === values.length) return values
  const finite = new Float64Array(count)
  for (let i = 0, at = 0; at < count; i++) {
    const value = values[i]!
    if (Number.isFinite(value)) finite[at++] = value
  }
  return finite
}

/** Numbers past which a sum of squares could overflow; they are divided by the largest first. */
const LARGE = 1e150

/**
 * Mean and population standard deviation (ddof 0) of finite numbers, in two passes with the mean corrected for rounding
 * (Chan, Golub, LeVeque 1983, "Algorithms for computing the sample variance", eq. 1.7). Equal numbers have exactly their
 * own value and 0; no numbers have 0 and 0. Both are finite, and never −0, which JSON would not keep.
 */
export function meanAndStd(values: Float64Array): { readonly mean: number; readonly std: number } {
  const n = values.length
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let sum = 0
  for (let i = 0; i < n; i++) {
    const x = values[i]!
    if (x < min) min = x
    if (x > max) max = x
    sum += x
  }
  if (n === 0) return { mean: 0, std: 0 }
  if (min === max) return { mean: min + 0, std: 0 }
  const largest = Math.max(-min, max)
  if (largest > LARGE) {
    const unit = largest
    const { mean, std } = meanAndStd(values.map((x) => x / unit))
    return { mean: mean * unit + 0, std: std * unit }
  }
  const rough = sum / n
  let rest = 0
  let squares = 0
  for (let i = 0; i < n; i++) {
    const distance = values[i]! - rough
    rest += distance
    squares += distance * distance
  }
  const variance = Math.max(0, squares - (rest * rest) / n) / n
  return { mean: rough + rest / n + 0, std: Math.sqrt(variance) }
}

/** The middle of finite numbers, or the mean of the two middle ones; `lower` takes the lower of the two. 0 where empty. */
export function median(values: Float64Array, lower = false): number {
  const half = values.length >> 1
  const parted = values.slice()
  selectNumber(parted, half)
  const high = parted[half]
  if (high === undefined) return 0
  if (parted.length % 2 === 1) return high + 0
  let low = Number.NEGATIVE_INFINITY
  for (let i = 0; i < half; i++) if (parted[i]! > low) low = parted[i]!
  return lower ? low + 0 : low / 2 + high / 2 + 0
}

/**
 * The number below which a share of ascending finite numbers lies, with linear interpolation (type 7), to the bit as
 * numpy.quantile. 0 where empty.
 */
export function quantileOfSorted(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const below = Math.floor(at)
  const low = sorted[below]
  if (low === undefined) return 0
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  const part = at - below
  const distance = high - low
  // Vast numbers of both signs.
  if (!Number.isFinite(distance)) return low * (1 - part) + high * part + 0
  return (part < 0.5 ? low + distance * part : high - distance * (1 - part)) + 0
}

/** The finite numbers of a vector, ascending, in a copy. */
export function* sortedFinite(values: Float64Array): Work<Float64Array> {
  const finite = finiteValues(values)
  yield
  const sorted = finite === values ? values.slice() : finite
  yield* sortNumbers(sorted)
  return sorted
}

/** The most common of finite numbers, the smallest of equals. 0 where empty. */
export function* mode(values: Float64Array): Work<number> {
  const sorted = yield* sortedFinite(values)
  let best = 0
  let most = 0
  let run = 0
  yield
  for (let i = 0; i < sorted.length; i++) {
    run = i > 0 && sorted[i] === sorted[i - 1] ? run + 1 : 1
    if (run > most) {
      most = run
      best = sorted[i]!
    }
  }
  return best + 0
}

export interface ValueCount {
  readonly value: string
  readonly count: number
}

/** How often each value occurs, most common first, equals in text order (UTF-16). Missing cells are not counted. */
export function* countValues(codes: Int32Array, dictionary: readonly string[]): Work<ValueCount[]> {
  const byCode = new Float64Array(dictionary.length)
  yield* inSlices(codes.length, (start, end) => {
    for (let i = start; i < end; i++) {
      const code = codes[i]!
      if (code >= 0) byCode[code]!++
    }
  })
  const byText = new WideMap<string, number>()
  yield* inSlices(dictionary.length, (start, end) => {
    for (let code = start; code < end; code++) {
      const count = byCode[code]!
      const value = dictionary[code]!
      if (count > 0) byText.set(value, (byText.get(value) ?? 0) + count)
    }
  })
  const counts: ValueCount[] = []
  for (const [value, count] of byText.entries()) {
    counts.push({ value, count })
    if (counts.length % ROWS_AT_ONCE === 0) yield
  }
  return yield* sort(counts, (a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}
