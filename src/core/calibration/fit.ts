import { eachRow, fill, inSlices, mapEach, rowsAtOnce, rowsWhere, type Work } from '../work.ts'
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
  const isTrueOf = (j: number) => fill(new Uint32Array(rows), (row) => Number(actual[row] === j))
  if (kind === 'isotonic') {
    const curves = yield* mapEach(classes, function* (j) {
      const own = new Float32Array(rows)
      yield* eachRow(rows, (row) => {
        own[row] = scores[row * width + j]!
      })
      return yield* fitIsotonic(own, yield* isTrueOf(j))
    })
    return { kind, curves }
  }
  const lines = yield* mapEach(classes, function* (j) {
    const logits = yield* fill(
      new Float64Array(rows),
      (row) => logitAt(scores, row * width, width, j),
      rowsAtOnce(width),
    )
    return yield* fitPlatt(logits, yield* isTrueOf(j))
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
  const rows = actual.length
  const calibrated = new Float32Array(scores.length)
  let count = 0
  yield* eachRow(rows, (row) => {
    count = Math.max(count, folds[row]! + 1)
  })
  for (let fold = 0; fold < count; fold++) {
    const own = yield* rowsWhere(rows, (row) => folds[row] === fold)
    if (own.length === 0) continue
    const others = yield* rowsWhere(rows, (row) => folds[row] !== fold)
    const said = {
      scores: yield* takeScores(scores, width, others),
      width,
      actual: yield* fill(new Float64Array(others.length), (place) => actual[others[place]!]!),
    }
    const calibrate = openCalibration(yield* fitCalibration(kind, said), width)
    const raw = yield* takeScores(scores, width, own)
    yield* inSlices(
      own.length,
      (start, end) => {
        const answers = calibrate(raw.subarray(start * width, end * width))
        for (let place = start; place < end; place++) copyRow(answers, place - start, calibrated, own[place]!, width)
      },
      rowsAtOnce(width),
    )
  }
  return calibrated
}

function* takeScores(scores: Float32Array, width: number, rows: Uint32Array): Work<Float32Array> {
  const taken = new Float32Array(rows.length * width)
  yield* eachRow(rows.length, (place) => copyRow(scores, rows[place]!, taken, place, width), rowsAtOnce(width))
  return taken
}

function copyRow(from: Float32Array, row: number, to: Float32Array, place: number, width: number): void {
  for (let j = 0; j < width; j++) to[place * width + j] = from[row * width + j]!
}
