import { adjustHolm } from '../compare/adjust.ts'
import { studentTQuantile } from '../compare/studentT.ts'
import type { Interval } from '../metrics/interval.ts'
import { seededRandom } from '../random.ts'
import type { Work } from '../work.ts'

/** How a slice does on rows that it was not found on. */
export interface SliceCheck extends Interval {
  readonly rows: number
  /** Mean error of the slice, and of all rows outside it. */
  readonly error: number
  readonly errorOutside: number
  /** Mean error of the slice less that outside; `low` and `high` are the ends of its 95 % interval (Welch 1947). */
  readonly difference: number
  /** One-sided, of "no worse than as many rows drawn by chance", adjusted for all slices of the same call (Holm). */
  readonly p: number
  readonly isConfirmed: boolean
}

/** Draws that a p-value rests on: the least is 1 in 2,000, small enough for the Holm adjustment of ten slices. */
const DRAWS = 1_999
const DRAWS_AT_ONCE = 8

/**
 * Whether slices that were found on other rows are worse here too. Each is held against as many rows drawn by chance from
 * all (permutation test, p = (1 + draws at least as bad) / (1 + draws): Phipson and Smyth 2010), so that where errors have
 * nothing to do with the columns at least one of all slices is confirmed no more often than `alpha`, whatever errors look
 * like. Undefined for a slice with fewer than two rows here, or all of them.
 * @param errors Of each row, 0 or more.
 * @param slices The rows of each, ascending.
 */
export function* confirmSlices(
  errors: Float64Array,
  slices: readonly Uint32Array[],
  { seed, alpha = 0.05 }: { readonly seed: number; readonly alpha?: number },
): Work<(SliceCheck | undefined)[]> {
  const n = errors.length
  const total = errors.reduce((sum, error) => sum + error, 0)
  const found: (Omit<SliceCheck, 'isConfirmed'> | undefined)[] = []
  for (const [place, rows] of slices.entries()) {
    if (rows.length < 2 || n - rows.length < 2) {
      found.push(undefined)
      continue
    }
    const sum = rows.reduce((all, row) => all + errors[row]!, 0)
    const p = yield* chanceOf(errors, rows.length, sum, seededRandom('slice', seed, place))
    found.push({ ...differenceOf(errors, rows, total), p })
    yield
  }
  const adjusted = adjustHolm(found.flatMap((check) => (check ? [check.p] : [])))
  let place = 0
  return found.map((check) => {
    if (!check) return undefined
    const p = adjusted[place++]!
    return { ...check, p, isConfirmed: p < alpha && check.low > 0 }
  })
}

function differenceOf(errors: Float64Array, rows: Uint32Array, total: number) {
  const inside = new Uint8Array(errors.length)
  for (const row of rows) inside[row] = 1
  const counts = [errors.length - rows.length, rows.length] as const
  const sum = rows.reduce((all, row) => all + errors[row]!, 0)
  const means = [(total - sum) / counts[0], sum / counts[1]] as const
  const squares = [0, 0]
  for (let row = 0; row < errors.length; row++) {
    const side = inside[row]!
    squares[side]! += (errors[row]! - means[side]!) ** 2
  }
  // The variance of each mean.
  const [outside, within] = counts.map((count, side) => squares[side]! / (count - 1) / count) as [number, number]
  const difference = means[1] - means[0]
  const variance = outside + within
  const freedom = variance ** 2 / (outside ** 2 / (counts[0] - 1) + within ** 2 / (counts[1] - 1))
  const reach = variance > 0 ? studentTQuantile(0.975, Math.max(1, Math.floor(freedom))) * Math.sqrt(variance) : 0
  return {
    rows: rows.length,
    error: means[1],
    errorOutside: means[0],
    difference,
    low: difference - reach,
    high: difference + reach,
  }
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
