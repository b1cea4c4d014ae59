import type { Work } from '../work.ts'
import type { Estimator } from './estimators.ts'
import { drawResamples, RESAMPLES, type Resampling } from './resample.ts'

/**
 * What estimators find in each resample, all on the same draws of rows: so differences of two models are those on the same
 * rows.
 */
export function* bootstrap(
  estimators: readonly Estimator[],
  rows: number,
  resampling: Resampling,
): Work<Float64Array[]> {
  const draws = estimators.map(() => new Float64Array(resampling.resamples ?? RESAMPLES))
  if (estimators.length === 0) return draws
  yield* drawResamples(rows, resampling, (resample, draw) => {
    for (const [i, estimate] of estimators.entries()) draws[i]![draw] = estimate(resample)
  })
  return draws
}
