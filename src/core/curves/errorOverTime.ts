import { studentTQuantile } from '../compare/studentT.ts'
import { type Interval, wilsonInterval, Z_95 } from '../metrics/interval.ts'
import { orderNumbers } from '../profile/rankNumbers.ts'

/** Rows of one stretch of time, and how far predictions were off there. */
export interface TimeBin {
  /** The first and the last time of its rows. */
  readonly from: number
  readonly to: number
  readonly rows: number
  /** Of numbers the mean of predicted less actual, above 0 where predictions are too high; of classes the share called wrong. */
  readonly mean: number
  /** 95% interval of the mean, of rows that stand alone: Student's t of numbers, absent where they do not vary; Wilson's of a share. */
  readonly interval?: Interval
}

const BINS = 20

/** Rows of a stretch of which a share still says something: its interval is some .35 wide at most. */
const ROWS_OF_A_SHARE = 30

/** Past this many degrees of freedom t is the normal but for a thousandth. */
const MANY = 1_000

/** What a stretch says of the errors of its rows. */
type MeanOf = (errors: Float64Array) => Pick<TimeBin, 'rows' | 'mean' | 'interval'>

/**
 * The mean error of up to `bins` stretches of time, 20 unless told, that hold about as many rows each; rows of one time are
 * never parted, and those without a time are left out.
 * @param times Whatever orders the rows: milliseconds, years; NaN where missing.
 */
export function errorOverTime(
  times: ArrayLike<number>,
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  bins?: number,
): TimeBin[] {
  const errors = Float64Array.from(times, (_, row) => predicted[row]! - actual[row]!)
  return overTime(times, errors, meanOf, bins)
}

/**
 * The share of rows called another class than their own, over stretches as {@link errorOverTime} has them, of 30 rows at least.
 * @param actual The class of each row, as a number.
 * @param called The class that each was called.
 */
export function mistakesOverTime(
  times: ArrayLike<number>,
  actual: ArrayLike<number>,
  called: ArrayLike<number>,
  bins = Math.min(BINS, Math.max(1, Math.floor(times.length / ROWS_OF_A_SHARE))),
): TimeBin[] {
  const wrong = Float64Array.from(times, (_, row) => Number(called[row] !== actual[row]))
  return overTime(times, wrong, shareOf, bins)
}

function overTime(times: ArrayLike<number>, errors: Float64Array, meanOf: MeanOf, bins = BINS): TimeBin[] {
  const values = Float64Array.from(times)
  const order = orderNumbers(values).filter((row) => !Number.isNaN(values[row]))
  const found: TimeBin[] = []
  for (let start = 0; start < order.length; ) {
    let end = Math.ceil((order.length * (found.length + 1)) / bins)
    if (end <= start) end = start + 1
    while (end < order.length && values[order[end]!] === values[order[end - 1]!]) end++
    const own = Float64Array.from(order.subarray(start, end), (row) => errors[row]!)
    found.push({ from: values[order[start]!]!, to: values[order[end - 1]!]!, ...meanOf(own) })
    start = end
  }
  return found
}

function shareOf(wrong: Float64Array): Pick<TimeBin, 'rows' | 'mean' | 'interval'> {
  const rows = wrong.length
  const count = wrong.reduce((sum, value) => sum + value, 0)
  const interval = wilsonInterval(count, rows)
  return { rows, mean: count / rows, ...(interval && { interval }) }
}

function meanOf(errors: Float64Array): Pick<TimeBin, 'rows' | 'mean' | 'interval'> {
  const rows = errors.length
  const mean = errors.reduce((sum, value) => sum + value, 0) / rows
  const squares = errors.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  if (rows < 2 || !(squares > 0)) return { rows, mean }
  const t = rows - 1 > MANY ? Z_95 : studentTQuantile(0.975, rows - 1)
  const half = t * Math.sqrt(squares / (rows - 1) / rows)
  return { rows, mean, interval: { low: mean - half, high: mean + half } }
}
