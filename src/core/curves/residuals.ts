import { meanAndStd } from '../centre.ts'
import { normalQuantile } from '../normal.ts'
import { orderNumbers } from '../profile/rankNumbers.ts'
import { MOST_POINTS } from './thin.ts'

/** A row of a regression. */
export interface ResidualPoint {
  /** Its place among the rows given. */
  readonly row: number
  readonly actual: number
  readonly predicted: number
  /** Actual less predicted. */
  readonly residual: number
}

/** Of the rows shown, how many are those that are farthest off. */
const FARTHEST = 20

/**
 * Rows to draw predicted against actual, or residuals, from: all, or where they are more than `most` those that are farthest
 * off, and of the others every so many in the order of what was predicted. In that order.
 */
export function residualPoints(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  most = MOST_POINTS,
): ResidualPoint[] {
  const residuals = Float64Array.from(actual, (value, row) => value - predicted[row]!)
  const order = orderNumbers(Float64Array.from(predicted))
  const farthest = Math.min(FARTHEST, most)
  const shown = new Set(
    order.length <= most ? order : orderNumbers(residuals.map(Math.abs)).slice(order.length - farthest),
  )
  const others = order.filter((row) => !shown.has(row))
  const places = Math.min(others.length, most - shown.size)
  for (let i = 0; i < places; i++) shown.add(others[Math.floor(((i + 0.5) * others.length) / places)]!)
  return Array.from(
    order.filter((row) => shown.has(row)),
    (row) => ({ row, actual: actual[row]!, predicted: predicted[row]!, residual: residuals[row]! }),
  )
}

/** A residual beside the one that a normal distribution would have in its place, both in standard deviations. */
export interface QuantilePoint {
  readonly normal: number
  readonly residual: number
}

/**
 * Standardised residuals against normal quantiles at (i − ½) / n (Hazen 1914), of at most `most` places, ends among them.
 * Empty where residuals do not vary.
 */
export function quantilePoints(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  most = MOST_POINTS,
): QuantilePoint[] {
  const residuals = Float64Array.from(actual, (value, row) => value - predicted[row]!).sort()
  const { mean, std } = meanAndStd(residuals)
  const { length } = residuals
  if (!(std > 0)) return []
  const points = Math.min(most, length)
  return Array.from({ length: points }, (_, i) => {
    const place = points === 1 ? 0 : Math.round((i * (length - 1)) / (points - 1))
    return { normal: normalQuantile((place + 0.5) / length), residual: (residuals[place]! - mean) / std }
  })
}
