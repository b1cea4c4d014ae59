/** Rows whose residuals lie from `from` up to `to`. */
export interface ResidualBin {
  readonly from: number
  readonly to: number
  readonly rows: number
}

const [FEWEST, MOST] = [8, 40]

/**
 * How residuals are spread, in equal bins of which one begins at 0; the greatest lies in the last. About 2·∛n of them (Rice's
 * rule), from 8 to 40. Empty for no rows.
 */
export function residualHistogram(residuals: Float64Array): ResidualBin[] {
  if (residuals.length === 0) return []
  const most = Math.max(FEWEST, Math.min(MOST, Math.ceil(2 * Math.cbrt(residuals.length))))
  let [min, max] = [residuals[0]!, residuals[0]!]
  for (const value of residuals) {
    if (value < min) min = value
    if (value > max) max = value
  }
  // One bin less than asked for, as an edge at 0 may add one.
  const width = (max - min) / (most - 1) || Math.abs(max) || 1
  const first = Math.floor(min / width)
  const bins = Math.max(1, Math.floor(max / width) - first + 1)
  const counts = new Float64Array(bins)
  for (const value of residuals) counts[Math.min(bins - 1, Math.floor(value / width) - first)]!++
  return Array.from(counts, (rows, i) => ({ from: (first + i) * width, to: (first + i + 1) * width, rows }))
}
