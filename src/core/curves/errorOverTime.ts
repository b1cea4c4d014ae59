import { studentTQuantile } from '../compare/studentT.ts'
import { type Interval, Z_95 } from '../metrics/interval.ts'
import { orderNumbers } from '../profile/rankNumbers.ts'

/** Rows of one stretch of time, and how far predictions were off there. */
export interface TimeBin {
  /** The first and the last time of its rows. */
  readonly from: number
  readonly to: number
  readonly rows: number
  /** Mean of predicted less actual: above 0 where predictions are too high. */
  readonly mean: number
  /** 95% interval of the mean, by Student's t of rows that stand alone; absent where they do not vary. */
  readonly interval?: Interval
}

/** Past this many degrees of freedom t is the normal but for a thousandth. */
const MANY = 1_000

/**
 * The mean error of up to `bins` stretches of time that hold about as many rows each; rows of one time are never parted, and
 * those without a time are left out.
 * @param times Whatever orders the rows: milliseconds, years; NaN where missing.
 */
export function errorOverTime(
  times: ArrayLike<number>,
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  bins = 20,
): TimeBin[] {
  const values = Float64Array.from(times)
  const order = orderNumbers(values).filter((row) => !Number.isNaN(values[row]))
  const found: TimeBin[] = []
  for (let start = 0; start < order.length; ) {
    let end = Math.ceil((order.length * (found.length + 1)) / bins)
    if (end <= start) end = start + 1
    while (end < order.length && values[order[end]!] === values[order[end - 1]!]) end++
    const errors = Float64Array.from(order.subarray(start, end), (row) => predicted[row]! - actual[row]!)
    found.push({ from: values[order[start]!]!, to: values[order[end - 1]!]!, ...meanOf(errors) })
    start = end
  }
  return found
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
