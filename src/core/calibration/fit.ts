import { fill, mapEach, type Work } from '../work.ts'
import { logitAt, logOf, openCalibration } from './apply.ts'
import { type Calibration, type CalibrationKind, calibratorsOf } from './calibration.ts'
import { fitIsotonic } from './isotonic.ts'
import { fitPlatt } from './platt.ts'
import { fitTemperature } from './temperature.ts'

/** What a model said of rows that it was not trained on, and what they are. */
export interface SaidRows {
  /** Probabilities, rows × classes. */
  readonly scores: Float32Array
  readonly width: number
  /** Class index of each row. */
  readonly actual: ArrayLike<number>
}

/** Fits a calibration on rows: of several classes each against all others, then made to sum to 1, but for a temperature. */
export function* fitCalibration(kind: CalibrationKind, { scores, width, actual }: SaidRows): Work<Calibration> {
  const rows = actual.length
  if (kind === 'temperature') {
    const logs = yield* fill(new Float64Array(scores.length), (place) => logOf(scores[place]!))
    return { kind, temperature: yield* fitTemperature(logs, actual, width) }
  }
  const classes = Array.from({ length: calibratorsOf(width) }, (_, i) => (width === 2 ? 1 : i))
  const isTrueOf = (j: number) => Uint8Array.from({ length: rows }, (_, row) => Number(actual[row] === j))
  if (kind === 'isotonic') {
    const curves = yield* mapEach(classes, (j) => {
      const own = Float32Array.from({ length: rows }, (_, row) => scores[row * width + j]!)
      return fitIsotonic(own, isTrueOf(j))
    })
    return { kind, curves }
  }
  const lines = yield* mapEach(classes, function* (j) {
    const logits = yield* fill(new Float64Array(rows), (row) => logitAt(scores, row * width, width, j))
    return yield* fitPlatt(logits, isTrueOf(j))
  })
  return { kind, lines }
}

/**
 * Calibrated probabilities of rows by calibrations that did not see them: each fold's by one fitted on all other folds.
 * What they are scored by is then not what they were fitted on.
 * @param folds The fold of each row, from 0.
 */
export function* crossFit(
  kind: CalibrationKind,
  { scores, width, actual }: SaidRows,
  folds: ArrayLike<number>,
): Work<Float32Array> {
  const calibrated = new Float32Array(scores.length)
  const places = Array.from(actual as ArrayLike<number>, (_, row) => row)
  for (const fold of new Set(Array.from(folds))) {
    const [own, others] = [places.filter((row) => folds[row] === fold), places.filter((row) => folds[row] !== fold)]
    const said = {
      scores: takeScores(scores, width, others),
      width,
      actual: Float64Array.from(others, (row) => actual[row]!),
    }
    const answers = openCalibration(yield* fitCalibration(kind, said), width)(takeScores(scores, width, own))
    for (const [i, row] of own.entries()) calibrated.set(answers.subarray(i * width, (i + 1) * width), row * width)
    yield
  }
  return calibrated
}

function takeScores(scores: Float32Array, width: number, rows: readonly number[]): Float32Array {
  const taken = new Float32Array(rows.length * width)
  for (const [i, row] of rows.entries()) taken.set(scores.subarray(row * width, (row + 1) * width), i * width)
  return taken
}
