import { adjustHolm } from '../compare/adjust.ts'
import { Z_95 } from '../metrics/interval.ts'
import { normalCdf } from '../normal.ts'
import type { ColumnImportance } from './explain.ts'

export interface JudgedImportance extends ColumnImportance {
  /** Two-sided, of "no difference", adjusted for all columns. */
  readonly p: number
  /** What is shown: the model is worse without the column, better without it, or neither is. */
  readonly shows: 'worse' | 'better' | 'nothing'
}

/**
 * Which rises chance does not explain: a rise over its standard error is held against the normal distribution, and the
 * p-values are adjusted for as many columns as there are (Holm 1979). In the order given.
 * @param alpha The chance of any wrong one among those that are shown.
 */
export function judgeImportances(columns: readonly ColumnImportance[], alpha = 0.05): JudgedImportance[] {
  const ps = adjustHolm(
    columns.map(({ rise, low, high }) => {
      const error = (high - low) / (2 * Z_95)
      if (rise === 0 || !Number.isFinite(error)) return 1
      return 2 * normalCdf(-Math.abs(rise / error))
    }),
  )
  return columns.map((column, i) => {
    const p = ps[i]!
    return { ...column, p, shows: p >= alpha ? 'nothing' : column.rise > 0 ? 'worse' : 'better' }
  })
}
