import type { FrameColumn } from '../dataset/column.ts'
import { inSlices, type Work } from '../work.ts'
import {
  type Histogram,
  type NumberCount,
  type NumbersProfile,
  type Order,
  PROFILE_BINS,
  QUANTILES,
  ROWS_LISTED,
} from './columnProfile.ts'
import { countBelow, countUpTo, madOf, quantileOf } from './quantile.ts'
import { sortNumbers } from './sortNumbers.ts'

/** Common, lowest and highest values that are listed. */
const LISTED = 10

/** The present values of a column in order, with what a walk over its rows tells. Not a number is missing. */
export interface Ordered {
  readonly ordered: Float64Array
  readonly missing: number
  readonly infinite: number
  readonly infinities: NumbersProfile['infinities']
  readonly order: Order
  readonly sum: number
}

/** Sorts the finite values of a column in a copy (8 bytes a row). */
export function* orderColumn(values: Float64Array): Work<Ordered> {
  const kept = new Float64Array(values.length)
  const walk = new Walk(kept)
  yield* inSlices(values.length, (start, end) => walk.over(values, start, end))
  const { at, missing, infinite, above, rows, rises, falls, stays, sum } = walk
  const ordered = kept.subarray(0, at)
  if (falls && !rises) ordered.reverse()
  else if (falls) yield* sortNumbers(ordered)
  return { ordered, missing, infinite, infinities: { above, rows }, order: orderOf(rises, falls, stays), sum }
}

/** What a walk over the rows of a column tells, some rows at a time; keeps the finite values. */
class Walk {
  at = 0
  missing = 0
  infinite = 0
  above = 0
  sum = 0
  rises = false
  falls = false
  stays = false
  readonly rows: number[] = []
  readonly #kept: Float64Array

  constructor(kept: Float64Array) {
    this.#kept = kept
  }

  over(values: Float64Array, start: number, end: number): void {
    const kept = this.#kept
    // In variables of its own: a member is slower to add to.
    let { at, missing, infinite, above, sum, rises, falls, stays } = this
    let last = at > 0 ? kept[at - 1]! : Number.NaN
    for (let i = start; i < end; i++) {
      const value = values[i]!
      // Infinity and NaN alike have no difference with themselves.
      if (value - value !== 0) {
        if (Number.isNaN(value)) missing++
        else {
          infinite++
          if (value > 0) above++
          if (this.rows.length < ROWS_LISTED) this.rows.push(i)
        }
        continue
      }
      // Once it is known that there is no order it need not be asked again.
      if (!(rises && falls)) {
        if (value > last) rises = true
        else if (value < last) falls = true
        else if (at > 0) stays = true
        last = value
      }
      sum += value
      kept[at++] = value
    }
    Object.assign(this, { at, missing, infinite, above, sum, rises, falls, stays })
  }
}

function orderOf(rises: boolean, falls: boolean, stays: boolean): Order {
  if (rises === falls) return 'none'
  if (rises) return stays ? 'never falling' : 'rising'
  return stays ? 'never rising' : 'falling'
}

/** Every figure of a column of numbers, exactly: no value is left out and nothing is estimated. */
export function* profileNumbers(
  { name, type }: Pick<FrameColumn, 'name' | 'type'>,
  values: Float64Array,
): Work<NumbersProfile> {
  const { ordered, missing, infinite, infinities, order, sum } = yield* orderColumn(values)
  const n = ordered.length
  const present = n + infinite
  const { distinct, top } = yield* countRuns(ordered)
  const different = distinct + Number(infinities.above > 0) + Number(infinities.above < infinite)
  const { mean, variance, skew, kurtosis } = yield* momentsOf(ordered, sum)
  const std = Math.sqrt(variance)
  yield
  const mad = madOf(ordered)
  yield
  const quantiles = n === 0 ? [] : QUANTILES.map((p) => ({ p, value: quantileOf(ordered, p) + 0 }))
  const min = n > 0 ? ordered[0]! : Number.NaN
  const max = n > 0 ? ordered[n - 1]! : Number.NaN
  return {
    kind: 'numbers',
    name,
    type,
    rows: values.length,
    missing,
    infinite,
    infinities,
    distinct: different,
    distinctShare: present === 0 ? null : different / present,
    zeros: countUpTo(ordered, 0) - countBelow(ordered, 0),
    negatives: countBelow(ordered, 0),
    min: finite(min),
    max: finite(max),
    range: finite(max - min),
    mean: finite(mean),
    std: finite(std),
    variance: finite(variance),
    cv: finite(std / mean),
    mad: finite(mad),
    quantiles,
    iqr: finite(quantileOf(ordered, 0.75) - quantileOf(ordered, 0.25)),
    skew: finite(skew),
    kurtosis: finite(kurtosis),
    sum: n === 0 ? null : finite(sum),
    order,
    histogram: histogramOf(ordered),
    top,
    lowest: endOf(ordered, false),
    highest: endOf(ordered, true),
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null
}

/**
 * Mean, variance (ddof 1), and the skewness G1 and excess kurtosis G2 of Joanes and Gill (1998), "Comparing measures of
 * sample skewness and kurtosis", as pandas's `skew` and `kurt`; about the mean in a second pass. Not a number where there
 * are too few values; 0 where all are equal.
 */
function* momentsOf(ordered: Float64Array, sum: number) {
  const n = ordered.length
  const rough = sum / n
  const isFlat = n > 0 && ordered[0] === ordered[n - 1]
  if (n === 0 || isFlat) {
    const zero = (least: number) => (n >= least ? 0 : Number.NaN)
    return { mean: n > 0 ? ordered[0]! : Number.NaN, variance: zero(2), skew: zero(3), kurtosis: zero(4) }
  }
  let rest = 0
  yield* inSlices(n, (start, end) => {
    rest = addRest(rest, ordered, rough, start, end)
  })
  const mean = rough + rest / n
  const sums = new Float64Array(3)
  yield* inSlices(n, (start, end) => addPowers(sums, ordered, mean, start, end))
  const [two, three, four] = [sums[0]!, sums[1]!, sums[2]!]
  const m2 = two / n
  const skew = ((three / n / (m2 * Math.sqrt(m2))) * Math.sqrt(n * (n - 1))) / (n - 2)
  const g2 = four / n / (m2 * m2) - 3
  const kurtosis = ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * g2 + 6)
  return { mean, variance: two / (n - 1), skew: n > 2 ? skew : Number.NaN, kurtosis: n > 3 ? kurtosis : Number.NaN }
}

function addRest(rest: number, ordered: Float64Array, rough: number, start: number, end: number): number {
  let sum = rest
  for (let i = start; i < end; i++) sum += ordered[i]! - rough
  return sum
}

/** The second, third and fourth powers of distances from the mean, added up. */
function addPowers(sums: Float64Array, ordered: Float64Array, mean: number, start: number, end: number): void {
  let [two, three, four] = [sums[0]!, sums[1]!, sums[2]!]
  for (let i = start; i < end; i++) {
    const d = ordered[i]! - mean
    const square = d * d
    two += square
    three += square * d
    four += square * square
  }
  sums.set([two, three, four])
}

/** Runs of equal values among ascending ones: how many, and the longest. */
export function* countRuns(ordered: Float64Array): Work<{ distinct: number; top: readonly NumberCount[] }> {
  const runs = new Runs()
  yield* inSlices(ordered.length, (start, end) => runs.over(ordered, start, end))
  const { distinct, top } = runs
  return { distinct, top }
}

class Runs {
  readonly top: NumberCount[] = []
  distinct = 0
  #least = 0
  #start = 0

  /** Ends the runs that end at places after `from`, `to` among them. */
  over(ordered: Float64Array, from: number, to: number): void {
    const { length } = ordered
    const { top } = this
    let [distinct, least, start] = [this.distinct, this.#least, this.#start]
    for (let end = from + 1; end <= to; end++) {
      if (end < length && ordered[end] === ordered[start]) continue
      distinct++
      const count = end - start
      // Ascending values come in order, so that of equals the smallest stays first.
      if (count > least) {
        let at = top.length
        while (at > 0 && top[at - 1]!.count < count) at--
        top.splice(at, 0, { value: ordered[start]! + 0, count })
        if (top.length > LISTED) top.pop()
        if (top.length === LISTED) least = top[LISTED - 1]!.count
      }
      start = end
    }
    this.distinct = distinct
    this.#least = least
    this.#start = start
  }
}

function endOf(ordered: Float64Array, isHigh: boolean): NumberCount[] {
  const listed: NumberCount[] = []
  let at = isHigh ? ordered.length : 0
  while (listed.length < LISTED && (isHigh ? at > 0 : at < ordered.length)) {
    const value = ordered[isHigh ? at - 1 : at]!
    const next = isHigh ? countBelow(ordered, value) : countUpTo(ordered, value)
    listed.push({ value: value + 0, count: Math.abs(next - at) })
    at = next
  }
  return listed
}

/** Counts of `PROFILE_BINS` equal ranges of ascending numbers; one bin where all are equal, null where there are none. */
export function histogramOf(ordered: Float64Array): Histogram | null {
  const n = ordered.length
  if (n === 0) return null
  const [min, max] = [ordered[0]!, ordered[n - 1]!]
  if (min === max) return { min, max, counts: [n] }
  const counts: number[] = []
  let before = 0
  for (let bin = 1; bin <= PROFILE_BINS; bin++) {
    // As a share of both ends, since the width of the widest columns overflows.
    const edge = min * (1 - bin / PROFILE_BINS) + max * (bin / PROFILE_BINS)
    const below = bin === PROFILE_BINS ? n : countBelow(ordered, edge)
    counts.push(below - before)
    before = below
  }
  return { min, max, counts }
}
