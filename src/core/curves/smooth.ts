/**
 * Exponential moving average of a curve without the bias of its start, as TensorBoard draws it (`resmoothDataset` of
 * vz_line_chart2): sₙ = (1 − w) · Σ wⁿ⁻ⁱ · yᵢ / (1 − wⁿ). A curve that does not vary stays as it is to the bit, and what is
 * not finite stays where it is and counts for nothing.
 * @param factor w, 0 (nothing is smoothed) to below 1.
 */
export function smoothCurve(values: readonly (number | null)[], factor: number): readonly (number | null)[] {
  if (factor === 0 || values.every((value) => value === values[0])) return values
  let sum = 0
  let weight = 0
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return value
    sum = sum * factor + (1 - factor) * value
    // What 1 − wⁿ comes to, summed along.
    weight = weight * factor + (1 - factor)
    return sum / weight
  })
}

/** Reads a factor from the URL: 0 to .99 in hundredths; 0 for whatever is none. */
export function parseSmoothing(text: string | null): number {
  const factor = Math.round(100 * Number(text ?? 0)) / 100
  return factor > 0 && factor < 1 ? factor : 0
}
