import { LEAST_PROBABILITY } from '../metrics/probability.ts'
import type { Calibration } from './calibration.ts'
import { isotonicReader } from './isotonic.ts'

/** Logarithm of a probability, none below that of the least one that a score counts. */
export function logOf(probability: number): number {
  return Math.log(Math.max(LEAST_PROBABILITY, probability))
}

/**
 * Log-odds of class `j` in the row that begins at `from`. Against the sum of the others: 1 − p of a 32-bit float would know
 * little of a p close to 1.
 */
export function logitAt(scores: ArrayLike<number>, from: number, width: number, j: number): number {
  let others = 0
  for (let k = 0; k < width; k++) if (k !== j) others += scores[from + k]!
  return logOf(scores[from + j]!) - logOf(others)
}

/**
 * Opens a calibration for rows of `width` classes: what it gives takes probabilities (rows × classes, each row summing to 1)
 * to calibrated ones. A row's answer does not depend on the rows beside it.
 */
export function openCalibration(calibration: Calibration, width: number): (scores: Float32Array) => Float32Array {
  if (calibration.kind === 'temperature')
    return overRows(width, (scores, from, to) => scaleRow(scores, from, width, calibration.temperature, to))
  const each = readersOf(calibration, width)
  if (width === 2)
    return overRows(width, (scores, from, to) => {
      // As a float first: both then add up to 1 as closely as a model's own do.
      const positive = Math.fround(each[0]!(scores, from, 1))
      to[from] = 1 - positive
      to[from + 1] = positive
    })
  return overRows(width, (scores, from, to) => {
    let sum = 0
    const own = each.map((read, j) => {
      const value = read(scores, from, j)
      sum += value
      return value
    })
    // Where no class is thought possible, none is likelier than another (as scikit-learn).
    for (let j = 0; j < width; j++) to[from + j] = sum > 0 ? own[j]! / sum : 1 / width
  })
}

type Reader = (scores: Float32Array, from: number, j: number) => number

function readersOf(calibration: Exclude<Calibration, { kind: 'temperature' }>, width: number): readonly Reader[] {
  if (calibration.kind === 'isotonic')
    return calibration.curves.map((curve) => {
      const read = isotonicReader(curve)
      return (scores, from, j) => read(scores[from + j]!)
    })
  return calibration.lines.map(
    ({ slope, intercept }) =>
      (scores, from, j) =>
        1 / (1 + Math.exp(-(slope * logitAt(scores, from, width, j) + intercept))),
  )
}

function overRows(width: number, take: (scores: Float32Array, from: number, to: Float32Array) => void) {
  return (scores: Float32Array): Float32Array => {
    const calibrated = new Float32Array(scores.length)
    for (let from = 0; from < scores.length; from += width) take(scores, from, calibrated)
    return calibrated
  }
}

function scaleRow(scores: Float32Array, from: number, width: number, temperature: number, to: Float32Array): void {
  let highest = Number.NEGATIVE_INFINITY
  for (let j = 0; j < width; j++) highest = Math.max(highest, logOf(scores[from + j]!) / temperature)
  let total = 0
  for (let j = 0; j < width; j++) total += Math.exp(logOf(scores[from + j]!) / temperature - highest)
  for (let j = 0; j < width; j++) to[from + j] = Math.exp(logOf(scores[from + j]!) / temperature - highest) / total
}
