/** Points as rows of numbers, one after the other: `values` holds rows × width of them. NaN is a missing number. */
export interface Points {
  readonly values: Float32Array
  readonly rows: number
  readonly width: number
}

/**
 * How far apart two points are. `euclidean` and `cosine` (1 − cos) are for points without gaps; `nanEuclidean` is
 * √(width / shared · Σ (a − b)²) over the numbers that both have, as scikit-learn's `nan_euclidean_distances`.
 */
export type Metric = 'euclidean' | 'cosine' | 'nanEuclidean'

/**
 * Points scaled to length 1, so that half their squared distance is 1 − cos: exact also where two are nearly alike, which
 * 1 − a·b is not. A point of zeros has no direction; it gets a direction of its own, at distance 1 from every other and
 * 0 from its like.
 */
export function unitPoints({ values, rows, width }: Points): Points {
  const lengths = new Float64Array(rows)
  let hasZero = false
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0
    for (let column = 0; column < width; column++, at++) sum += values[at]! * values[at]!
    lengths[row] = Math.sqrt(sum)
    if (sum === 0) hasZero = true
  }
  const wide = width + Number(hasZero)
  const units = new Float32Array(rows * wide)
  for (let row = 0; row < rows; row++) {
    const length = lengths[row]!
    if (length === 0) units[row * wide + width] = 1
    else
      for (let column = 0; column < width; column++) units[row * wide + column] = values[row * width + column]! / length
  }
  return { values: units, rows, width: wide }
}

/** Some points, in the given order. */
export function takePoints({ values, width }: Points, chosen: Uint32Array): Points {
  const taken = new Float32Array(chosen.length * width)
  for (let i = 0; i < chosen.length; i++)
    taken.set(values.subarray(chosen[i]! * width, (chosen[i]! + 1) * width), i * width)
  return { values: taken, rows: chosen.length, width }
}
