import { finish, type Work } from '../work.ts'
import { drawResamples, RESAMPLES, type Resampling } from './resample.ts'

/** Resamples that are looked at together: one walk over the rows serves all of them. */
export const SIDE_BY_SIDE = 4

/** {@link SIDE_BY_SIDE} resamples. */
export interface Resamples {
  /** How often each row is in them: a byte for each resample, the first one's lowest. */
  readonly packed: Int32Array
  /** Rows of each. */
  readonly rows: Float64Array
}

/**
 * What is found in each of {@link SIDE_BY_SIDE} resamples; NaN where it has no value. The array may be written again for the
 * next ones.
 */
export type Estimator = (resamples: Resamples) => Float64Array | Work<Float64Array>

/** Weights of up to {@link SIDE_BY_SIDE} resamples, side by side; those that are not given have no rows. */
export function layOut(weights: readonly Uint8Array[]): Resamples {
  const packed = new Int32Array(weights[0]!.length)
  const rows = new Float64Array(SIDE_BY_SIDE)
  for (const [place, of] of weights.entries()) {
    lay(packed, of, place)
    rows[place] = of.reduce((sum, weight) => sum + weight, 0)
  }
  return { packed, rows }
}

/**
 * What estimators find in each resample, all on the same draws of rows: so differences of two models are those on the same
 * rows.
 */
export function* bootstrap(
  estimators: readonly Estimator[],
  rows: number,
  resampling: Resampling,
): Work<Float64Array[]> {
  const resamples = resampling.resamples ?? RESAMPLES
  const draws = estimators.map(() => new Float64Array(resamples))
  if (estimators.length === 0) return draws
  const packed = new Int32Array(rows)
  let drawn = new Float64Array(SIDE_BY_SIDE)
  yield* drawResamples(rows, resampling, function* (resample, draw) {
    const place = draw % SIDE_BY_SIDE
    if (place === 0) {
      packed.fill(0)
      drawn = new Float64Array(SIDE_BY_SIDE)
    }
    lay(packed, resample.weights, place)
    drawn[place] = resample.rows
    if (place + 1 < SIDE_BY_SIDE && draw + 1 < resamples) return
    const together: Resamples = { packed, rows: drawn }
    for (const [i, estimate] of estimators.entries()) {
      const found = yield* finish(estimate(together))
      draws[i]!.set(found.subarray(0, place + 1), draw - place)
      yield
    }
  })
  return draws
}

function lay(packed: Int32Array, weights: Uint8Array, place: number): void {
  const shift = 8 * place
  for (let row = 0; row < packed.length; row++) packed[row] = packed[row]! | (weights[row]! << shift)
}
