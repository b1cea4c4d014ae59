import { adjustPresent } from '../compare/adjust.ts'
import { studentTCdf, studentTQuantile } from '../compare/studentT.ts'
import type { Interval } from '../metrics/interval.ts'
import { seededRandom } from '../random.ts'
import type { Work } from '../work.ts'

/** How a slice does on rows that it was not found on. */
export interface SliceCheck extends Interval {
  readonly rows: number
  /** Mean error of the slice, and of all rows outside it. */
  readonly error: number
  readonly errorOutside: number
  /** Mean error of the slice less that outside; `low` and `high` are the ends of its 95% interval (Welch 1947; with groups by their variance). */
  readonly difference: number
  /** One-sided, of "no worse than as many rows drawn by chance", adjusted for all slices of the same call (Holm). */
  readonly p: number
  readonly isConfirmed: boolean
}

/** Draws that a p-value rests on: the least is 1 in 2,000, small enough for the Holm adjustment of ten slices. */
const DRAWS = 1_999
const DRAWS_AT_ONCE = 8
/** Rows on either side beyond which Welch's t tells the chance as well as draws would, and at once. */
const MANY = 5_000

interface ConfirmOptions {
  readonly seed: number
  readonly alpha?: number
  /** Which group (or block of neighbouring times) each row is of, where rows of one depend on each other; any numbers. */
  readonly groups?: Int32Array | undefined
}

/**
 * Whether slices that were found on other rows are worse here too. Each is held against as many rows drawn by chance from
 * all (permutation test, p = (1 + draws at least as bad) / (1 + draws): Phipson and Smyth 2010), so that where errors have
 * nothing to do with the columns at least one of all slices is confirmed no more often than `alpha`, whatever errors look
 * like (of more than 5,000 rows on either side p is that of Welch's t). Where rows come in groups neither rows nor groups can be dealt anew, since slices cut through groups: there p and
 * interval rest on the variance between groups (Liang and Zeger 1986, with G / (G − 1)) and Student's t with as many degrees
 * of freedom as groups on the side with fewer, less one. Undefined for a slice with fewer than two rows (or groups) here, or
 * all of them.
 * @param errors Of each row, 0 or more.
 * @param slices The rows of each, ascending.
 */
export function* confirmSlices(
  errors: Float64Array,
  slices: readonly Uint32Array[],
  { seed, alpha = 0.05, groups }: ConfirmOptions,
): Work<(SliceCheck | undefined)[]> {
  const found: (Omit<SliceCheck, 'isConfirmed'> | undefined)[] = []
  for (const [place, rows] of slices.entries()) {
    if (rows.length < 2 || errors.length - rows.length < 2) found.push(undefined)
    else if (groups) found.push(checkGroups(errors, rows, groups))
    else {
      const { p: chance, ...difference } = differenceOf(errors, rows)
      const sum = rows.reduce((all, row) => all + errors[row]!, 0)
      const isLarge = Math.min(rows.length, errors.length - rows.length) > MANY
      const random = seededRandom('slice', seed, place)
      const p = isLarge ? chance : yield* chanceOf(errors, rows.length, sum, random)
      found.push({ ...difference, p })
    }
    yield
  }
  const adjusted = adjustPresent(found.map((check) => check?.p))
  return found.map((check, i) => {
    if (!check) return undefined
    const p = adjusted[i]!
    return { ...check, p, isConfirmed: p < alpha && check.low > 0 }
  })
}

/** Means of the rows of a slice (1) and of all others (0), and which side each row is on. */
function sidesOf(errors: Float64Array, rows: Uint32Array) {
  const side = new Uint8Array(errors.length)
  for (const row of rows) side[row] = 1
  const counts = [errors.length - rows.length, rows.length] as const
  const sums = [0, 0]
  for (let row = 0; row < errors.length; row++) sums[side[row]!]! += errors[row]!
  return { side, counts, means: [sums[0]! / counts[0], sums[1]! / counts[1]] as const }
}

function checkGroups(
  errors: Float64Array,
  rows: Uint32Array,
  groups: Int32Array,
): Omit<SliceCheck, 'isConfirmed'> | undefined {
  const { side, counts, means } = sidesOf(errors, rows)
  // What each group adds to the difference of the means.
  const pulls = new Map<number, number>()
  const on = [new Set<number>(), new Set<number>()] as const
  for (let row = 0; row < errors.length; row++) {
    const its = side[row]! as 0 | 1
    const group = groups[row]!
    const pull = (errors[row]! - means[its]) / counts[its]
    pulls.set(group, (pulls.get(group) ?? 0) + (its === 1 ? pull : -pull))
    on[its].add(group)
  }
  const freedom = Math.min(on[0].size, on[1].size) - 1
  if (freedom < 1) return undefined
  let squares = 0
  for (const pull of pulls.values()) squares += pull * pull
  const error = Math.sqrt((pulls.size / (pulls.size - 1)) * squares)
  const difference = means[1] - means[0]
  const p = error > 0 ? 1 - studentTCdf(difference / error, freedom) : difference > 0 ? 0 : 1
  return { ...around(rows.length, means, error * studentTQuantile(0.975, freedom)), p }
}

function around(rows: number, [outside, within]: readonly [number, number], reach: number) {
  const difference = within - outside
  return { rows, error: within, errorOutside: outside, difference, low: difference - reach, high: difference + reach }
}

function differenceOf(errors: Float64Array, rows: Uint32Array) {
  const { side, counts, means } = sidesOf(errors, rows)
  const squares = [0, 0]
  for (let row = 0; row < errors.length; row++) squares[side[row]!]! += (errors[row]! - means[side[row]! as 0 | 1]) ** 2
  // The variance of each mean.
  const [outside, within] = counts.map((count, its) => squares[its]! / (count - 1) / count) as [number, number]
  const variance = outside + within
  const its = variance ** 2 / (outside ** 2 / (counts[0] - 1) + within ** 2 / (counts[1] - 1))
  // Beyond so many degrees of freedom t is the normal distribution, to four digits.
  const freedom = Math.min(5_000, Math.max(1, Math.floor(its)))
  const error = Math.sqrt(variance)
  const reach = error > 0 ? studentTQuantile(0.975, freedom) * error : 0
  const difference = around(rows.length, means, reach)
  const p = error > 0 ? 1 - studentTCdf(difference.difference / error, freedom) : difference.difference > 0 ? 0 : 1
  return { ...difference, p }
}

/** The chance that so many rows drawn from all, without replacement, have errors that sum to as much. */
function* chanceOf(errors: Float64Array, count: number, sum: number, random: () => number): Work<number> {
  const n = errors.length
  // Drawing what is left out is the same, and less work where a slice holds most rows.
  const isFew = count <= n / 2
  const total = errors.reduce((all, error) => all + error, 0)
  const drawn = isFew ? count : n - count
  const places = errors.slice()
  let asBad = 1
  for (let draw = 0; draw < DRAWS; draw++) {
    let its = 0
    for (let i = 0; i < drawn; i++) {
      const j = i + Math.floor(random() * (n - i))
      const error = places[j]!
      places[j] = places[i]!
      places[i] = error
      its += error
    }
    const reached = isFew ? its : total - its
    // Sums of the same errors in another order may differ in their last digits.
    if (reached >= sum - 1e-9 * Math.abs(sum)) asBad++
    if (draw % DRAWS_AT_ONCE === DRAWS_AT_ONCE - 1) yield
  }
  return asBad / (DRAWS + 1)
}
