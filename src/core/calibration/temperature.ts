import { eachRow, rowsAtOnce, type Work } from '../work.ts'

const MOST_ITERATIONS = 60
const ENOUGH = 1e-12
/** Sharpness (1 / temperature) at which a search ends: where every row is right, more is better without end. */
const [LEAST, MOST] = [0.01, 100]

/**
 * The temperature T of least log loss of probabilities proportional to p^(1/T) (Guo et al. 2017). The loss is convex in
 * 1/T: Newton's method within a bracket that its slope narrows. Between 0.01 and 100.
 * @param logs Logarithms of the probabilities, rows × classes.
 * @param actual Class index of each row.
 */
export function* fitTemperature(logs: Float64Array, actual: ArrayLike<number>, classes: number): Work<number> {
  const rows = actual.length
  let [low, high] = [LEAST, MOST]
  let sharpness = 1
  for (let i = 0; i < MOST_ITERATIONS && high - low > ENOUGH * high; i++) {
    let [slope, curve] = [0, 0]
    yield* eachRow(
      rows,
      (row) => {
        const { mean, variance } = momentsOf(logs, row * classes, classes, sharpness)
        slope += mean - logs[row * classes + actual[row]!]!
        curve += variance
      },
      rowsAtOnce(classes),
    )
    if (slope > 0) high = sharpness
    else low = sharpness
    const next = sharpness - slope / curve
    if (Math.abs(next - sharpness) <= ENOUGH * sharpness) break
    sharpness = next > low && next < high ? next : (low + high) / 2
  }
  return 1 / sharpness
}

/** Mean and variance of a row's logarithms under the probabilities that the sharpness makes of them. */
function momentsOf(logs: Float64Array, from: number, classes: number, sharpness: number) {
  let highest = Number.NEGATIVE_INFINITY
  for (let j = 0; j < classes; j++) highest = Math.max(highest, logs[from + j]!)
  let [total, first, second] = [0, 0, 0]
  for (let j = 0; j < classes; j++) {
    const below = logs[from + j]! - highest
    const weight = Math.exp(sharpness * below)
    total += weight
    first += weight * below
    second += weight * below * below
  }
  const mean = first / total
  return { mean: mean + highest, variance: second / total - mean * mean }
}
